#include "push_test.hpp"

#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PushedExecution : public PushTest {
 protected:
  RunWriter simple_run(const std::string& id = "20260301-020000-1a2b3c4d") {
    auto run = new_run(id);
    run.test("Cart.Adds").finish("passed");
    run.end();
    return run;
  }
};
XREP_BOTH_PROFILES(PushedExecution);

TEST_P(PushedExecution, IsFilledOnceHoweverOftenItIsPushed) {
  const auto run = simple_run();
  const auto first = push(run);
  const auto imports = requests("import");
  const auto second = push(run);
  EXPECT_EQ(first.exit_code, 0);
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_EQ(requests("import"), imports);
  EXPECT_EQ(requests("CreateExecution"), GetParam() == "lenient" ? 2U : 1U)
      << "lenient refuses the description once, as an Atlassian document";
  only_execution(state());
}

TEST_P(PushedExecution, IsFoundByItsLabelWhenTheAnswerToItsCreationWasLost) {
  const auto run = simple_run();
  EXPECT_EQ(push(run).exit_code, 0);
  std::ifstream log(run.path() / "delivery.jsonl");
  std::string intent;
  std::getline(log, intent);
  log.close();
  ASSERT_EQ(json::parse(intent).at("op"), "create_execution");
  std::ofstream(run.path() / "delivery.jsonl", std::ios::trunc) << intent << "\n";
  std::this_thread::sleep_for(std::chrono::seconds(2));

  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
}

TEST_P(PushedExecution, JoinsItsPlanWithItsTestsAndCreatesItsEnvironments) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--test-plan", "DEMO-9", "--environments",
                           "linux,gcc12", "--version", "1.0", "--labels", "nightly",
                           "--xray_summary=Nightly", "--revision", "9f1c2ab"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  const json execution = only_execution(state());
  EXPECT_EQ(execution.at("summary"), "Nightly");
  EXPECT_THAT(execution.at("environments"), ::testing::UnorderedElementsAre("linux", "gcc12"));
  EXPECT_THAT(execution.at("fixVersions"), ElementsAre("1.0"));
  EXPECT_THAT(execution.at("labels"), Contains("nightly"));
  EXPECT_THAT(execution.at("plans"), ElementsAre("DEMO-9"));
  const json plan = state().at("plans").at("DEMO-9");
  EXPECT_THAT(plan.at("executions"), ElementsAre(execution.at("key")));
  EXPECT_THAT(plan.at("tests"), Contains(execution.at("runs")[0].at("testKey")));
  if (GetParam() == "lenient") {
    EXPECT_EQ(execution.at("revision"), "9f1c2ab");
  } else {
    EXPECT_THAT(ended.out, HasSubstr("the revision stands in the description"));
    EXPECT_THAT(execution.at("description").get<std::string>(), HasSubstr("9f1c2ab"));
  }
}

TEST_P(PushedExecution, ThatExistsIsFilledAndKeepsItsFields) {
  EXPECT_EQ(push(simple_run("20260301-020000-00000001")).exit_code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const json before = only_execution(state());
  auto run = new_run("20260301-020000-00000002");
  run.setting("test_execution", before.at("key")).setting("summary", "Another");
  run.test("Cart.Pays").finish("failed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  json after = only_execution(state());
  EXPECT_EQ(after.at("runs").size(), 2U);
  EXPECT_THAT(ended.out, HasSubstr("keeps its fields; not set: summary"));
  for (const char* field : {"summary", "description", "environments", "labels", "revision"}) {
    EXPECT_EQ(after.at(field), before.at(field)) << field;
  }
}

TEST_P(PushedExecution, OfAProjectWithoutLabelsAndVersionsIsMarkedInItsSummary) {
  auto run = simple_run();
  const auto ended = push({run.path().string(), "--project", "HIDDEN", "--version", "1.0"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("version 1.0 was not set"));
  EXPECT_THAT(only_execution(state()).at("summary").get<std::string>(),
              HasSubstr("xrep-20260301-020000-1a2b3c4d"));
}

TEST_P(PushedExecution, IsOneForSeveralRunDirectories) {
  simple_run("20260301-020000-00000001");
  auto second = new_run("20260301-020000-00000002");
  second.test("Cart.Pays").finish("passed");
  second.end();
  const auto ended = push({(folder_.path() / "results").string()});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(only_execution(state()).at("runs").size(), 2U);
}

TEST_P(PushedExecution, OfRunsThatWerePushedTogetherStaysWholeWhenOneOfThemIsPushedAgain) {
  std::vector<RunWriter> runs;
  for (const auto& [id, result] : {std::pair{"20260301-020000-00000001", "failed"},
                                   std::pair{"20260301-020000-00000002", "passed"}}) {
    auto& run = runs.emplace_back(new_run(id));
    run.test(std::string("All/Price.Rounds/") + result,
             {{"identity", "All/Price.Rounds"}, {"instance", result}})
        .finish(result);
    // Refused, so that the directories stay undelivered.
    run.test("Cart.Pays").event("key", {{"value", "DEMO-4711"}}).finish("passed");
    run.end();
  }
  EXPECT_EQ(
      push(std::vector<std::string>{runs[0].path().string(), runs[1].path().string()}).exit_code,
      1);
  EXPECT_EQ(push(runs[1]).exit_code, 1);
  EXPECT_EQ(push(std::vector<std::string>{"--results-dir", "results"}).exit_code, 1);
  const json execution = only_execution(state());
  ASSERT_EQ(execution.at("runs").size(), 1U);
  EXPECT_EQ(execution.at("runs")[0].at("status"), "FAILED");
  EXPECT_EQ(execution.at("runs")[0].at("iterations").size(), 2U);
}

TEST_P(PushedExecution, OfRunsThatNeverReachedXrayTogetherIsStillOneForEach) {
  const auto first = simple_run("20260301-020000-00000001");
  const auto second = simple_run("20260301-020000-00000002");
  EXPECT_EQ(push({first.path().string(), second.path().string(), "--project", "NOPE"}).exit_code,
            2);
  EXPECT_EQ(push(first).exit_code, 0);
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
  EXPECT_EQ(push(second).exit_code, 0);
  EXPECT_EQ(state().at("executions").size(), 2U);
}

TEST_P(PushedExecution, OfOtherRunsIsNotMixedIn) {
  const auto first = simple_run("20260301-020000-00000001");
  const auto second = simple_run("20260301-020000-00000002");
  EXPECT_EQ(push(first).exit_code, 0);
  EXPECT_EQ(push(second).exit_code, 0);
  const auto both = push(std::vector<std::string>{first.path().string(), second.path().string()});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.out, HasSubstr("different Test Executions already"));
}

TEST_P(PushedExecution, CannotBeChangedToAnotherOnceItHasResults) {
  const auto run = simple_run();
  EXPECT_EQ(push(run).exit_code, 0);
  const auto ended = push({run.path().string(), "--test-execution", "DEMO-4711"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("already"));
}

TEST_P(PushedExecution, IsOnePerUndeliveredRunWhenNoDirectoryIsNamed) {
  simple_run("20260301-020000-00000001");
  simple_run("20260301-020000-00000002");
  const auto ended = push(std::vector<std::string>{"--results-dir", "results"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(state().at("executions").size(), 2U);
  const auto again = push(std::vector<std::string>{"--results-dir", "results"});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.out, HasSubstr("nothing to push"));
}

TEST_P(PushedExecution, IsOnlyWrittenDownInADryRun) {
  const auto run = simple_run();
  const auto ended = push({run.path().string(), "--upload", "dry_run"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_TRUE(state().at("requests").empty());
  const json document = json::parse(read_file(run.path() / "dry-run" / "import-1.json"));
  EXPECT_EQ(document.at("tests").size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(run.path() / "dry-run" / "create-execution.json"));
}

}  // namespace
}  // namespace xrep::test
