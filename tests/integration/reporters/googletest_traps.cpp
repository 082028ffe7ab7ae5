#include "googletest_traps.hpp"

#include <gtest/gtest.h>

namespace xrep::test {
namespace {

std::string word(TestOutcome outcome) {
  switch (outcome) {
    case TestOutcome::passed:
      return "passed";
    case TestOutcome::failed:
      return "failed";
    case TestOutcome::skipped:
      return "skipped";
    case TestOutcome::not_started:
      return "not started";
    case TestOutcome::disabled:
      return "disabled";
    case TestOutcome::crashed:
      return "crashed";
    case TestOutcome::interrupted:
      return "interrupted";
    case TestOutcome::exited:
      return "exited";
    case TestOutcome::running:
      break;
  }
  return "running";
}

std::map<std::string, std::string> environment_of(const Traps& traps) {
  std::map<std::string, std::string> environment;
  for (const auto& [place, verbs] : traps) {
    const bool foreign = place.rfind("GTEST_", 0) == 0 || place.rfind("XRAY", 0) == 0;
    environment.emplace(foreign ? place : "TRAP_" + place, verbs);
  }
  return environment;
}

}  // namespace

Recorded run_traps(const std::string& filter, const Traps& traps, Texts arguments,
                   const std::string& program) {
  arguments.insert(arguments.end(), {"--xray", "--gtest_filter=" + filter});
  return record(program, arguments, environment_of(traps));
}

Ended run_traps_without_xrep(const std::string& filter, const Traps& traps, Texts arguments,
                             const std::string& program) {
  arguments.push_back("--gtest_filter=" + filter);
  const auto recorded = record(program, arguments, environment_of(traps));
  EXPECT_TRUE(recorded.runs.empty());
  return recorded.ended;
}

Recorded run_and_compare(const std::string& filter, const Traps& traps, Texts arguments,
                         const std::string& program) {
  arguments.emplace_back("--gtest_print_time=0");
  auto recorded = run_traps(filter, traps, arguments, program);
  const auto without = run_traps_without_xrep(filter, traps, arguments, program);
  EXPECT_EQ(recorded.ended.exit_code, without.exit_code);
  EXPECT_EQ(recorded.ended.signal, without.signal);
  EXPECT_EQ(recorded.ended.out, without.out);
  return recorded;
}

Texts outcomes(const std::vector<TestRecord>& tests) {
  Texts all;
  for (const auto& test : tests) {
    all.push_back(test.name + ": " + word(test.outcome));
  }
  return all;
}

Texts outcomes(const Recorded& recorded) {
  return outcomes(recorded.tests());
}

std::string all_texts(const Recorded& recorded) {
  std::string all;
  for (const auto& test : recorded.tests()) {
    for (const auto& failure : test.failures) {
      all += failure.text + "\n";
    }
    for (const auto& skip : test.skips) {
      all += skip.text + "\n";
    }
  }
  return all;
}

}  // namespace xrep::test
