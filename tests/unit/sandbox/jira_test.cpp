#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kLink = "/rest/api/3/issueLink";

class SandboxJira : public ::testing::TestWithParam<Profile> {
 protected:
  Answer ask(const std::string& path) const {
    auto client = signed_in();
    const auto answer = client.Get("/rest/api/3/" + path);
    return {answer->status, answer->get_header_value("Content-Type"), answer->body};
  }

  Answer link(const Json& body) const {
    auto client = signed_in();
    const auto answer = client.Post(kLink, body.dump(), "application/json");
    return {answer->status, answer->get_header_value("Content-Type"), answer->body};
  }

  Answer link(const char* type, const char* inward, const char* outward) const {
    return link({{"type", {{"name", type}}},
                 {"inwardIssue", {{"key", inward}}},
                 {"outwardIssue", {{"key", outward}}}});
  }

  Json links_of(const std::string& key) const {
    const Answer answer = ask("issue/" + key + "?fields=issuelinks");
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.json().at("fields").at("issuelinks");
  }

  Site site_{GetParam()};

 private:
  httplib::Client signed_in() const {
    auto client = site_.client();
    client.set_basic_auth("sandbox@example.com", "sandbox-token");
    return client;
  }
};

TEST_P(SandboxJira, KnowsItsUserAndNobodyElse) {
  EXPECT_EQ(ask("myself").json().at("accountId"), "sandbox-user");
  auto client = site_.client();
  for (const char* path :
       {"/rest/api/3/myself", "/rest/api/3/issueLinkType",
        "/rest/api/3/issue/DEMO-1?fields=issuelinks", "/rest/api/3/project/DEMO",
        "/rest/api/3/project/DEMO/versions", "/rest/api/3/issue/createmeta/DEMO/issuetypes",
        "/rest/api/3/issue/DEMO-1?fields=issuetype"}) {
    EXPECT_EQ(client.Get(path)->status, 401) << path;
    EXPECT_EQ(site_.get(path).status, 401) << "a token of Xray is none of Jira: " << path;
  }
  client.set_basic_auth("sandbox@example.com", "another-token");
  EXPECT_EQ(client.Post(kLink, "{}", "application/json")->status, 401);
}

TEST_P(SandboxJira, TellsOfAProjectItsIdItsVersionsAndItsIssueTypes) {
  const Json settings = site_.data("Preflight", {{"project", "DEMO"}}).at("getProjectSettings");
  EXPECT_EQ(ask("project/DEMO").json().at("id"), settings.at("projectId"));
  const Json versions = ask("project/DEMO/versions").json();
  ASSERT_EQ(versions.size(), 1U);
  EXPECT_EQ(versions[0].at("name"), "1.0");
  std::vector<std::string> types;
  const Json meta = ask("issue/createmeta/DEMO/issuetypes?maxResults=200").json();
  for (const Json& type : meta.at("issueTypes")) types.push_back(type.at("name"));
  EXPECT_EQ(types, (std::vector<std::string>{"Story", "Bug", "Test", "Test Set", "Test Plan",
                                             "Test Execution", "Precondition"}));
  for (const char* path : {"project/NOPE", "project/NOPE/versions", "project/DEMO/elsewhere",
                           "issue/createmeta/NOPE/issuetypes"}) {
    EXPECT_EQ(ask(path).status, 404) << path;
  }
}

TEST_P(SandboxJira, TellsTheTypeOfAnIssue) {
  const auto type = [&](const std::string& key) {
    return ask("issue/" + key + "?fields=issuetype").json().at("fields").at("issuetype").at("name");
  };
  EXPECT_EQ(type("DEMO-1"), "Story");
  EXPECT_EQ(type("DEMO-3"), "Bug");
  EXPECT_EQ(type("DEMO-4"), "Test");
  EXPECT_EQ(type("DEMO-9"), "Test Plan");
  EXPECT_EQ(type("DEMO-10"), "Test Set");
  EXPECT_EQ(type(site_.create_execution().key), "Test Execution");
  EXPECT_EQ(ask("issue/DEMO-4711?fields=issuetype").status, 404);
}

TEST_P(SandboxJira, ListsTheTypesOfLinks) {
  const Json types = ask("issueLinkType").json().at("issueLinkTypes");
  const Json& test = types.back();
  EXPECT_EQ(test.at("name"), "Test");
  EXPECT_EQ(test.at("inward"), "is tested by");
  EXPECT_EQ(test.at("outward"), "tests");
}

TEST_P(SandboxJira, ShowsALinkAtBothOfItsEnds) {
  ASSERT_EQ(link("Test", "DEMO-6", "DEMO-2").status, 201);
  const Json at_the_test = links_of("DEMO-6");
  ASSERT_EQ(at_the_test.size(), 1U);
  EXPECT_EQ(at_the_test[0].at("outwardIssue").at("key"), "DEMO-2") << "it tests DEMO-2";
  EXPECT_FALSE(at_the_test[0].contains("inwardIssue"));
  const Json at_the_story = links_of("DEMO-2");
  ASSERT_EQ(at_the_story.size(), 1U);
  EXPECT_EQ(at_the_story[0].at("inwardIssue").at("key"), "DEMO-6");
  EXPECT_EQ(at_the_story[0].at("type").at("inward"), "is tested by");
  EXPECT_TRUE(links_of("DEMO-1").empty());
}

TEST_P(SandboxJira, TakesALinkFromATestForItsRequirementAndNoOther) {
  EXPECT_EQ(link("Test", "DEMO-6", "DEMO-2").status, 201);
  EXPECT_EQ(link("Test", "DEMO-1", "DEMO-7").status, 201);
  EXPECT_EQ(link("Relates", "DEMO-8", "DEMO-1").status, 201);
  const Json tests = site_.state().at("tests");
  EXPECT_EQ(tests.at("DEMO-6").at("requirements"), Json({"DEMO-2"}));
  EXPECT_TRUE(tests.at("DEMO-7").at("requirements").empty());
  EXPECT_TRUE(tests.at("DEMO-8").at("requirements").empty());
  EXPECT_EQ(site_.state().at("links").size(), 3U);
  EXPECT_TRUE(contains_text(site_.get("/browse/DEMO-6").text, "Covers"));
  EXPECT_TRUE(contains_text(site_.get("/browse/DEMO-2").text, "DEMO-6"));
}

TEST_P(SandboxJira, ShowsTheRequirementsOfAnImportAsLinks) {
  const Json info = {{"projectKey", "DEMO"},
                     {"summary", "A.B"},
                     {"type", "Generic"},
                     {"definition", "A.B"},
                     {"requirementKeys", {"DEMO-1"}}};
  const auto execution = site_.create_execution();
  site_.import_run(execution, {{"status", "PASSED"}, {"testInfo", info}});
  ASSERT_EQ(links_of("DEMO-1").size(), 1U);
  site_.restart();
  EXPECT_EQ(links_of("DEMO-1").size(), 1U);
}

TEST_P(SandboxJira, RefusesWhatIsNoLink) {
  EXPECT_EQ(ask("issue/DEMO-4711?fields=issuelinks").status, 404);
  EXPECT_EQ(link("Test", "DEMO-6", "DEMO-4711").status, 404);
  EXPECT_EQ(link("Test", "DEMO-4711", "DEMO-1").status, 404);
  EXPECT_EQ(link("Nonsense", "DEMO-6", "DEMO-1").status, 404);
  EXPECT_EQ(link("Test", "DEMO-6", "DEMO-6").status, 400);
  EXPECT_EQ(link(Json::array()).status, 400);
  EXPECT_EQ(link({{"type", {{"name", "Test"}}}}).status, 400);
  EXPECT_EQ(ask("elsewhere").status, 404);
  EXPECT_TRUE(site_.state().at("links").empty());
}

TEST_P(SandboxJira, StoresARepeatedLinkAgainOrLeavesItAtOne) {
  ASSERT_EQ(link("Test", "DEMO-6", "DEMO-2").status, 201);
  ASSERT_EQ(link("Test", "DEMO-6", "DEMO-2").status, 201);
  EXPECT_EQ(links_of("DEMO-2").size(), GetParam() == Profile::strict ? 2U : 1U);
}

TEST_P(SandboxJira, HasATypeOfLinksInTheSettingsOfAProject) {
  const Json settings = site_.data("Preflight", {{"project", "DEMO"}}).at("getProjectSettings");
  const std::string type = settings.at("testCoverageSettings").at("issueLinkTypeId");
  const Json types = ask("issueLinkType").json().at("issueLinkTypes");
  for (const Json& item : types) {
    if (item.at("id") == type) {
      EXPECT_EQ(item.at("name"), GetParam() == Profile::strict ? "Relates" : "Test");
    }
  }
}

TEST_P(SandboxJira, FailsAsAFaultScriptSaysAndLogsItsRequests) {
  site_.break_with({{{"on", "issueLink"}, {"do", "commit_then_status"}, {"status", 504}},
                    {{"on", "issueLinks"}, {"do", "status"}, {"status", 503}},
                    {{"on", "myself"}, {"do", "html"}},
                    {{"on", "issueLinkTypes"}, {"do", "status"}, {"status", 502}}});
  EXPECT_EQ(link("Test", "DEMO-6", "DEMO-2").status, 504);
  EXPECT_EQ(ask("issue/DEMO-2?fields=issuelinks").status, 503);
  EXPECT_EQ(ask("myself").type, "text/html");
  EXPECT_EQ(ask("issueLinkType").status, 502);
  EXPECT_EQ(links_of("DEMO-2").size(), 1U);
  const Json counts = site_.requests().at("counts");
  EXPECT_EQ(counts.at("issueLink"), 1);
  EXPECT_EQ(counts.at("issueLinks"), 2);
  EXPECT_EQ(counts.at("myself"), 1);
  EXPECT_EQ(counts.at("issueLinkTypes"), 1);
}

INSTANTIATE_TEST_SUITE_P(Profiles, SandboxJira,
                         ::testing::Values(Profile::strict, Profile::lenient),
                         [](const auto& profile) {
                           return profile.param == Profile::strict ? "strict" : "lenient";
                         });

}  // namespace
}  // namespace xrep::sandbox
