#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kImport = "/api/v2/import/execution";

Answer authenticate(const Site& site, const std::string& id, const std::string& secret) {
  const Json body = {{"client_id", id}, {"client_secret", secret}};
  return site.post("/api/v2/authenticate", body.dump(), {});
}

Answer import_with(const Site& site, const std::string& authorization) {
  const httplib::Headers headers = {{"Authorization", authorization}};
  return site.post(kImport, R"({"tests":[]})", headers);
}

TEST(SandboxAuthentication, AnswersTheTokenAsOneJsonString) {
  const Site site;
  const Answer answer = authenticate(site, "sandbox", "sandbox-secret");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(contains_text(answer.type, "application/json"));
  ASSERT_TRUE(answer.json().is_string());
  const std::string token = answer.json();
  EXPECT_EQ(std::count(token.begin(), token.end(), '.'), 2);
}

TEST(SandboxAuthentication, RefusesWrongCredentials) {
  const Site site;
  for (const char* secret : {"wrong", ""}) {
    const Answer answer = authenticate(site, "sandbox", secret);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.error(), "Authentication failed. Invalid client credentials!");
  }
  EXPECT_EQ(authenticate(site, "someone", "sandbox-secret").status, 401);
}

TEST(SandboxAuthentication, RefusesARequestWithoutCredentials) {
  const Site site;
  EXPECT_EQ(site.post("/api/v2/authenticate", "{}", {}).status, 400);
  EXPECT_EQ(site.post("/api/v2/authenticate", "not json", {}).status, 400);
  EXPECT_EQ(site.post("/api/v2/authenticate", R"({"client_id":1,"client_secret":2})", {}).status,
            400);
}

TEST(SandboxAuthentication, AnswersUnauthorisedToAMissingOrUnknownToken) {
  const Site site;
  EXPECT_EQ(site.post(kImport, "{}", {}).status, 401);
  EXPECT_EQ(import_with(site, "Basic abc").status, 401);
  EXPECT_EQ(import_with(site, "Bearer nonsense").status, 401);
  EXPECT_EQ(import_with(site, "Bearer a.b.c").status, 401);
  EXPECT_EQ(site.post("/api/v2/graphql", "{}", {}).status, 401);
  EXPECT_EQ(site.post("/api/v2/attachments", "{}", {}).status, 401);
}

TEST(SandboxAuthentication, RefusesATokenInItsQuotes) {
  const Site site;
  EXPECT_EQ(import_with(site, "Bearer \"" + site.token() + "\"").status, 401);
}

TEST(SandboxAuthentication, RefusesATokenAfterADay) {
  Site site;
  const std::string token = site.token();
  site.pass(std::chrono::hours(24) - std::chrono::seconds(1));
  EXPECT_EQ(import_with(site, "Bearer " + token).status, 400);
  site.pass(std::chrono::seconds(1));
  const Answer answer = import_with(site, "Bearer " + token);
  EXPECT_EQ(answer.status, 401);
  EXPECT_TRUE(contains_text(answer.error(), "expired"));
  EXPECT_EQ(import_with(site, "Bearer " + site.token()).status, 400);
}

TEST(SandboxAuthentication, AnswersHtmlWithStatus503ToTokensOfTheWrongRegion) {
  const Site site;
  const std::string token = site.token("wrong-region");
  ASSERT_FALSE(token.empty());
  for (const char* path : {kImport, "/api/v2/graphql", "/api/v2/attachments"}) {
    const Answer answer = site.post(path, "{}", {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(contains_text(answer.type, "text/html"));
    EXPECT_TRUE(contains_text(answer.text, "CloudFront"));
  }
}

}  // namespace
}  // namespace xrep::sandbox
