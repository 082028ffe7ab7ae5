#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Answer preflight(const Site& site, const std::string& token) {
  const Json body = {{"query", "query Preflight($project: String!) { x }"},
                     {"variables", {{"project", "DEMO"}}}};
  return site.post("/api/v2/graphql", body.dump(), {{"Authorization", "Bearer " + token}});
}

/// The token has cost the first of three requests in ten seconds.
class SandboxRateLimit : public ::testing::Test {
 protected:
  Answer ask() { return preflight(site_, token_); }

  Site site_{Profile::strict, {3, 10}};
  std::string token_ = [this] {
    site_.pass(seconds(10));
    return site_.token();
  }();
};

TEST_F(SandboxRateLimit, RefusesOneRequestTooManyAndTellsWhenToComeBack) {
  EXPECT_EQ(ask().status, 200);
  site_.pass(milliseconds(2500));
  EXPECT_EQ(ask().status, 200);
  const Answer refused = ask();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "8");
  EXPECT_EQ(refused.type, "text/html");
}

TEST_F(SandboxRateLimit, TakesRequestsAgainAfterTheTimeItTold) {
  ask();
  ask();
  EXPECT_EQ(ask().status, 429);
  site_.pass(milliseconds(9999));
  EXPECT_EQ(ask().header("Retry-After"), "1");
  site_.pass(milliseconds(1));
  EXPECT_EQ(ask().status, 200);
}

TEST_F(SandboxRateLimit, CountsTheSpanBeforeEachRequestAndNotFixedWindows) {
  site_.pass(seconds(6));
  ask();
  ask();
  site_.pass(seconds(4));
  // Only the token's request is ten seconds old.
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(ask().status, 429);
}

TEST_F(SandboxRateLimit, CountsUploadsImportsAndAuthenticationsToo) {
  const httplib::Headers headers = {{"Authorization", "Bearer " + token_}};
  EXPECT_EQ(site_.post("/api/v2/import/execution", "{}", headers).status, 400);
  EXPECT_EQ(site_.post("/api/v2/attachments", "{}", headers).status, 400);
  EXPECT_EQ(site_.post("/api/v2/authenticate", "{}", {}).status, 429);
  EXPECT_EQ(site_.post("/api/v2/import/execution", "{}", headers).status, 429);
  EXPECT_EQ(site_.post("/api/v2/attachments", std::string(5000000, 'x'), headers).status, 429);
  EXPECT_EQ(site_.get("/api/v2/attachments/x").status, 429);
}

TEST_F(SandboxRateLimit, DoesNotCountTheSandboxsOwnPages) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(site_.get("/").status, 200);
    EXPECT_EQ(site_.get("/sandbox/state").status, 200);
    EXPECT_EQ(site_.get("/sandbox/requests").status, 200);
  }
  EXPECT_EQ(ask().status, 200);
}

TEST_F(SandboxRateLimit, IsPartOfTheCountOfRequests) {
  ask();
  ask();
  ask();
  const Json requests = site_.requests();
  EXPECT_EQ(requests.at("total"), 5);
  EXPECT_EQ(requests.at("tooMany"), 1);
  EXPECT_EQ(requests.at("counts"), Json({{"authenticate", 2}, {"Preflight", 3}}));
}

TEST(SandboxRateLimitOff, LetsEverythingThrough) {
  Site site;
  const std::string token = site.token();
  for (int i = 0; i < 400; ++i) ASSERT_EQ(preflight(site, token).status, 200);
}

TEST(SandboxRateLimitLenient, RefusesWithJson) {
  const Site site(Profile::lenient, {1, 10});
  const Answer refused = preflight(site, "");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.error(), "Too many requests");
}

TEST(SandboxRequests, CountEachRouteAndOperation) {
  Site site;
  site.data("Preflight", {{"project", "DEMO"}});
  site.data("Preflight", {{"project", "DEMO"}});
  site.graphql("Nonsense", Json::object());
  site.import({{"tests", Json::array()}});
  site.post("/api/v2/attachments", "", {});
  site.post("/api/v2/elsewhere", "", {});
  const Json requests = site.requests();
  EXPECT_EQ(requests.at("total"), 7);
  EXPECT_EQ(requests.at("tooMany"), 0);
  EXPECT_EQ(requests.at("counts"), Json({{"authenticate", 1},
                                         {"Preflight", 2},
                                         {"unknown", 1},
                                         {"import", 1},
                                         {"attachments", 1},
                                         {"/api/v2/elsewhere", 1}}));
}

}  // namespace
}  // namespace xrep::sandbox
