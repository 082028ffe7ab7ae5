#include "recorded.hpp"

#include <gtest/gtest.h>

namespace xrep::test {
namespace {

std::string path_of(const TestRecord& test, std::uint32_t number) {
  for (const auto& step : test.steps) {
    if (step.number == number) {
      const auto outer = path_of(test, step.parent);
      return outer.empty() ? step.name : outer + "/" + step.name;
    }
  }
  return {};
}

}  // namespace

std::vector<TestRecord> Recorded::tests() const {
  std::vector<TestRecord> all;
  for (const auto& run : runs) {
    all.insert(all.end(), run.tests.begin(), run.tests.end());
  }
  return all;
}

TestRecord Recorded::test(const std::string& name) const {
  TestRecord found;
  int count = 0;
  for (const auto& test : tests()) {
    if (test.name == name) {
      found = test;
      ++count;
    }
  }
  EXPECT_EQ(count, 1) << "tests called " << name << "\n" << ended.err;
  return count == 1 ? found : TestRecord();
}

std::vector<std::string> Recorded::names() const {
  std::vector<std::string> names;
  for (const auto& test : tests()) {
    names.push_back(test.name);
  }
  return names;
}

Recorded record(const std::string& program, const std::vector<std::string>& arguments,
                std::map<std::string, std::string> environment) {
  const TempDir folder;
  Command command;
  command.arguments = {program};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = std::move(environment);
  command.environment.emplace("XRAY_UPLOAD", "never");
  command.environment.emplace("XRAY_RESULTS_DIR", (folder / "results").string());
  command.directory = folder.path();

  Recorded recorded;
  recorded.ended = run(command);
  for (const auto& directory : find_run_directories(folder / "results")) {
    Run run;
    ReadError error;
    EXPECT_TRUE(read_run({directory}, run, error)) << error.message;
    EXPECT_EQ(run.damaged_lines, 0U);
    recorded.runs.push_back(std::move(run));
  }
  return recorded;
}

std::vector<std::string> step_paths(const TestRecord& test) {
  std::vector<std::string> paths;
  for (const auto& step : test.steps) {
    paths.push_back(path_of(test, step.number));
  }
  return paths;
}

}  // namespace xrep::test
