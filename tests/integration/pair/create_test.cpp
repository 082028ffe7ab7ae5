// `xrep pair --create`.

#include "pair_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PairCreate : public PairTest {};
XREP_BOTH_PROFILES(PairCreate);

TEST_P(PairCreate, MakesATestForEachTestWithoutOneAndWritesTheLinksFile) {
  write_run();
  const auto ended = pair({"--create"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("1 test linked, 2 Tests created; the links are in "));
  const json fills = test_of("Cart.Fills");
  EXPECT_EQ(fills.at("type"), "Generic");
  EXPECT_EQ(fills.at("summary"), "Cart.Fills");
  EXPECT_EQ(fills.at("definition"), "Cart.Fills");
  EXPECT_THAT(fills.at("labels"), Contains("gtest"));
  EXPECT_EQ(fills.at("folder"), GetParam() == "strict" ? "" : "/Cart")
      << "strict sites take no folder that is not there";
  EXPECT_THAT(keys_of("Price.RoundsToCents"), ElementsAre("DEMO-7")) << "it was there by name";
  EXPECT_EQ(tests_named("Price.RoundsToCents"), 1U);
  EXPECT_FALSE(std::filesystem::exists(journal()));
}

TEST_P(PairCreate, SaysThatTheSiteTookNoFolder) {
  write_run();
  const auto ended = pair({"--create"});
  const std::string line = "not done: new Tests stand in no folder of the Test Repository: ";
  if (GetParam() == "strict") {
    EXPECT_THAT(ended.out, HasSubstr(line));
  } else {
    EXPECT_THAT(ended.out, Not(HasSubstr(line)));
  }
  EXPECT_EQ(ended.exit_code, 0);
}

TEST_P(PairCreate, ChangesNothingTheSecondTimeAndAsksNothing) {
  write_run();
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  const auto before = requests();
  const auto text = links();
  const auto again = pair({"--create"});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.out, "xrep: nothing to change\n");
  EXPECT_EQ(links(), text);
  EXPECT_EQ(requests(), before);
}

TEST_P(PairCreate, GivesATestWithStepsAManualTestThatHasThem) {
  auto run = new_run();
  run.test("Cart.Pays", {{"suite", "Cart"}});
  run.event("step_started", {{"s", 1}, {"name", "Open"}, {"parent", 0}});
  run.event("step_expected", {{"s", 1}, {"text", "three items"}});
  run.event("step_finished", {{"s", 1}, {"result", "passed"}});
  run.step(2, "Pay", "failed").finish("failed");
  run.end();
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  const json test = test_of("Cart.Pays");
  EXPECT_EQ(test.at("type"), "Manual");
  ASSERT_EQ(test.at("steps").size(), 2U);
  EXPECT_THAT(test.at("steps").at(0).at("action").get<std::string>(), HasSubstr("Open"));
  EXPECT_THAT(test.at("steps").at(1).at("action").get<std::string>(), HasSubstr("Pay"));
}

TEST_P(PairCreate, LinksAllRowsOfAParameterisedTestToOneTest) {
  auto run = new_run();
  for (const std::string row : {"0", "1"}) {
    run.test("All/Price.Converts/" + row,
             {{"identity", "All/Price.Converts"}, {"instance", row}, {"suite", "All/Price"}})
        .finish("passed");
  }
  run.end();
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  const json test = test_of("All/Price.Converts");
  EXPECT_EQ(test.at("type"), "Manual");
  ASSERT_EQ(test.at("steps").size(), 1U);
  EXPECT_EQ(test.at("steps").at(0).at("action"), "Run");
  EXPECT_THAT(keys_of("All/Price.Converts/0"), IsEmpty());
  EXPECT_EQ(push().exit_code, 0);
  const json pushed = run_of(state(), only_execution(state()), "All/Price.Converts");
  EXPECT_EQ(pushed.at("iterations").size(), 2U);
}

TEST_P(PairCreate, GivesASingleRowATestOfItsOwnWhenItIsNamed) {
  auto run = new_run();
  for (const std::string row : {"0", "1"}) {
    run.test("All/Price.Converts/" + row,
             {{"identity", "All/Price.Converts"}, {"instance", row}, {"suite", "All/Price"}})
        .finish("passed");
  }
  run.end();
  EXPECT_EQ(pair({"--create", "--test", "All/Price.Converts/1"}).exit_code, 0);
  EXPECT_EQ(test_of("All/Price.Converts/1").at("summary"), "All/Price.Converts/1");
  EXPECT_THAT(keys_of("All/Price.Converts"), IsEmpty());
  EXPECT_EQ(pair({"--create", "--test", "All/Price.Converts/1"}).out, "xrep: nothing to change\n");
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  EXPECT_EQ(push().exit_code, 0);
  const json execution = only_execution(state());
  EXPECT_EQ(run_of(state(), execution, "All/Price.Converts").at("iterations").size(), 1U);
  EXPECT_EQ(run_of(state(), execution, "All/Price.Converts/1").at("iterations").size(), 1U);
}

TEST_P(PairCreate, MakesNoneForATestThatNeverRanOrWasOnlySkipped) {
  auto run = new_run();
  run.test("Cart.IsSkipped").finish("skipped");
  run.test("Cart.DidNotStart").finish("not_started");
  run.test("Cart.SkipsLate").step(1, "Open", "passed").finish("skipped");
  run.end();
  const auto ended = pair({"--create"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("did not run, so that no Test is created: Cart.IsSkipped, "
                                   "Cart.DidNotStart\n"));
  EXPECT_EQ(tests_named("Cart.IsSkipped"), 0U);
  EXPECT_EQ(tests_named("Cart.DidNotStart"), 0U);
  EXPECT_EQ(tests_named("Cart.SkipsLate"), 1U) << "its steps are known";
}

TEST_P(PairCreate, MakesOnlyThoseThatAreSelected) {
  write_run();
  auto more = new_run("20260301-030000-1a2b3c4d");
  for (const char* name : {"Cart.Fills", "Cart.Pays", "Shop.Opens", "Shop.Closes"}) {
    add(more, name);
  }
  more.end();
  EXPECT_EQ(pair({"--create", "--suite", "Sh?p", "--test", "*.Opens"}).exit_code, 0);
  EXPECT_THAT(keys_of("Shop.Opens"), Not(IsEmpty()));
  EXPECT_EQ(pair({"--create", "--test", "Cart.Pays"}).exit_code, 0);
  EXPECT_EQ(json::parse(links()).at("tests").size(), 2U);
  const auto none = pair({"--create", "--suite", "Nowhere"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.out, HasSubstr("the run holds no such test"));
}

TEST_P(PairCreate, ShowsInADryRunWhatItWouldDoAndChangesNothing) {
  write_run();
  const auto before = number_of_tests();
  const auto ended = pair({"--create", "--sets", "--plan", "DEMO-9", "--dry-run"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("create Test       Cart.Fills           new     Generic, folder "
                                   "/Cart\n"));
  EXPECT_THAT(ended.out, HasSubstr("link              Price.RoundsToCents  DEMO-7"));
  EXPECT_THAT(ended.out, HasSubstr("add to Test Set   Cart                 new     2 Tests: new "
                                   "Cart.Fills, new Cart.Pays\n"));
  EXPECT_THAT(ended.out, HasSubstr("add to Test Plan                       DEMO-9  2 Tests"))
      << "DEMO-7 is in the plan already";
  EXPECT_THAT(ended.out, HasSubstr("dry run: nothing was changed; without --dry-run: 1 test "
                                   "linked, 2 Tests created, 2 Test Sets created"));
  EXPECT_EQ(number_of_tests(), before);
  EXPECT_FALSE(std::filesystem::exists(links_file()));
  EXPECT_FALSE(std::filesystem::exists(journal()));
  EXPECT_EQ(requests("bulk") + requests("CreateTestSet") + requests("AddTestsToPlan"), 0U);
}

TEST_P(PairCreate, LosesNoOtherWhenOneTestIsRefused) {
  write_run();
  sandbox_.faults(json::parse(
      R"([{"on": "bulk", "do": "refuse_test", "tests": ["Cart.Fills"], "times": -1}])"));
  const auto ended = pair({"--create"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("refused: no Test was created for Cart.Fills: summary: The "
                                   "fault script refuses this Test."));
  EXPECT_EQ(tests_named("Cart.Pays"), 1U);
  EXPECT_THAT(keys_of("Cart.Pays"), Not(IsEmpty()));
  EXPECT_THAT(keys_of("Cart.Fills"), IsEmpty());
  sandbox_.faults(json::array());
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  EXPECT_EQ(tests_named("Cart.Fills"), 1U);
}

TEST_P(PairCreate, DoesWithoutLabelsWhereTheProjectHasNone) {
  write_run();
  const auto ended = pair({"--create", "--project", "HIDDEN"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("not done: new Tests got no labels: "));
  EXPECT_EQ(test_of("Cart.Fills").at("project"), "HIDDEN");
  EXPECT_THAT(test_of("Cart.Fills").at("labels"), IsEmpty());
}

TEST_P(PairCreate, LinksRequirementsInJiraWhenItMayAndElseSaysSo) {
  auto run = new_run();
  run.test("Cart.Pays", {{"suite", "Cart"}})
      .event("requirement", {{"value", "DEMO-1"}})
      .finish("passed");
  run.test("Cart.Fills", {{"suite", "Cart"}})
      .event("requirement", {{"value", "DEMO-2"}})
      .finish("passed");
  run.end();
  const auto without = pair({"--create", "--test", "Cart.Fills"});
  EXPECT_EQ(without.exit_code, 0) << without.out;
  EXPECT_THAT(without.out,
              HasSubstr("not done: needs JIRA_USER and JIRA_TOKEN to link new Tests to "
                        "requirements: DEMO-2 (DEMO-"));
  const auto with =
      pair({"--create"}, {{"JIRA_USER", "sandbox@example.com"}, {"JIRA_TOKEN", "sandbox-token"}});
  EXPECT_EQ(with.exit_code, 0) << with.out;
  EXPECT_THAT(test_of("Cart.Pays").at("requirements"), ElementsAre("DEMO-1"));
  EXPECT_THAT(test_of("Cart.Fills").at("requirements"), IsEmpty());
}

TEST_P(PairCreate, MakesTheFileBesideTheSettingsOrWhereTheSettingNamesIt) {
  auto run = new_run();
  add(run, "Cart.Fills");
  run.end();
  const auto below = folder_.path() / "build" / "tests";
  std::filesystem::create_directories(below);
  std::ofstream(folder_.path() / "xrep.json") << R"({"project": "DEMO"})";
  auto environment = sandbox_.environment();
  environment["XRAY_SEARCH_LAG"] = "2s";
  const auto results = (folder_.path() / "xray-results").string();
  const auto ended = xrep::test::run(
      {{XREP_COMMAND, "pair", "--create", "--results-dir", results}, environment, below});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(keys_of("Cart.Fills"), Not(IsEmpty()));
  const auto named = pair({"--link", "Cart.Fills=DEMO-6", "--links", "ours.json"});
  EXPECT_EQ(named.exit_code, 0) << named.out;
  EXPECT_THAT(read_file(folder_.path() / "ours.json"), HasSubstr("DEMO-6"));
}

TEST_P(PairCreate, IsWhatAPushFollows) {
  write_run();
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  const auto tests = number_of_tests();
  EXPECT_EQ(push().exit_code, 0);
  EXPECT_EQ(number_of_tests(), tests);
  const json status = json::parse(run_program({XREP_COMMAND, "status", "--json"}).out);
  ASSERT_EQ(status.at("results").size(), 3U);
  for (const auto& result : status.at("results")) {
    EXPECT_THAT(result.at("key_from").get<std::string>(), HasSubstr("xray-links.json:"));
  }
}

}  // namespace
}  // namespace xrep::test
