#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class PushJson : public PushTest {};
XREP_BOTH_PROFILES(PushJson);

TEST_P(PushJson, CountsWhatWasPlannedDeliveredRefusedAndIsPending) {
  auto run = new_run();
  run.test("Cart.Pays").finish("passed");
  run.test("Cart.Ships").event("key", {{"value", "DEMO-999"}}).finish("failed");
  run.test("Cart.Rests").finish("skipped");
  run.end();
  const auto ended = push(std::vector<std::string>{"--json", run.path().string()});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("View in Xray"));
  const json report = json::parse(ended.out);
  EXPECT_EQ(report.at("planned"), 2);
  EXPECT_EQ(report.at("delivered"), 1);
  EXPECT_EQ(report.at("refused"), 1);
  EXPECT_EQ(report.at("pending"), 0);
  EXPECT_EQ(report.at("left_out"), 1);
  EXPECT_EQ(report.at("test_execution"), only_execution(state()).at("key"));
  const auto& results = report.at("results");
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].at("test"), "Cart.Pays");
  EXPECT_EQ(results[0].at("state"), "delivered");
  EXPECT_EQ(results[1].at("state"), "refused");
  EXPECT_THAT(results[1].at("missing").get<std::string>(), HasSubstr("DEMO-999"));
  const auto status = run_program({XREP_COMMAND, "status", "--json", run.path().string()});
  EXPECT_EQ(json::parse(status.out), report);
}

TEST_P(PushJson, CallsEverythingPendingThatNeverReachedTheSite) {
  auto run = new_run();
  run.test("Cart.Pays").finish("passed");
  run.test("Cart.Ships").finish("failed");
  run.end();
  const auto ended =
      push({"--json", run.path().string()}, {{"XRAY_API_URL", "http://127.0.0.1:9"}});
  EXPECT_EQ(ended.exit_code, 75);
  const json report = json::parse(ended.out);
  EXPECT_EQ(report.at("planned"), 2);
  EXPECT_EQ(report.at("pending"), 2);
}

TEST_P(PushJson, CountsResultsThatMetInOneTestOnce) {
  auto run = new_run();
  run.test("Suite.NamesItsKey").event("key", {{"value", "DEMO-6"}}).finish("passed");
  run.test("Basket.StartsEmpty").finish("failed");
  run.end();
  for (int i = 0; i < 2; ++i) {
    const auto pushed = push(std::vector<std::string>{"--json", run.path().string()});
    EXPECT_EQ(pushed.exit_code, 0) << pushed.err;
    const auto told = json::parse(pushed.out);
    EXPECT_EQ(told.at("planned"), 1U) << pushed.out;
    EXPECT_EQ(told.at("delivered"), 1U) << pushed.out;
    EXPECT_EQ(told.at("pending"), 0U) << pushed.out;
  }
}

TEST_P(PushJson, TellsOfAllRunsThatArePushedTogetherThoughNoneReachedTheSite) {
  auto first = new_run("20260301-020000-00000001");
  first.test("Cart.Pays").finish("passed");
  first.end();
  auto second = new_run("20260301-020000-00000002");
  second.test("Cart.Ships").finish("passed");
  second.end();
  const auto ended = push(std::vector<std::string>{"--json", "--timeout", "1s",
                                                   first.path().string(), second.path().string()},
                          {{"XRAY_API_URL", "http://127.0.0.1:1"}});
  EXPECT_EQ(ended.exit_code, 75);
  const json told = json::parse(ended.out);
  EXPECT_EQ(told.at("planned"), 2U) << ended.out;
  EXPECT_EQ(told.at("pending"), 2U) << ended.out;
}

}  // namespace
}  // namespace xrep::test
