#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::HasSubstr;

/// Assignee and executor of results.
class PeoplePush : public PushTest {
 protected:
  bool strict() const { return GetParam() == "strict"; }

  RunWriter run_of_tests(int count) {
    auto run = new_run();
    for (int i = 0; i < count; ++i) run.test("Cart.Adds" + std::to_string(i)).finish("passed");
    return run;
  }

  static void expect_said(const Ended& ended, const std::string& text, bool said) {
    EXPECT_EQ(ended.out.find(text) != std::string::npos, said) << text << "\n" << ended.out;
  }

  std::vector<std::string> of_all_runs(const char* member) const {
    std::vector<std::string> values;
    const json now = state();
    const json execution = only_execution(now);
    for (const auto& run : execution.at("runs")) values.push_back(run.at(member));
    return values;
  }
};
XREP_BOTH_PROFILES(PeoplePush);

TEST_P(PeoplePush, NamesThemInEveryResultAndTheExecutorInTheExecution) {
  auto run = run_of_tests(3);
  run.setting("assignee", "sandbox-lead").setting("executed_by", "sandbox-tester");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(of_all_runs("assignee").size(), 3U);
  EXPECT_THAT(of_all_runs("assignee"), Each("sandbox-lead"));
  EXPECT_THAT(of_all_runs("executedBy"), Each("sandbox-tester"));
  // The strict sandbox takes no info for an execution that exists.
  EXPECT_EQ(only_execution(state()).at("user"), strict() ? "" : "sandbox-tester");
  expect_said(ended, "executed_by was not set on the Test Execution itself", strict());
}

TEST_P(PeoplePush, LeavesTheUserOfAnExecutionAloneThatExisted) {
  auto first = run_of_tests(1);
  first.end();
  EXPECT_EQ(push(first).exit_code, 0);
  const std::string key = only_execution(state()).at("key");
  auto run = new_run("20260301-030000-5e6f7a8b");
  run.test("Cart.Pays").finish("passed");
  run.setting("executed_by", "sandbox-tester").setting("test_execution", key);
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const json execution = only_execution(state());
  EXPECT_EQ(execution.at("user"), "");
  EXPECT_EQ(run_of(state(), execution, "Cart.Pays").at("executedBy"), "sandbox-tester");
}

TEST_P(PeoplePush, WithAWrongAccountDeliversAThousandResultsForAHandfulOfImports) {
  auto run = run_of_tests(1000);
  run.setting("assignee", "nobody").setting("executed_by", "nobody-else");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  expect_said(ended, "assignee and executed_by left out of all results", strict());
  EXPECT_EQ(of_all_runs("executedBy").size(), 1000U);
  EXPECT_THAT(of_all_runs("executedBy"), Each("sandbox-user"));
  EXPECT_THAT(of_all_runs("assignee"), Each(""));
  EXPECT_EQ(state().at("tests").size(), 1006U) << "six were there before, and no Test twice";
  // Without people it takes two, and one for the details of the execution.
  EXPECT_LE(requests("import"), 6U);
}

TEST_P(PeoplePush, WithAWrongAccountAndAnotherFaultLosesNoResult) {
  auto run = run_of_tests(9);
  run.setting("assignee", "nobody");
  run.test("Cart.Pays").event("requirement", {{"value", "DEMO-4711"}}).finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the requirements of Cart.Pays were not linked"));
  expect_said(ended, "assignee left out of all results", strict());
  EXPECT_EQ(only_execution(state()).at("runs").size(), 10U);
}

TEST_P(PeoplePush, KeepsTheRightAccountWhenAnotherFaultRefusesResults) {
  auto run = run_of_tests(9);
  run.setting("assignee", "sandbox-lead");
  run.test("Cart.Pays").event("requirement", {{"value", "DEMO-4711"}}).finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  expect_said(ended, "left out of all results", false);
  EXPECT_EQ(of_all_runs("assignee").size(), 10U);
  EXPECT_THAT(of_all_runs("assignee"), Each("sandbox-lead"));
  // Once an import with the account was taken, no other refusal is blamed on it.
  EXPECT_LE(requests("import"), 13U);
}

TEST_P(PeoplePush, SendsResultsAgainOnceTheAccountIsCorrected) {
  auto run = run_of_tests(2);
  run.setting("assignee", "nobody");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_THAT(of_all_runs("assignee"), Each(""));
  EXPECT_EQ(push({run.path().string(), "--assignee", "sandbox-lead"}).exit_code, 0);
  EXPECT_THAT(of_all_runs("assignee"), Each("sandbox-lead"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 2U);
}

}  // namespace
}  // namespace xrep::test
