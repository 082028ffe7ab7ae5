#include "push_test.hpp"

#include <filesystem>
#include <fstream>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class PushLinks : public PushTest {
 protected:
  std::filesystem::path file() const { return folder_.path() / "xray-links.json"; }

  void links(const std::string& text) const { std::ofstream(file()) << text; }

  /// Each "KEY STATUS" of the only Test Execution.
  std::vector<std::string> results() const {
    std::vector<std::string> all;
    const json execution = only_execution(state());
    for (const auto& run : execution.at("runs")) {
      all.push_back(run.at("testKey").get<std::string>() + " " +
                    run.at("status").get<std::string>());
    }
    return all;
  }

  json status(const RunWriter& run) {
    return json::parse(run_program({XREP_COMMAND, "status", "--json", run.path().string()}).out);
  }

  json tests_of_set(const std::string& key) const { return state().at("sets").at(key).at("tests"); }
};
XREP_BOTH_PROFILES(PushLinks);

TEST_P(PushLinks, SendResultsByNameByPatternAndToSeveralTests) {
  links(R"({"tests": [
    {"test": "Basket.*", "key": "DEMO-6"},
    {"test": "Price.Rounds", "key": "DEMO-7", "note": "and the other one"},
    {"test": "Price.Rounds", "key": "DEMO-8"}
  ]})");
  auto run = new_run();
  run.test("Basket.IsEmpty").finish("passed");
  run.test("Basket.Fills").finish("failed");
  run.test("Price.Rounds").finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(results(),
              ::testing::UnorderedElementsAre("DEMO-6 FAILED", "DEMO-7 PASSED", "DEMO-8 PASSED"));
  EXPECT_THAT(ended.out, Not(HasSubstr("contradiction")));
}

TEST_P(PushLinks, GiveARowOfAParameterisedTestATestOfItsOwn) {
  links(R"({"tests": [
    {"test": "All/Price.Converts", "key": "DEMO-6"},
    {"test": "All/Price.Converts/1", "key": "DEMO-7"}
  ]})");
  auto run = new_run();
  for (const std::string row : {"0", "1", "2"}) {
    run.test("All/Price.Converts/" + row, {{"identity", "All/Price.Converts"}, {"instance", row}})
        .finish(row == "1" ? "failed" : "passed");
  }
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_THAT(results(), ::testing::UnorderedElementsAre("DEMO-6 PASSED", "DEMO-7 FAILED"));
}

TEST_P(PushLinks, LoseToTheKeyInTheTestAndSaySo) {
  links(R"({"tests": [
    {"test": "Basket.IsEmpty", "key": "DEMO-7"}
  ]})");
  auto run = new_run();
  run.test("Basket.IsEmpty").event("key", {{"value", "DEMO-6"}}).finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(results(), ElementsAre("DEMO-6 PASSED"));
  const std::string line =
      "contradiction: Basket.IsEmpty names DEMO-6 itself, the links file has DEMO-7 "
      "(xray-links.json:2); what the test names was taken\n";
  EXPECT_THAT(ended.out, HasSubstr("xrep: " + line));
  EXPECT_THAT(push({"--upload", "dry_run", run.path().string()}).out, HasSubstr("xrep: " + line));
  EXPECT_EQ(status(run).at("contradictions").size(), 1U);
  EXPECT_THAT(run_program({XREP_COMMAND, "status", run.path().string()}).out, HasSubstr(line));
}

TEST_P(PushLinks, ThatAreWrongWithholdThePushAndLoseNothing) {
  links("{\"tests\": [\n{\"test\": \"Basket.IsEmpty\", \"key\": \"basket\"}\n]}");
  auto run = new_run();
  run.test("Basket.IsEmpty").finish("passed");
  run.end();
  const auto refused = push(run);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.out, HasSubstr("xray-links.json:2: link 1 of 'tests': 'basket' is not "
                                     "the key of an Xray Test"));
  EXPECT_EQ(requests("import"), 0U);
  links(R"({"tests": [{"test": "Basket.IsEmpty", "key": "DEMO-6"}]})");
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_THAT(results(), ElementsAre("DEMO-6 PASSED"));
}

TEST_P(PushLinks, AreTakenFromTheFileThatTheSettingNames) {
  links(R"({"tests": [{"test": "*", "key": "DEMO-7"}]})");
  const auto ours = folder_.path() / "ours.json";
  std::ofstream(ours) << R"({"tests": [{"test": "*", "key": "DEMO-6"}]})";
  auto run = new_run();
  run.test("Cart.Pays").finish("passed");
  run.end();
  EXPECT_EQ(push({"--links", "ours.json", run.path().string()}).exit_code, 0);
  EXPECT_THAT(results(), ElementsAre("DEMO-6 PASSED"));
  const auto missing = push({"--links", "theirs.json", run.path().string()});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.out, HasSubstr("theirs.json: cannot be read"));
}

TEST_P(PushLinks, AreAmongWhatStatusKnowsOfWhereKeysCameFrom) {
  links("{\"tests\": [\n{\"test\": \"Cart.*\", \"key\": \"DEMO-6\"}\n]}");
  auto run = new_run();
  run.test("Price.Converts").event("key", {{"value", "DEMO-8"}}).finish("passed");
  run.test("Cart.Pays").finish("passed");
  run.test("Price.RoundsToCents").finish("passed");
  run.test("Price.IsNew").finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const json all = status(run).at("results");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].at("key_from"), "test");
  EXPECT_EQ(all[1].at("key_from"), "xray-links.json:2");
  EXPECT_EQ(all[2].at("key_from"), "looked up");
  EXPECT_EQ(all[3].at("key_from"), "created");
  // Of a second push, too: by now all four exist.
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(status(run).at("results"), all);
  EXPECT_THAT(run_program({XREP_COMMAND, "status", run.path().string()}).out,
              HasSubstr("xray-links.json:2  delivered"));
}

TEST_P(PushLinks, PutTheTestsOfASuiteIntoItsTestSetOnce) {
  links(R"({
  "tests": [{"test": "Cart.Pays", "key": "DEMO-7"}],
  "suites": [{"suite": "Cart", "set": "DEMO-10"}]
})");
  auto run = new_run();
  run.test("Cart.Pays", {{"suite", "Cart"}}).finish("passed");
  run.test("Cart.IsNew", {{"suite", "Cart"}}).finish("passed");
  run.test("Price.IsNew", {{"suite", "Price"}}).finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const auto created = status(run).at("results")[1].at("key");
  EXPECT_EQ(tests_of_set("DEMO-10"), json({"DEMO-4", "DEMO-5", "DEMO-6", "DEMO-7", created}));
  EXPECT_EQ(requests("AddTestsToSet"), 1U);
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(requests("AddTestsToSet"), 1U);
}

TEST_P(PushLinks, FillATestSetByTheNextPushWhenThisOneIsCutOff) {
  links(R"({"suites": [{"suite": "Cart", "set": "DEMO-10"}]})");
  auto run = new_run();
  run.test("Cart.IsNew", {{"suite", "Cart"}}).finish("passed");
  run.end();
  sandbox_.faults({{{"on", "AddTestsToSet"}, {"times", -1}, {"do", "status"}, {"status", 401}}});
  EXPECT_NE(push(run).exit_code, 0);
  EXPECT_EQ(tests_of_set("DEMO-10").size(), 3U);
  sandbox_.faults(json::array());
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(tests_of_set("DEMO-10").size(), 4U);
  EXPECT_EQ(results().size(), 1U);
}

TEST_P(PushLinks, ToATestSetThatIsNoneAreReportedAndMendedByTheNextPush) {
  links(R"({"suites": [{"suite": "Cart", "set": "DEMO-9"}]})");
  auto run = new_run();
  run.test("Cart.IsNew", {{"suite", "Cart"}}).finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("1 result in"));
  EXPECT_THAT(ended.out, HasSubstr("not done: Tests were not added to the Test Set DEMO-9 of the "
                                   "links file: it was not found"));
  links(R"({"suites": [{"suite": "Cart", "set": "DEMO-10"}]})");
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(tests_of_set("DEMO-10").size(), 4U);
}

}  // namespace
}  // namespace xrep::test
