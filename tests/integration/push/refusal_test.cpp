#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class RefusedPush : public PushTest {
 protected:
  RunWriter simple_run() {
    auto run = new_run();
    run.test("Cart.Adds").finish("passed");
    run.end();
    return run;
  }

  /// Whatever was wrong: nothing was created, and a push with the right settings delivers.
  void expect_recovery(const RunWriter& run) {
    EXPECT_TRUE(state().at("executions").empty());
    const auto mended = push(run);
    EXPECT_EQ(mended.exit_code, 0) << mended.out;
    EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
  }
};
XREP_BOTH_PROFILES(RefusedPush);

TEST_P(RefusedPush, WithoutCredentialsSaysWhichVariablesAreMissing) {
  const auto run = simple_run();
  const auto ended = push({run.path().string()}, {{"XRAY_CLIENT_SECRET", ""}});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("XRAY_CLIENT_SECRET is not set"));
  EXPECT_THAT(ended.out, HasSubstr("xrep push " + run.path().string()));
  expect_recovery(run);
}

TEST_P(RefusedPush, WithWrongCredentialsSaysSoAndDoesNotShowThem) {
  const auto run = simple_run();
  const auto ended = push({run.path().string()}, {{"XRAY_CLIENT_SECRET", "wrong-canary-4711"}});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("check XRAY_CLIENT_ID and XRAY_CLIENT_SECRET"));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("canary")));
  expect_recovery(run);
}

TEST_P(RefusedPush, InTheWrongRegionNamesTheOtherRegions) {
  const auto run = simple_run();
  const auto ended = push({run.path().string()}, {{"XRAY_CLIENT_ID", "wrong-region"}});
  EXPECT_EQ(ended.exit_code, 75);
  EXPECT_THAT(ended.out, HasSubstr("check the data residency region"));
  expect_recovery(run);
}

TEST_P(RefusedPush, ToAnUnknownProjectNamesIt) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--project", "NOPE"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("project NOPE was not found"));
  expect_recovery(run);
}

TEST_P(RefusedPush, WithoutAProjectSaysHowToSetIt) {
  const auto run = simple_run();
  const auto ended = push({run.path().string()}, {{"XRAY_PROJECT", ""}});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("XRAY_PROJECT=KEY"));
  expect_recovery(run);
}

TEST_P(RefusedPush, WithAStatusThatDoesNotExistListsThoseThatDo) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--status-skipped", "SKIPPED"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("the status SKIPPED"));
  EXPECT_THAT(ended.out, HasSubstr("BLOCKED"));
  expect_recovery(run);
}

TEST_P(RefusedPush, IntoAPlanThatDoesNotExistCreatesNothing) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--test-plan", "DEMO-4711"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("the Test Plan DEMO-4711 was not found"));
  expect_recovery(run);
}

TEST_P(RefusedPush, IntoAnExecutionThatDoesNotExistNamesIt) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--test-execution", "DEMO-4711"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("the Test Execution DEMO-4711 was not found"));
  expect_recovery(run);
}

TEST_P(RefusedPush, ToAnAddressWhereNobodyAnswersKeepsEverything) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--api-url", "http://127.0.0.1:1"});
  EXPECT_EQ(ended.exit_code, 75);
  EXPECT_THAT(ended.out, HasSubstr("cannot reach http://127.0.0.1:1"));
  expect_recovery(run);
}

TEST_P(RefusedPush, OfAKeyThatDoesNotExistDeliversTheOthersAndNamesIt) {
  auto run = new_run();
  run.test("Cart.Adds").finish("passed");
  run.test("Cart.Pays").event("key", {{"value", "DEMO-4711"}}).finish("passed");
  run.test("Cart.Ships").event("key", {{"value", "shop 12"}}).finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("DEMO-4711 of Cart.Pays does not exist"));
  EXPECT_THAT(ended.out, HasSubstr("shop 12"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
}

TEST_P(RefusedPush, OfARunThatIsStillRecordingLeavesItAlone) {
  auto run = new_run();
  run.test("Cart.Adds").finish("passed");
  const auto events = run.path() / "events-4711-0a0b0c0d.jsonl";
  ChildProcess recorder(
      {{"/usr/bin/flock", events.string(), "/bin/sh", "-c", "echo held yes; sleep 60"}, {}, {}});
  ASSERT_EQ(recorder.wait_for_line("held "), "yes");
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 75);
  EXPECT_THAT(ended.out, HasSubstr("still records"));
  EXPECT_TRUE(state().at("requests").empty());
}

TEST_P(RefusedPush, OfADirectoryThatIsNoRunNamesIt) {
  const auto ended = push({(folder_.path() / "nothing-here").string()});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("nothing-here is no run directory"));
}

TEST_P(RefusedPush, OfARequirementThatIsNoneDeliversTheResultWithoutIt) {
  auto run = new_run();
  run.test("Cart.Adds").event("requirement", {{"value", "DEMO-4711"}}).finish("passed");
  run.test("Cart.Pays").finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the requirements of Cart.Adds were not linked"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 2U);
}

TEST_P(RefusedPush, WithKeysThatAreNoneAloneNamesThem) {
  auto run = new_run();
  run.test("Cart.Adds").event("key", {{"value", "shop 12"}}).finish("passed");
  run.end();
  const auto ended = push({run.path().string()}, {{"XRAY_PROJECT", ""}});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("shop 12"));
  EXPECT_TRUE(state().at("requests").empty());
}

TEST_P(RefusedPush, ThatIsToldNotToPushSaysSo) {
  const auto ended = push({simple_run().path().string(), "--upload", "never"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("--upload never"));
}

TEST_P(RefusedPush, OfADefectThatDoesNotExistDeliversTheResultAndSaysSo) {
  auto run = new_run();
  run.test("Cart.Adds")
      .event("defect", {{"value", "DEMO-3"}})
      .event("defect", {{"value", "DEMO-4711"}})
      .finish("failed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("DEMO-4711 was not linked to Cart.Adds"));
  const json result = run_of(state(), only_execution(state()), "Cart.Adds");
  EXPECT_THAT(result.at("defects"), ::testing::ElementsAre("DEMO-3"));
}

}  // namespace
}  // namespace xrep::test
