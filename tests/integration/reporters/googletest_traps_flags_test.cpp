// GoogleTest's flags: which tests run, how often, in which order, and what is written of them.

#include "googletest_traps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace xrep::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

Recorded run_zoo(const std::string& filter, const Traps& traps = {}, const Texts& arguments = {}) {
  return run_and_compare(filter, traps, arguments, XREP_GTEST_ZOO);
}

TEST(GoogleTestFailFast, StartsNoTestOfAnySuiteAfterAFailure) {
  const auto recorded = run_and_compare("Phases*", {{"BODY", "nonfatal"}}, {"--gtest_fail_fast"});
  EXPECT_THAT(outcomes(recorded),
              ElementsAre("PhasesLater.DISABLED_Two: disabled", "Phases.One: failed",
                          "Phases.Two: not started", "PhasesLater.One: not started",
                          "PhasesLater.SkipsOnOneLine: not started"));
}

TEST(GoogleTestFailFast, StartsNoTestAfterASuiteThatFailed) {
  for (const auto* place : {"SUITE_SETUP", "SUITE_TEARDOWN"}) {
    const auto recorded = run_and_compare("Phases*", {{place, "nonfatal"}}, {"--gtest_fail_fast"});
    EXPECT_EQ(recorded.test("PhasesLater.One").outcome, TestOutcome::not_started) << place;
  }
}

TEST(GoogleTestFailFast, TakesNoDeliberateSkipForATestThatWasNotStarted) {
  const auto skipped = run_and_compare("Phases.*", {{"BODY", "skip"}}, {"--gtest_fail_fast"});
  EXPECT_THAT(outcomes(skipped), ElementsAre("Phases.One: skipped", "Phases.Two: passed"));

  // A failure of an environment does not make GoogleTest stop.
  const auto unhappy = run_and_compare("PhasesLater.SkipsOnOneLine",
                                       {{"ENVIRONMENT_SETUP", "nonfatal"}}, {"--gtest_fail_fast"});
  EXPECT_THAT(outcomes(unhappy),
              ElementsAre("[environment]: failed", "PhasesLater.SkipsOnOneLine: skipped"));
}

TEST(GoogleTestFailFast, BeginsAnewWithEachIteration) {
  const auto recorded = run_zoo("Plain.SkipsOnOneLine:Plain.FailsAndSkips", {},
                                {"--gtest_fail_fast", "--gtest_repeat=2"});
  EXPECT_THAT(outcomes(recorded),
              ElementsAre("Plain.SkipsOnOneLine: skipped", "Plain.FailsAndSkips: failed",
                          "Plain.SkipsOnOneLine: skipped", "Plain.FailsAndSkips: failed"));
}

TEST(GoogleTestRepeat, RecordsEachIterationWithItsOwnFailures) {
  const auto recorded = run_and_compare(
      "Phases.One", {{"BODY", "nonfatal"}, {"SUITE_TEARDOWN", "nonfatal"}}, {"--gtest_repeat=3"});
  ASSERT_EQ(recorded.runs.size(), 1U);
  const auto tests = recorded.tests();
  EXPECT_EQ(std::count_if(tests.begin(), tests.end(),
                          [](const auto& test) { return test.name == "Phases.One"; }),
            3);
  for (const auto& test : tests) {
    EXPECT_EQ(test.outcome, TestOutcome::failed) << test.name;
    EXPECT_EQ(test.failures.size(), 1U) << test.name;
  }
}

TEST(GoogleTestRepeat, DoesNotNameDisabledTestsAgain) {
  const auto recorded = run_zoo("Plain.Passes:Plain.DISABLED_IsOff", {}, {"--gtest_repeat=2"});
  EXPECT_THAT(outcomes(recorded), ElementsAre("Plain.DISABLED_IsOff: disabled",
                                              "Plain.Passes: passed", "Plain.Passes: passed"));
}

TEST(GoogleTestShuffle, RecordsTestsInTheOrderInWhichTheyRan) {
  const auto recorded = run_zoo("Plain.*:*Cart*", {}, {"--gtest_shuffle", "--gtest_random_seed=3"});
  Texts started;
  const std::regex run(R"(\[ RUN      \] (\S+))");
  const auto& out = recorded.ended.out;
  for (std::sregex_iterator found(out.begin(), out.end(), run); found != std::sregex_iterator();
       ++found) {
    started.push_back((*found)[1]);
  }
  auto names = recorded.names();
  names.erase(std::remove(names.begin(), names.end(), "Plain.DISABLED_IsOff"), names.end());
  EXPECT_EQ(names, started);
  auto sorted = started;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_NE(started, sorted);
}

TEST(GoogleTestShuffle, KeepsTheSeedThatGoogleTestChose) {
  const auto recorded = run_traps("Phases.*", {}, {"--gtest_shuffle"});
  const auto seed = std::to_string(recorded.runs.at(0).processes.at(0).seed);
  EXPECT_THAT(recorded.ended.out, HasSubstr("with a seed of " + seed + " "));
}

TEST(GoogleTestShards, TogetherRecordEachTestOnceAlsoDisabledOnes) {
  const std::string filter = "Plain.*:DISABLED_Off.*:*Cart*";
  Texts together;
  for (const std::string index : {"0", "1", "2"}) {
    const auto shard =
        outcomes(run_zoo(filter, {{"GTEST_TOTAL_SHARDS", "3"}, {"GTEST_SHARD_INDEX", index}}));
    together.insert(together.end(), shard.begin(), shard.end());
  }
  EXPECT_THAT(together, Contains("Plain.DISABLED_IsOff: disabled").Times(1));
  EXPECT_THAT(together, UnorderedElementsAreArray(outcomes(run_zoo(filter))));
}

TEST(GoogleTestShards, ThatAreEmptyLeaveNothingBehind) {
  const auto recorded =
      run_zoo("Plain.Passes", {{"GTEST_TOTAL_SHARDS", "3"}, {"GTEST_SHARD_INDEX", "2"}});
  EXPECT_EQ(recorded.ended.exit_code, 0);
  EXPECT_TRUE(recorded.runs.empty());
}

TEST(GoogleTestShards, OfAWrongNumberLeaveNothingBehind) {
  const auto recorded =
      run_zoo("Plain.Passes", {{"GTEST_TOTAL_SHARDS", "3"}, {"GTEST_SHARD_INDEX", "3"}});
  EXPECT_EQ(recorded.ended.exit_code, 1);
  EXPECT_TRUE(recorded.runs.empty());
}

TEST(GoogleTestDisabled, AreOrdinaryTestsWhenTheyRunToo) {
  const auto recorded =
      run_zoo("Plain.DISABLED*:DISABLED_Off.*", {}, {"--gtest_also_run_disabled_tests"});
  EXPECT_THAT(outcomes(recorded),
              ElementsAre("Plain.DISABLED_IsOff: failed", "DISABLED_Off.IsOffToo: failed"));
}

TEST(GoogleTestDisabled, AreNamedThoughNothingElseRuns) {
  const auto recorded = run_zoo("Plain.DISABLED*:DISABLED_Off.*");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  EXPECT_THAT(outcomes(recorded), UnorderedElementsAreArray({"DISABLED_Off.IsOffToo: disabled",
                                                             "Plain.DISABLED_IsOff: disabled"}));
}

TEST(GoogleTestDisabled, AreNotNamedWhenTheFilterLeavesThemOut) {
  EXPECT_THAT(outcomes(run_zoo("Plain.Passes:Plain.DISABLED*-*IsOff")),
              ElementsAre("Plain.Passes: passed"));
}

TEST(GoogleTestFlags, ThatRunNoTestShowTheSame) {
  for (const std::string flag : {"--gtest_list_tests", "--help", "--gtest_no_such_flag"}) {
    SCOPED_TRACE(flag);
    // Without the one whose name, as GoogleTest lists it, is another in each process.
    const auto recorded = run_and_compare("-*OddBlob*", {}, {flag});
    EXPECT_EQ(recorded.ended.exit_code, 0);
    EXPECT_EQ(recorded.ended.err, "");
    EXPECT_TRUE(recorded.runs.empty());
  }
}

TEST(GoogleTestFlags, StayThoseOfGoogleTest) {
  const auto recorded = run_and_compare("Phases.*", {}, {"positional", "--user_flag=1", "-x"});
  EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: passed", "Phases.Two: passed"));
}

// A report of GoogleTest's own, without what differs from run to run.
std::string report(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  const std::regex times(R"re((time(stamp)?"?[=:] ?)"[^"]*")re");
  return std::regex_replace(text, times, "$1");
}

TEST(GoogleTestReports, AreTheSameBesideOurs) {
  const TempDir folder;
  const Traps traps = {{"BODY", "skip,nonfatal"}, {"SUITE_TEARDOWN", "thread"}};
  for (const std::string kind : {"xml", "json"}) {
    const auto with = folder / ("with." + kind);
    const auto without = folder / ("without." + kind);
    const std::string flag = "--gtest_output=" + kind + ":";
    run_traps("Phases*:PropertyTrap.*:*OddText*", traps, {flag + with.string()});
    run_traps_without_xrep("Phases*:PropertyTrap.*:*OddText*", traps, {flag + without.string()});
    EXPECT_THAT(report(with), HasSubstr("CALC-2"));
    EXPECT_EQ(report(with), report(without)) << kind;
  }
}

}  // namespace
}  // namespace xrep::test
