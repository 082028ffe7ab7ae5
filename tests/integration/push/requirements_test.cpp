#include "push_test.hpp"

#include <httplib.h>

#include <string>

namespace xrep::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

using Variables = std::map<std::string, std::string>;

/// Requirements of Tests that the sandbox has from the start; DEMO-1 and DEMO-2 are stories.
class Requirements : public PushTest {
 protected:
  static Variables credentials() {
    return {{"JIRA_USER", "sandbox@example.com"}, {"JIRA_TOKEN", "sandbox-token"}};
  }

  Ended push_with_jira(const RunWriter& run, std::vector<std::string> options = {}) {
    options.push_back(run.path().string());
    return push(std::move(options), credentials());
  }

  /// What makes `xrep push` look for undelivered runs.
  std::vector<std::string> all() const {
    return {"--results-dir", (folder_.path() / "results").string()};
  }

  /// Its Test is found by its name, DEMO-6.
  RunWriter basket(const std::string& requirement,
                   const std::string& id = "20260301-020000-1a2b3c4d") {
    auto run = new_run(id);
    run.test("Basket.StartsEmpty").event("requirement", {{"value", requirement}}).finish("passed");
    run.end();
    return run;
  }

  json requirements_of(const std::string& test) const {
    return state().at("tests").at(test).at("requirements");
  }

  std::size_t jira_requests() const {
    return requests("myself") + requests("issueLinkTypes") + requests("issueLinks") +
           requests("issueLink");
  }

  void break_jira(const std::string& route, json rule) {
    rule["on"] = route;
    sandbox_.faults(json::array({std::move(rule)}));
  }

  void mend() { sandbox_.faults(json::array()); }
};

TEST_P(Requirements, OfTestsThatExistAreLinkedInJira) {
  auto run = new_run();
  run.test("Cart.Pays").event("key", {{"value", "DEMO-7"}});
  run.event("requirement", {{"value", "DEMO-1"}}).finish("failed");
  run.test("Basket.StartsEmpty").event("requirement", {{"value", "DEMO-2"}});
  run.event("requirement", {{"value", "DEMO-1"}}).finish("passed");
  run.end();
  const auto ended = push_with_jira(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, Not(HasSubstr("not done")));
  EXPECT_THAT(requirements_of("DEMO-7"), ElementsAre("DEMO-1"));
  EXPECT_THAT(requirements_of("DEMO-6"), UnorderedElementsAre("DEMO-1", "DEMO-2"));
  for (const auto& link : state().at("links")) {
    EXPECT_EQ(link.at("type"), "10101") << "the Test \"tests\" the requirement";
  }
}

TEST_P(Requirements, AreLinkedOnceHoweverOftenTheRunIsPushed) {
  const auto run = basket("DEMO-2");
  EXPECT_EQ(push_with_jira(run).exit_code, 0);
  const auto asked = jira_requests();
  const auto again = push_with_jira(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_EQ(jira_requests(), asked) << "what has a receipt is not looked for";
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, ThatAnotherRunLinkedAreLeftAlone) {
  EXPECT_EQ(push_with_jira(basket("DEMO-2")).exit_code, 0);
  const auto other = push_with_jira(basket("DEMO-2", "20260301-030000-1a2b3c4d"));
  EXPECT_EQ(other.exit_code, 0) << other.out;
  EXPECT_EQ(requests("issueLink"), 1U);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, ThatSomebodyLinkedTheOtherWayRoundAreLeftAlone) {
  httplib::Client client(sandbox_.url());
  client.set_basic_auth("sandbox@example.com", "sandbox-token");
  const json link = {{"type", {{"name", "Test"}}},
                     {"inwardIssue", {{"key", "DEMO-2"}}},
                     {"outwardIssue", {{"key", "DEMO-6"}}}};
  ASSERT_EQ(client.Post("/rest/api/3/issueLink", link.dump(), "application/json")->status, 201);
  EXPECT_EQ(push_with_jira(basket("DEMO-2")).exit_code, 0);
  EXPECT_EQ(state().at("links").size(), 1U);
}

TEST_P(Requirements, ThatAreRelatedInAnotherWayAreLinked) {
  httplib::Client client(sandbox_.url());
  client.set_basic_auth("sandbox@example.com", "sandbox-token");
  const json link = {{"type", {{"name", "Relates"}}},
                     {"inwardIssue", {{"key", "DEMO-6"}}},
                     {"outwardIssue", {{"key", "DEMO-2"}}}};
  ASSERT_EQ(client.Post("/rest/api/3/issueLink", link.dump(), "application/json")->status, 201);
  EXPECT_EQ(push_with_jira(basket("DEMO-2")).exit_code, 0);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, OfNewTestsGoWithTheirCreationAndNotToJira) {
  auto run = new_run();
  run.test("Cart.Adds").event("requirement", {{"value", "DEMO-1"}}).finish("passed");
  run.end();
  EXPECT_EQ(push_with_jira(run).exit_code, 0);
  EXPECT_EQ(push_with_jira(run).exit_code, 0);
  EXPECT_EQ(jira_requests(), 0U);
  EXPECT_EQ(state().at("links").size(), 1U);
}

TEST_P(Requirements, OfNewTestsWhoseCreationWasNotAnsweredAreLinkedOnce) {
  auto run = new_run();
  run.test("Cart.Adds").event("requirement", {{"value", "DEMO-1"}}).finish("passed");
  run.end();
  sandbox_.faults({{{"on", "import"}, {"do", "commit_then_drop"}}});
  const auto ended = push_with_jira(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(requests("issueLinks"), 1U) << "only a look can tell";
  EXPECT_EQ(state().at("links").size(), 1U);
}

// The import takes stories only; Jira links what it has.
TEST_P(Requirements, ThatTheCreationOfATestRefusedAreLinkedInJira) {
  auto run = new_run();
  run.test("Cart.Adds").event("requirement", {{"value", "DEMO-3"}}).finish("passed");
  run.end();
  const auto ended = push_with_jira(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, Not(HasSubstr("not done")));
  const json now = state();
  const std::string test = only_execution(now).at("runs")[0].at("testKey");
  EXPECT_THAT(now.at("tests").at(test).at("requirements"), ElementsAre("DEMO-3"));
}

TEST_P(Requirements, WithoutCredentialsAreNamedByEveryPushAndLinkedByALaterOne) {
  const auto run = basket("DEMO-2");
  for (int i = 0; i < 2; ++i) {
    const auto ended = push(run);
    EXPECT_EQ(ended.exit_code, 0) << ended.out;
    EXPECT_THAT(ended.out,
                HasSubstr("not done: needs JIRA_USER and JIRA_TOKEN to link requirements to Tests "
                          "that exist: DEMO-6 (DEMO-2)\n"));
  }
  EXPECT_EQ(jira_requests(), 0U);
  EXPECT_THAT(push(all()).out, HasSubstr("nothing to push"));
  const auto imports = requests("import");
  const auto later = push(all(), credentials());
  EXPECT_EQ(later.exit_code, 0) << later.out;
  EXPECT_THAT(later.out, Not(HasSubstr("not done")));
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
  EXPECT_EQ(requests("import"), imports) << "it goes on where the other one left off";
  EXPECT_THAT(push(all(), credentials()).out, HasSubstr("nothing to push"));
  EXPECT_THAT(push(run).out, Not(HasSubstr("not done")));
}

TEST_P(Requirements, OfManyTestsAreNamedInOneShortLine) {
  auto run = new_run();
  for (const char* key : {"DEMO-4", "DEMO-5", "DEMO-6", "DEMO-7", "DEMO-8"}) {
    run.test(std::string("Suite.") + key).event("key", {{"value", key}});
    run.event("requirement", {{"value", "DEMO-1"}}).finish("passed");
  }
  run.end();
  EXPECT_THAT(push(run).out,
              HasSubstr(": DEMO-4 (DEMO-1), DEMO-5 (DEMO-1), DEMO-6 (DEMO-1) and 2 more\n"));
}

TEST_P(Requirements, WithOneOfTheCredentialsNameTheOther) {
  const std::string directory = basket("DEMO-2").path().string();
  const auto user = push({directory}, {{"JIRA_USER", "sandbox@example.com"}});
  EXPECT_EQ(user.exit_code, 0);
  EXPECT_THAT(user.out, HasSubstr("not done: needs JIRA_TOKEN (only JIRA_USER is set)"));
  const auto token = push({directory}, {{"JIRA_TOKEN", "sandbox-token"}});
  EXPECT_EQ(token.exit_code, 0);
  EXPECT_THAT(token.out, HasSubstr("not done: needs JIRA_USER (only JIRA_TOKEN is set)"));
  EXPECT_EQ(jira_requests(), 0U);
}

TEST_P(Requirements, AreLinkedWithCredentialsFromFiles) {
  const auto user = folder_.write("user", "sandbox@example.com\n");
  const auto token = folder_.write("token", "sandbox-token\n");
  const auto ended = push({basket("DEMO-2").path().string()},
                          {{"JIRA_USER_FILE", user.string()}, {"JIRA_TOKEN_FILE", token.string()}});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, WithAWrongTokenCostNoResult) {
  const auto run = basket("DEMO-2");
  const auto ended = push({run.path().string()}, {{"JIRA_USER", "sandbox@example.com"},
                                                  {"JIRA_TOKEN", "a-token-of-long-ago"}});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("1 result in "));
  EXPECT_THAT(ended.out, HasSubstr("1 link to requirements not delivered: signing in to Jira"));
  EXPECT_THAT(ended.out, HasSubstr("check JIRA_USER"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
  EXPECT_EQ(requests("issueLinks"), 0U) << "Jira would say that nothing exists";
  EXPECT_EQ(push_with_jira(run).exit_code, 0);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, ThatDoNotExistAreNamedAndCostNoOther) {
  auto run = new_run();
  run.test("Basket.StartsEmpty").event("requirement", {{"value", "DEMO-4711"}});
  run.event("requirement", {{"value", "DEMO-2"}}).finish("passed");
  run.end();
  const auto ended = push_with_jira(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("not done: the requirement DEMO-4711 was not linked to DEMO-6: "
                                   "Jira has no such issue"));
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
}

TEST_P(Requirements, ThatJiraDoesNotLinkAreNamedAndCostNoOther) {
  break_jira("issueLink", {{"do", "status"},
                           {"status", 404},
                           {"type", "application/json"},
                           {"body", {{"errorMessages", {"No Link Issue Permission"}}}}});
  auto run = new_run();
  run.test("Basket.StartsEmpty").event("requirement", {{"value", "DEMO-1"}});
  run.event("requirement", {{"value", "DEMO-2"}}).finish("passed");
  run.end();
  const auto ended = push_with_jira(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("the requirement DEMO-1 was not linked to DEMO-6: "));
  EXPECT_THAT(ended.out, HasSubstr("No Link Issue Permission"));
  EXPECT_THAT(ended.out, HasSubstr("Link Issues"));
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
  mend();
  EXPECT_EQ(push_with_jira(run).exit_code, 0);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2", "DEMO-1"));
}

TEST_P(Requirements, ThatMayNotBeLinkedAreNotAllTried) {
  auto first = new_run();
  auto second = new_run("20260301-030000-1a2b3c4d");
  for (int i = 10; i < 25; ++i) {
    const std::string name = "Many.Test" + std::to_string(i);
    first.test(name).finish("passed");
    second.test(name).event("requirement", {{"value", "DEMO-1"}}).finish("passed");
  }
  first.end();
  second.end();
  EXPECT_EQ(push_with_jira(first).exit_code, 0);
  break_jira("issueLink", {{"do", "status"}, {"status", 404}, {"times", -1}});
  const auto ended = push_with_jira(second);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr(" and 12 more: linking "));
  EXPECT_EQ(requests("issueLink"), 10U);
  mend();
  EXPECT_EQ(push_with_jira(second).exit_code, 0);
  EXPECT_EQ(state().at("links").size(), 15U);
}

TEST_P(Requirements, AreLinkedOnNoOtherSiteThanThatOfXray) {
  const SandboxProcess other(GetParam());
  const auto run = basket("DEMO-2");
  const auto ended = push({"--jira-url", other.url(), run.path().string()}, credentials());
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("jira_url is " + other.url() +
                                   ", but the issues of Xray are at " + sandbox_.url()));
  EXPECT_THAT(other.state().at("requests"), IsEmpty()) << "it gets no credentials either";
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
  EXPECT_EQ(push_with_jira(run, {"--jira-url", sandbox_.url()}).exit_code, 0);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, WaitForAJiraThatIsDownWhileResultsAndFilesArrive) {
  auto run = new_run();
  run.test("Basket.StartsEmpty").event("requirement", {{"value", "DEMO-2"}});
  run.file("trace.log", "text/plain", "a trace").finish("passed");
  run.end();
  for (const json& fault : json::array({{{"do", "status"}, {"status", 503}, {"times", -1}},
                                        {{"do", "drop"}, {"times", -1}},
                                        {{"do", "html"}, {"times", -1}}})) {
    break_jira("myself", fault);
    const auto ended = push_with_jira(run);
    EXPECT_EQ(ended.exit_code, 75) << fault << ended.out;
    EXPECT_THAT(ended.out, HasSubstr("1 link to requirements not delivered: "));
    const json result = only_execution(state()).at("runs").at(0);
    EXPECT_EQ(result.at("status"), "PASSED");
    EXPECT_EQ(result.at("evidence").size(), 1U);
  }
  mend();
  const auto imports = requests("import");
  EXPECT_EQ(push_with_jira(run).exit_code, 0);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
  EXPECT_EQ(requests("import"), imports);
}

TEST_P(Requirements, AreLinkedOnceWhenTheAnswerToTheLinkIsLost) {
  for (const char* fault : {"commit_then_drop", "commit_then_html"}) {
    SCOPED_TRACE(fault);
    break_jira("issueLink", {{"do", fault}});
    const std::string requirement = fault == std::string("commit_then_drop") ? "DEMO-1" : "DEMO-2";
    const std::string hour = requirement == "DEMO-1" ? "02" : "03";
    const auto before = requests("issueLink");
    const auto ended = push_with_jira(basket(requirement, "20260301-" + hour + "0000-1a2b3c4d"));
    EXPECT_EQ(ended.exit_code, 0) << ended.out;
    EXPECT_EQ(requests("issueLink"), before + 1) << "it looked again";
  }
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-1", "DEMO-2"));
}

TEST_P(Requirements, AreLinkedAtLastWhenRequestsGetLost) {
  sandbox_.faults({{{"on", "issueLink"}, {"do", "drop"}},
                   {{"on", "issueLink"}, {"do", "status"}, {"status", 503}},
                   {{"on", "issueLinks"}, {"do", "drop"}},
                   {{"on", "issueLinkTypes"}, {"do", "status"}, {"status", 502}}});
  const auto ended = push_with_jira(basket("DEMO-2"));
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, AreLinkedWhenJiraHasTimeAgain) {
  break_jira("issueLink", {{"do", "status"}, {"status", 429}, {"retry_after", 1}});
  const auto ended = push_with_jira(basket("DEMO-2"));
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(requests("issueLink"), 2U);
  EXPECT_THAT(requirements_of("DEMO-6"), ElementsAre("DEMO-2"));
}

TEST_P(Requirements, AreNoResultsInTheCounts) {
  break_jira("myself", {{"do", "status"}, {"status", 503}, {"times", -1}});
  const auto ended = push_with_jira(basket("DEMO-2"), {"--json"});
  EXPECT_EQ(ended.exit_code, 75);
  const json counts = json::parse(ended.out);
  EXPECT_EQ(counts.at("planned"), 1);
  EXPECT_EQ(counts.at("delivered"), 1);
  EXPECT_EQ(counts.at("pending"), 0);
  EXPECT_EQ(counts.at("refused"), 0);
}

XREP_BOTH_PROFILES(Requirements);

}  // namespace
}  // namespace xrep::test
