#include "check/check.hpp"

#include "check/jira_site.hpp"
#include "check/site_facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Site demo() {
  Site site;
  site.project = "DEMO";
  site.project_id = "10001";
  site.test_statuses = {"PASSED", "FAILED", "TO DO", "BLOCKED"};
  site.step_statuses = {"PASSED", "FAILED", "TODO"};
  site.environments = {"linux"};
  site.test_types = {{"Manual", "Steps"}, {"Generic", "Unstructured"}};
  return site;
}

/// A Jira that answers with what it was given.
class SomeJira : public JiraFacts {
 public:
  Expected<std::optional<std::string>> project_id(const std::string&) override { return id; }
  Expected<std::vector<std::string>> issue_types(const std::string&) override { return types; }
  Expected<std::vector<std::string>> versions(const std::string&) override {
    return std::vector<std::string>();
  }
  Expected<std::optional<std::string>> type_of(const std::string&) override { return id; }

  std::optional<std::string> id;
  Expected<std::vector<std::string>> types;
};

JiraLook with_types(Expected<std::vector<std::string>> types) {
  JiraLook look;
  auto jira = std::make_unique<SomeJira>();
  jira->types = std::move(types);
  look.jira = std::move(jira);
  return look;
}

Fact site_with(const std::string& jira_url, const JiraLook& look) {
  Settings settings;
  settings.jira_url = jira_url;
  return site_fact(settings, demo(), look);
}

TEST(CheckFact, SplitsAMessageIntoWhatIsWrongAndWhatToDo) {
  const auto fact = wrong("links file", "a.json: no JSON; look there; and there");
  EXPECT_EQ(fact.found, "a.json: no JSON");
  EXPECT_EQ(fact.cure, "look there; and there");
  EXPECT_EQ(wrong("run", "all broken").found, "all broken");
  EXPECT_FALSE(wrong("run", "all broken").cure.empty());
}

TEST(CheckFact, RemembersThatNobodyAnswered) {
  for (const auto code : {Errc::not_delivered, Errc::in_doubt, Errc::out_of_time}) {
    EXPECT_TRUE(not_asked("keys", Error{code, "no answer"}).no_answer);
  }
  EXPECT_FALSE(not_asked("keys", Error{Errc::refused, "no"}).no_answer);
}

TEST(CheckExitCode, TellsTheWorstThatWasFound) {
  CheckReport report;
  report.facts = {ok("a", "b"), warning("c", "d"), unknown("e", "f")};
  EXPECT_EQ(exit_code_of(report), 0);
  report.facts.push_back(not_asked("g", Error{Errc::not_delivered, "h"}));
  EXPECT_EQ(exit_code_of(report), 75);
  report.facts.push_back(wrong("i", "j", "k"));
  EXPECT_EQ(exit_code_of(report), 1);
  report.unreached = true;
  EXPECT_EQ(exit_code_of(report), 75);
  report.bad_settings = true;
  EXPECT_EQ(exit_code_of(report), 2);
}

TEST(CheckTable, KeepsWhatASiteSaysOnOneLine) {
  CheckReport report;
  report.facts = {wrong("key A-1", "two\nlines", "mend\nthem")};
  EXPECT_THAT(table_of(report), AllOf(HasSubstr("two lines\n"), HasSubstr("cure: mend them\n")));
}

TEST(CheckSite, IsTheOneThatXrayTells) {
  JiraLook look;
  look.address = "https://acme.atlassian.net";
  EXPECT_EQ(site_with("", look).state, FactState::ok);
  EXPECT_EQ(site_with("https://Acme.atlassian.net", look).state, FactState::ok);
  const auto other = site_with("https://beta.atlassian.net", look);
  EXPECT_EQ(other.state, FactState::wrong);
  EXPECT_THAT(other.found, HasSubstr("the issues of Xray are at https://acme.atlassian.net"));
}

TEST(CheckSite, IsDecidedByTheProjectWhereXrayDoesNotTell) {
  JiraLook look;
  EXPECT_EQ(site_with("https://acme.atlassian.net", look).state, FactState::unknown);
  look.project_id = std::optional<std::string>("10001");
  EXPECT_EQ(site_with("https://acme.atlassian.net", look).state, FactState::ok);
  look.project_id = std::optional<std::string>("10077");
  EXPECT_THAT(site_with("https://acme.atlassian.net", look).found, HasSubstr("two sites"));
  look.project_id = std::optional<std::string>();
  EXPECT_EQ(site_with("https://acme.atlassian.net", look).state, FactState::wrong);
  look.project_id = std::optional<std::string>("");
  EXPECT_EQ(site_with("https://acme.atlassian.net", look).state, FactState::unknown);
}

TEST(CheckSite, IsNotDecidedWhenJiraDoesNotAnswer) {
  auto look = with_types(std::vector<std::string>());
  look.problem = Error{Errc::not_delivered, "no answer"};
  EXPECT_TRUE(site_with("https://acme.atlassian.net", look).no_answer);
}

TEST(CheckIssueTypes, AreNoFaultWhereNobodyTells) {
  EXPECT_EQ(issue_types_fact(demo(), JiraLook()).state, FactState::unknown);
  EXPECT_THAT(issue_types_fact(demo(), with_types(std::vector<std::string>())).found,
              HasSubstr("JIRA_USER may not create issues"));
  const auto refused = tl::make_unexpected(Error{Errc::refused, "no"});
  EXPECT_EQ(issue_types_fact(demo(), with_types(refused)).state, FactState::unknown);
}

TEST(CheckTestTypes, AreWrongWhenNewTestsWouldGetOneThatIsMissing) {
  Settings settings;
  auto site = demo();
  EXPECT_EQ(test_types_fact(settings, site).state, FactState::ok);
  site.test_types = {{"Manual", "Steps"}, {"Generic", "Gherkin"}};
  EXPECT_THAT(test_types_fact(settings, site).found, HasSubstr("lacks Generic (Unstructured)"));
  EXPECT_EQ(test_types_fact(settings, site).state, FactState::wrong);
  settings.create_tests = false;
  EXPECT_EQ(test_types_fact(settings, site).state, FactState::warning);
  site.test_types.clear();
  EXPECT_EQ(test_types_fact(settings, site).state, FactState::unknown);
}

TEST(CheckStatuses, AreWrongWhereTheSiteLacksThem) {
  Settings settings;
  settings.status_skipped = "BLOCKED";
  EXPECT_EQ(statuses_fact(settings, demo()).state, FactState::ok);
  EXPECT_THAT(step_statuses_fact(settings, demo()).found, HasSubstr("steps get TODO for BLOCKED"));
  settings.status_failed = "FAILD";
  settings.status_passed = "GREEN";
  const auto fact = statuses_fact(settings, demo());
  EXPECT_THAT(fact.found, AllOf(HasSubstr("GREEN of the setting status_passed"),
                                HasSubstr("FAILD of the setting status_failed")));
  EXPECT_THAT(fact.cure, HasSubstr("did you mean FAILED?"));
  auto site = demo();
  site.step_statuses = {"PASSED", "FAILED"};
  EXPECT_THAT(step_statuses_fact(Settings(), site).found, HasSubstr("steps have no status TODO"));
}

TEST(CheckEnvironments, SayWhichWouldBeCreated) {
  Settings settings;
  settings.environments = {"linux", "linuz", "arm"};
  EXPECT_EQ(environments_fact(settings, demo()).found,
            "linux there; linuz, arm would be created (linux is there)");
}

}  // namespace
}  // namespace xrep::client
