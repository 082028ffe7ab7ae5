#include "program_test.hpp"

#include <algorithm>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

class WholeRoad : public ProgramTest {};
XREP_BOTH_PROFILES(WholeRoad);

std::map<std::string, std::string> statuses_of(const json& state, const json& execution) {
  std::map<std::string, std::string> statuses;
  for (const auto& run : execution.at("runs")) {
    const std::string key = run.at("testKey");
    statuses[state.at("tests").at(key).at("summary")] = run.at("status");
  }
  return statuses;
}

TEST_P(WholeRoad, OfGoogleTestEndsInATestExecutionWithItsLink) {
  const auto without = run_program({XREP_GTEST_CHECKOUT, "--gtest_print_time=0"});
  EXPECT_TRUE(state().at("executions").empty());
  const auto ended = run_program(
      {XREP_GTEST_CHECKOUT, "--gtest_print_time=0", "--xray", "--xray-jira-url=" + sandbox_.url()});
  EXPECT_EQ(ended.exit_code, without.exit_code);
  EXPECT_EQ(ended.out, without.out) << "nothing of ours on stdout";

  const json now = state();
  const json execution = only_execution(now);
  EXPECT_THAT(ended.err, HasSubstr("View in Xray: " + sandbox_.url() + "/browse/" +
                                   execution.at("key").get<std::string>()));
  const auto statuses = statuses_of(now, execution);
  EXPECT_EQ(statuses.at("Pay by card"), "PASSED");
  EXPECT_EQ(statuses.at("Checkout.TakesTheVoucherOff"), "FAILED");
  EXPECT_EQ(statuses.count("Basket.IsKeptOverNight"), 0U) << "it was only skipped";

  const json failed = run_of(now, execution, "Checkout.TakesTheVoucherOff");
  ASSERT_EQ(failed.at("steps").size(), 4U);
  EXPECT_EQ(failed.at("steps")[3].at("status"), "FAILED");
  EXPECT_EQ(failed.at("steps")[3].at("evidence")[0].at("filename"), "voucher.png");
  EXPECT_EQ(failed.at("steps")[3].at("evidence")[0].at("contentType"), "image/png");
  EXPECT_EQ(failed.at("evidence")[0].at("filename"), "checkout.log");
  const json converted = run_of(now, execution, "Price/Convert.TenEuros");
  EXPECT_EQ(converted.at("iterations").size(), 3U);
}

TEST_P(WholeRoad, OfCatch2EndsInATestExecutionWithItsLink) {
  const auto without = run_program({XREP_CATCH2_CHECKOUT, "--rng-seed", "1"});
  const auto ended = run_program(
      {XREP_CATCH2_CHECKOUT, "--rng-seed", "1", "--xray", "--xray_jira_url=" + sandbox_.url()});
  EXPECT_EQ(ended.exit_code, without.exit_code) << ended.err;
  EXPECT_EQ(ended.out, without.out) << "nothing of ours on stdout";

  const json now = state();
  const json execution = only_execution(now);
  EXPECT_THAT(ended.err, HasSubstr("/browse/" + execution.at("key").get<std::string>()));
  const json failed = run_of(now, execution, "catch2_checkout.global.The tax is rounded to cents");
  ASSERT_FALSE(failed.is_null()) << ended.err;
  EXPECT_EQ(failed.at("status"), "FAILED");
  EXPECT_EQ(failed.at("steps")[1].at("evidence")[0].at("filename"), "tax.png");
  const json percent = run_of(now, execution, "catch2_checkout.global.Discounts in percent");
  ASSERT_EQ(percent.at("iterations").size(), 3U);
  EXPECT_EQ(percent.at("iterations")[1].at("parameters")[0],
            (json{{"name", "percent"}, {"value", "10"}}));
  const json scenario =
      run_of(now, execution, "catch2_checkout.global.Scenario: A discount is taken off");
  EXPECT_GE(scenario.at("steps").size(), 5U);
}

TEST_P(WholeRoad, OfACatch2ReporterGoesTheSameWay) {
  const auto ended = run_program(
      {XREP_CATCH2_ZOO, "-r", "console::out=-", "-r", "xray::Xsummary=By reporter", "passes"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("All tests passed"));
  const json execution = only_execution(state());
  EXPECT_EQ(execution.at("summary"), "By reporter");
  EXPECT_EQ(execution.at("runs").size(), 1U);
}

TEST_P(WholeRoad, IsTakenByTheEnvironmentAlone) {
  const auto ended = run_program({XREP_CATCH2_ZOO, "passes"}, {{"XRAY", "1"}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
}

TEST_P(WholeRoad, IsNotTakenWhenNoTestRan) {
  const auto ended = run_program({XREP_GTEST_ZOO, "--xray", "--gtest_filter=Nothing.LikeThis"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_TRUE(state().at("requests").empty());
}

TEST_P(WholeRoad, UnderCtestRecordsAndLeavesThePushToOneCommand) {
  const std::map<std::string, std::string> ctest{{"CTEST_INTERACTIVE_DEBUG_MODE", "1"}};
  for (const char* test : {"Plain.Passes", "Plain.Fails"}) {
    run_program({XREP_GTEST_ZOO, "--xray", std::string("--gtest_filter=") + test}, ctest);
  }
  EXPECT_TRUE(state().at("executions").empty());
  const auto pushed = run_program({XREP_COMMAND, "push", "xray-results"});
  EXPECT_EQ(pushed.exit_code, 0) << pushed.out << pushed.err;
  EXPECT_EQ(only_execution(state()).at("runs").size(), 2U);
}

TEST_P(WholeRoad, OfAKilledProcessIsFinishedByAPush) {
  const auto ended = run_program({XREP_GTEST_ZOO, "--xray", "--gtest_filter=Plain.Passes:Crash.*"},
                                 {{"ZOO", "crash"}});
  EXPECT_NE(ended.signal, 0);
  EXPECT_TRUE(state().at("executions").empty());
  const auto pushed = push();
  EXPECT_EQ(pushed.exit_code, 0) << pushed.out;
  const json now = state();
  const json execution = only_execution(now);
  const json crashed = run_of(now, execution, "Crash.Aborts");
  EXPECT_THAT(crashed.at("status"), AnyOf("ABORTED", "FAILED"));
  EXPECT_EQ(crashed.at("steps")[0].at("status"), "FAILED");
  EXPECT_EQ(run_of(now, execution, "Plain.Passes").at("status"), "PASSED");
}

}  // namespace
}  // namespace xrep::test
