#include "cloud/jira.hpp"

#include "loopback.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace xrep::client::cloud {
namespace {

using nlohmann::json;
using test::answer;
using test::CannedServer;
using test::hang_up;
using test::http_answer;
using test::Reaction;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kUser = "canary@example.com";
constexpr const char* kToken = "canary-token";
constexpr const char* kBasic = "Y2FuYXJ5QGV4YW1wbGUuY29tOmNhbmFyeS10b2tlbg==";

Reaction json_answer(const std::string& head, const json& body) {
  return answer(http_answer(head + "\r\nContent-Type: application/json", body.dump()));
}

Reaction myself() {
  return json_answer("200 OK", {{"accountId", "5b10a2844c20165700ede21g"}});
}

Reaction types(const char* inward = "is tested by", const char* outward = "tests") {
  return json_answer(
      "200 OK",
      {{"issueLinkTypes",
        {{{"id", "10101"}, {"name", "Test"}, {"inward", inward}, {"outward", outward}}}}});
}

Reaction no_issue() {
  return json_answer("404 Not Found", {{"errorMessages", {"Issue does not exist"}}});
}

class JiraTest : public Loopback {
 protected:
  static Expected<std::unique_ptr<Jira>> open(const CannedServer& server) {
    Repetition at_once;
    at_once.first_pause = at_once.longest_pause = std::chrono::milliseconds(1);
    return Jira::open(client_of(server.url()), {Secret(kUser), Secret(kToken)},
                      Deadline::in(kPatience), {}, "", at_once);
  }

  static std::unique_ptr<Jira> opened(const CannedServer& server) {
    auto jira = open(server);
    if (!jira) throw std::runtime_error(jira.error().message);
    return std::move(*jira);
  }

  static std::vector<std::string> lines(const CannedServer& server) {
    std::vector<std::string> all;
    for (const auto& request : server.requests()) all.push_back(request.line);
    return all;
  }

  static void expect_no_canary(const std::string& message) {
    EXPECT_THAT(message, Not(HasSubstr("canary")));
    EXPECT_THAT(message, Not(HasSubstr(kBasic)));
  }
};

TEST_F(JiraTest, SignsInWithTheCredentialsAndFindsTheTypeOfLinks) {
  CannedServer server({myself(), types()});
  EXPECT_TRUE(open(server));
  EXPECT_THAT(lines(server), ElementsAre("GET /rest/api/3/myself HTTP/1.1",
                                         "GET /rest/api/3/issueLinkType HTTP/1.1"));
  for (const auto& request : server.requests()) {
    EXPECT_EQ(request.header("authorization"), std::string("Basic ") + kBasic);
  }
}

TEST_F(JiraTest, NamesTheCredentialsThatJiraDoesNotTake) {
  for (const char* status : {"401 Unauthorized", "403 Forbidden"}) {
    CannedServer server({json_answer(status, {{"errorMessages", {"no"}}})});
    const auto jira = open(server);
    ASSERT_FALSE(jira);
    EXPECT_EQ(jira.error().code, Errc::settings);
    EXPECT_THAT(jira.error().message, HasSubstr("JIRA_USER"));
    EXPECT_THAT(jira.error().message, HasSubstr("JIRA_TOKEN"));
    EXPECT_EQ(server.requests().size(), 1U);
  }
}

TEST_F(JiraTest, ShowsNoCredentialThatAServerRepeats) {
  for (const char* status : {"401 Unauthorized", "400 Bad Request", "500 Oops"}) {
    const auto repeats =
        json_answer(status, {{"errorMessages", {std::string(kUser) + kToken + kBasic}}});
    CannedServer server({repeats, repeats, repeats, repeats, repeats});
    const auto jira = open(server);
    ASSERT_FALSE(jira);
    expect_no_canary(jira.error().message);
  }
}

TEST_F(JiraTest, NamesTheSettingOfAnAddressWhereNoJiraIs) {
  for (const auto& reaction :
       {json_answer("404 Not Found", json::object()), json_answer("200 OK", json::array()),
        answer(http_answer("302 Found\r\nLocation: https://id.example/login"))}) {
    CannedServer server({reaction});
    const auto jira = open(server);
    ASSERT_FALSE(jira);
    EXPECT_EQ(jira.error().code, Errc::settings) << reaction.text;
    EXPECT_THAT(jira.error().message, HasSubstr("check jira_url")) << reaction.text;
  }
}

TEST_F(JiraTest, SaysThatASiteHasNoTypeOfLinksForTests) {
  CannedServer server({myself(), json_answer("200 OK", {{"issueLinkTypes", json::array()}})});
  const auto jira = open(server);
  ASSERT_FALSE(jira);
  EXPECT_EQ(jira.error().code, Errc::refused);
  EXPECT_THAT(jira.error().message, HasSubstr("named \"Test\""));
}

TEST_F(JiraTest, SendsTheTestAsTheIssueWhereTheLinkStarts) {
  CannedServer server({myself(), types(), answer(http_answer("201 Created"))});
  const auto linked = opened(server)->link("DEMO-6", "DEMO-2");
  ASSERT_TRUE(linked) << linked.error().message;
  EXPECT_EQ(lines(server)[2], "POST /rest/api/3/issueLink HTTP/1.1");
  EXPECT_EQ(json::parse(server.requests()[2].body), (json{{"type", {{"id", "10101"}}},
                                                          {"inwardIssue", {{"key", "DEMO-6"}}},
                                                          {"outwardIssue", {{"key", "DEMO-2"}}}}));
}

TEST_F(JiraTest, SendsTheTestAsTheOtherIssueWhenTheTypeIsDefinedTheOtherWayRound) {
  CannedServer server(
      {myself(), types("tests", "is tested by"), answer(http_answer("201 Created"))});
  ASSERT_TRUE(opened(server)->link("DEMO-6", "DEMO-2"));
  const json body = json::parse(server.requests()[2].body);
  EXPECT_EQ(body.at("outwardIssue").at("key"), "DEMO-6");
  EXPECT_EQ(body.at("inwardIssue").at("key"), "DEMO-2");
}

TEST_F(JiraTest, DoesNotRepeatALinkWhoseAnswerIsLost) {
  CannedServer server({myself(), types(), hang_up(), answer(http_answer("201 Created"))});
  const auto linked = opened(server)->link("DEMO-6", "DEMO-2");
  ASSERT_FALSE(linked);
  EXPECT_EQ(linked.error().code, Errc::in_doubt);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(JiraTest, NamesThePermissionsOfALinkThatIsRefused) {
  CannedServer server({myself(), types(), no_issue()});
  const auto linked = opened(server)->link("DEMO-6", "DEMO-2");
  ASSERT_FALSE(linked);
  EXPECT_EQ(linked.error().code, Errc::refused);
  EXPECT_THAT(linked.error().message, HasSubstr("linking DEMO-6 to DEMO-2 failed: HTTP 404"));
  EXPECT_THAT(linked.error().message, HasSubstr("Issue does not exist"));
  EXPECT_THAT(linked.error().message, HasSubstr("Link Issues"));
}

TEST_F(JiraTest, ReadsTheTestsOfARequirementWhicheverWayRoundTheyAreLinked) {
  const json test_type = {{"id", "10101"}};
  CannedServer server(
      {myself(), types(),
       json_answer("200 OK", {{"fields",
                               {{"issuelinks",
                                 {{{"type", test_type}, {"inwardIssue", {{"key", "DEMO-6"}}}},
                                  {{"type", test_type}, {"outwardIssue", {{"key", "DEMO-7"}}}},
                                  {{"type", {{"id", "1"}}}, {"inwardIssue", {{"key", "DEMO-8"}}}},
                                  {{"type", test_type}},
                                  7}}}}})});
  const auto tests = opened(server)->tests_of("DEMO-2");
  ASSERT_TRUE(tests && *tests);
  EXPECT_THAT(**tests, ElementsAre("DEMO-6", "DEMO-7"));
  EXPECT_EQ(lines(server)[2], "GET /rest/api/3/issue/DEMO-2?fields=issuelinks HTTP/1.1");
}

TEST_F(JiraTest, TellsARequirementWithoutLinksFromOneThatDoesNotExist) {
  CannedServer server({myself(), types(), json_answer("200 OK", {{"fields", json::object()}}),
                       no_issue(), test::hang_up(), json_answer("200 OK", json::object())});
  const auto jira = opened(server);
  const auto none = jira->tests_of("DEMO-1");
  ASSERT_TRUE(none && *none);
  EXPECT_THAT(**none, IsEmpty());
  const auto missing = jira->tests_of("DEMO-4711");
  ASSERT_TRUE(missing);
  EXPECT_FALSE(*missing);
  EXPECT_TRUE(jira->tests_of("DEMO-1")) << "a read is repeated";
}

}  // namespace
}  // namespace xrep::client::cloud
