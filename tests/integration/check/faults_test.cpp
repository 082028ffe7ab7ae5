// Deliberate mistakes, each found by `xrep check` with a message that tells the cure.

#include "check_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CheckFinds : public CheckTest {
 protected:
  void one_link(const std::string& key) const {
    links("{\"tests\": [\n  {\"test\": \"Basket.*\", \"key\": \"" + key + "\"}\n]}");
  }

  void record_key(const std::string& key) {
    auto run = new_run();
    run.test("Card.Pays").event("key", {{"value", key}}).finish("passed");
    run.end();
  }
};
XREP_BOTH_PROFILES(CheckFinds);

TEST_P(CheckFinds, AWrongSecret) {
  const auto checked = check({}, {{"XRAY_CLIENT_SECRET", "hush-secret"}});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("credentials"));
  EXPECT_THAT(checked.cure("credentials"),
              HasSubstr("check XRAY_CLIENT_ID and XRAY_CLIENT_SECRET"));
  EXPECT_THAT(checked.found("the rest"), HasSubstr("not checked"));
}

TEST_P(CheckFinds, CredentialsThatAreNotThere) {
  const auto checked = check({}, {{"XRAY_CLIENT_ID", ""}});
  EXPECT_EQ(checked.ended.exit_code, 2);
  EXPECT_THAT(checked.wrong(), ElementsAre("credentials"));
  EXPECT_THAT(checked.cure("credentials"), HasSubstr("create an API key in Jira"));
  EXPECT_THAT(state().at("requests"), IsEmpty());
}

TEST_P(CheckFinds, TheWrongRegion) {
  const auto checked = check({}, {{"XRAY_CLIENT_ID", "wrong-region"}});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_EQ(checked.state("credentials"), "ok");
  EXPECT_THAT(checked.wrong(), ElementsAre("region"));
  EXPECT_THAT(checked.cure("region"),
              AllOf(HasSubstr("check the data residency region"), HasSubstr("https://us."),
                    HasSubstr("https://eu."), HasSubstr("https://au.")));
}

TEST_P(CheckFinds, ARegionThatDoesNotKnowItsOwnToken) {
  sandbox_.faults(json::array({{{"on", "Preflight"},
                                {"do", "status"},
                                {"status", 401},
                                {"body", {{"error", "Invalid token"}}},
                                {"times", -1}}}));
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("region"));
  EXPECT_THAT(checked.cure("region"), HasSubstr("https://eu."));
}

TEST_P(CheckFinds, ThatNobodyListensAtTheAddress) {
  const auto checked = check({}, {{"XRAY_API_URL", "http://127.0.0.1:1"}});
  EXPECT_EQ(checked.ended.exit_code, 75);
  EXPECT_THAT(checked.wrong(), ElementsAre("connection"));
  EXPECT_THAT(checked.found("connection"), HasSubstr("cannot reach http://127.0.0.1:1"));
  EXPECT_THAT(checked.cure("connection"), HasSubstr("check api_url"));
}

TEST_P(CheckFinds, ThatXrayStopsAnswering) {
  sandbox_.faults(
      json::array({{{"on", "TestsByJql"}, {"do", "status"}, {"status", 500}, {"times", -1}}}));
  one_link("DEMO-6");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 75) << checked.ended.out;
  EXPECT_EQ(checked.state("keys"), "unknown");
  EXPECT_THAT(checked.found("keys"), HasSubstr("could not be asked: "));
}

TEST_P(CheckFinds, AProjectThatDoesNotExist) {
  const auto checked = check({"--project", "NOPE"});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("project"));
  EXPECT_THAT(checked.found("project"), HasSubstr("NOPE"));
  EXPECT_THAT(checked.cure("project"),
              AllOf(HasSubstr("check the setting project"), HasSubstr("Xray is enabled")));
}

TEST_P(CheckFinds, ThatNoProjectIsSet) {
  const auto checked = check({}, {{"XRAY_PROJECT", ""}});
  EXPECT_EQ(checked.ended.exit_code, 2);
  EXPECT_THAT(checked.cure("project"), HasSubstr("XRAY_PROJECT"));
}

// Only the lenient sandbox tells its site; where Xray does not, the ids of the project tell.
TEST_P(CheckFinds, TheJiraOfAnotherSite) {
  const SandboxProcess other(GetParam());
  other.faults(json::array({{{"on", "project"},
                             {"do", "status"},
                             {"status", 200},
                             {"body", {{"id", "10077"}, {"key", "DEMO"}}},
                             {"times", -1}}}));
  const auto checked = check({"--jira-url", other.url()}, with_jira());
  EXPECT_EQ(checked.ended.exit_code, 1) << checked.ended.out;
  EXPECT_THAT(checked.wrong(), ElementsAre("site"));
  EXPECT_THAT(checked.found("site"),
              AllOf(HasSubstr("nothing would be linked"), HasSubstr(other.url())));
  EXPECT_THAT(checked.cure("site"), HasSubstr("set jira_url to "));
  if (GetParam() == "lenient") {
    EXPECT_THAT(checked.found("site"), HasSubstr("the issues of Xray are at " + sandbox_.url()));
    EXPECT_THAT(other.state().at("requests"), IsEmpty()) << "credentials go to no other site";
  }
}

TEST_P(CheckFinds, AStatusThatDoesNotExist) {
  const auto checked = check({"--status-passed", "PASED"});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("statuses"));
  EXPECT_THAT(checked.found("statuses"), HasSubstr("PASED of the setting status_passed"));
  EXPECT_THAT(checked.cure("statuses"),
              AllOf(HasSubstr("did you mean PASSED?"), HasSubstr("BLOCKED")));
}

TEST_P(CheckFinds, ATestPlanThatDoesNotExist) {
  const auto checked = check({"--test-plan", "DEMO-4711"});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("test_plan"));
  EXPECT_THAT(checked.found("test_plan"), HasSubstr("DEMO-4711 does not exist or is no Test Plan"));
  EXPECT_THAT(checked.cure("test_plan"), HasSubstr("correct the setting test_plan"));
}

TEST_P(CheckFinds, ATestPlanThatIsATest) {
  EXPECT_THAT(check({"--test-plan", "DEMO-4"}).found("test_plan"),
              HasSubstr("DEMO-4 is no Test Plan, its type is Test"));
}

TEST_P(CheckFinds, ATestExecutionThatIsATestPlan) {
  const auto checked = check({"--test-execution", "DEMO-9"});
  EXPECT_THAT(checked.wrong(), ElementsAre("test_execution"));
  EXPECT_THAT(checked.found("test_execution"), HasSubstr("its type is Test Plan"));
}

TEST_P(CheckFinds, ATestSetOfTheLinksFileThatDoesNotExist) {
  links(R"({"suites": [
    {"suite": "Basket", "set": "DEMO-10"},
    {"suite": "Price", "set": "DEMO-4711"},
    {"suite": "Card", "set": "DEMO-9"},
    {"suite": "Other", "set": "AAA-1"}]})");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(),
              ElementsAre("Test Set AAA-1", "Test Set DEMO-4711", "Test Set DEMO-9"));
  EXPECT_THAT(checked.found("Test Set DEMO-4711"), HasSubstr("xray-links.json:3 (Price)"));
  EXPECT_THAT(checked.found("Test Set DEMO-9"), HasSubstr("its type is Test Plan"));
  EXPECT_THAT(checked.cure("Test Set DEMO-4711"), HasSubstr("create the Test Set"));
  EXPECT_THAT(checked.found("Test Sets"), HasSubstr("1 of 4"));
}

TEST_P(CheckFinds, AKeyInTheLinksFileThatDoesNotExist) {
  one_link("DEMO-4711");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("key DEMO-4711"));
  EXPECT_THAT(checked.found("key DEMO-4711"), HasSubstr("xray-links.json:2 (Basket.*)"));
  EXPECT_THAT(checked.cure("key DEMO-4711"), HasSubstr("correct the key there"));
}

TEST_P(CheckFinds, AKeyInATestThatIsABug) {
  record_key("DEMO-3");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("key DEMO-3"));
  EXPECT_THAT(checked.found("key DEMO-3"),
              AllOf(HasSubstr("is no Test"), HasSubstr("named by Card.Pays")));
  EXPECT_THAT(check({"--jira-url", sandbox_.url()}, with_jira()).found("key DEMO-3"),
              HasSubstr("is no Test, its type is Bug"));
}

TEST_P(CheckFinds, AKeyInATestThatIsNone) {
  record_key("demo 4");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("test Card.Pays"));
  EXPECT_THAT(checked.cure("test Card.Pays"), HasSubstr("correct it in the test"));
}

TEST_P(CheckFinds, AnUnknownSetting) {
  folder_.write("xrep.json", R"({"projct": "DEMO"})");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 2);
  EXPECT_THAT(checked.wrong(), ElementsAre("settings"));
  EXPECT_THAT(checked.found("settings"), AllOf(HasSubstr("projct"), HasSubstr("xrep.json")));
  EXPECT_THAT(checked.cure("settings"), HasSubstr("did you mean project?"));
  EXPECT_THAT(state().at("requests"), IsEmpty()) << "nothing is asked with settings like that";
}

TEST_P(CheckFinds, EverySettingThatIsWrong) {
  folder_.write("xrep.json", R"({"environments": "a b", "test_plan": "no key"})");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 2);
  EXPECT_EQ(checked.wrong().size(), 2U) << checked.ended.out;
}

TEST_P(CheckFinds, ALinksFileThatIsMalformed) {
  links("{\"tests\": [\n  {\"test\": \"A.*\" \"key\": \"DEMO-6\"}]}");
  record_key("DEMO-6");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 2);
  EXPECT_THAT(checked.wrong(), ElementsAre("links file"));
  EXPECT_THAT(checked.found("links file"), HasSubstr("not valid JSON at line 2"));
  EXPECT_THAT(checked.cure("links file"), HasSubstr("look for a comma"));
}

TEST_P(CheckFinds, AJiraTokenThatIsRefused) {
  const auto checked = check({"--jira-url", sandbox_.url()},
                             {{"JIRA_USER", "sandbox@example.com"}, {"JIRA_TOKEN", "hush-token"}});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("Jira credentials"));
  EXPECT_THAT(checked.cure("Jira credentials"),
              AllOf(HasSubstr("JIRA_USER"), HasSubstr("JIRA_TOKEN")));
}

TEST_P(CheckFinds, HalfOfJirasCredentials) {
  const auto checked = check({}, {{"JIRA_USER", "sandbox@example.com"}});
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.found("Jira credentials"), HasSubstr("only JIRA_USER is set"));
}

TEST_P(CheckFinds, AVersionThatDoesNotExist) {
  EXPECT_EQ(check({"--version", "1.1"}).state("version"), "unknown");
  const auto checked = check({"--version", "1.1", "--jira-url", sandbox_.url()}, with_jira());
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.wrong(), ElementsAre("version"));
  EXPECT_THAT(checked.cure("version"), HasSubstr("did you mean 1.0?"));
}

TEST_P(CheckFinds, AProjectWithoutXraysIssueTypes) {
  sandbox_.faults(
      json::array({{{"on", "issueTypes"},
                    {"do", "status"},
                    {"status", 200},
                    {"body", {{"issueTypes", {{{"name", "Story"}}, {{"name", "Test"}}}}}},
                    {"times", -1}}}));
  const auto checked = check({"--jira-url", sandbox_.url()}, with_jira());
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_THAT(checked.found("issue types"), HasSubstr("DEMO has no Test Execution, only Story"));
  EXPECT_THAT(checked.cure("issue types"), HasSubstr("add Xray's issue types"));
}

TEST_P(CheckFinds, WhatAnotherRunIsMissing) {
  record_key("DEMO-6");
  RunWriter other(folder_.path() / "other", "20260301-030000-1a2b3c4d");
  other.test("A.B").finish("passed");
  other.end();
  const auto first = folder_.path() / "xray-results" / "20260301-020000-1a2b3c4d";
  ASSERT_EQ(run_program({XREP_COMMAND, "push", first.string(), other.path().string()}).exit_code,
            0);
  std::filesystem::remove_all(other.path());
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 2);
  EXPECT_THAT(checked.wrong(), ElementsAre("run"));
  EXPECT_THAT(checked.cure("run"), HasSubstr("put it back"));
}

}  // namespace
}  // namespace xrep::test
