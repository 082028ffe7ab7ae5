#include "cloud/jira_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client::cloud {
namespace {

using ::testing::HasSubstr;

constexpr const char* kApi = "https://xray.cloud.getxray.app";

std::string address(const std::string& link, const std::string& api_url = kApi) {
  const auto found = jira_address("", link, api_url);
  return found ? *found : "none";
}

TEST(JiraAddress, IsTheSettingUnlessXrayIsKnownToBeElsewhere) {
  for (const char* link : {"", "https://evil.example/browse/A-1", "https://acme.atlassian.net/x",
                           "https://api.atlassian.com/ex/jira/1/rest/api/2/issue/1"}) {
    EXPECT_EQ(jira_address("https://ACME.atlassian.net:443", link, kApi),
              "https://ACME.atlassian.net:443")
        << link;
  }
  EXPECT_EQ(jira_address("https://acme.atlassian.net/jira", "https://acme.atlassian.net/x", kApi),
            "https://acme.atlassian.net/jira");
}

TEST(JiraAddress, IsNoneWhenTheSettingNamesAnotherSiteThanXray) {
  const auto found =
      jira_address("https://beta.atlassian.net", "https://acme.atlassian.net/browse/A-1", kApi);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::settings);
  EXPECT_THAT(found.error().message, HasSubstr("jira_url is https://beta.atlassian.net"));
  EXPECT_THAT(found.error().message, HasSubstr("set jira_url to https://acme.atlassian.net"));
}

TEST(JiraAddress, IsTheSiteThatTheTestExecutionIsOn) {
  EXPECT_EQ(address("https://acme.atlassian.net/browse/A-1"), "https://acme.atlassian.net");
}

TEST(JiraAddress, IsTheOneOfXrayWhenThatIsWhereTheTestExecutionIs) {
  EXPECT_EQ(address("http://127.0.0.1:8899/browse/A-1", "http://127.0.0.1:8899"),
            "http://127.0.0.1:8899");
  EXPECT_EQ(address("http://127.0.0.1:8898/browse/A-1", "http://127.0.0.1:8899"), "none");
}

// The link may come out of a run directory that somebody else wrote.
TEST(JiraAddress, IsNoStrangersHost) {
  for (const char* link :
       {"https://evil.example/browse/A-1", "http://acme.atlassian.net/browse/A-1",
        "https://atlassian.net/browse/A-1", "https://evilatlassian.net/browse/A-1",
        "https://acme.atlassian.net@evil.example/browse/A-1",
        "https://acme.atlassian.net:443@evil.example/browse/A-1",
        "https://evil.example/.atlassian.net/browse/A-1", "https://evil.example?.atlassian.net",
        "https://evil.example#.atlassian.net", "https://evil.example\\.atlassian.net/browse/A-1",
        "https://acme.atlassian.net:8443/browse/A-1", "https://.atlassian.net/browse/A-1"}) {
    EXPECT_EQ(address(link), "none") << link;
  }
}

TEST(JiraAddress, ThatIsNotKnownNamesTheSetting) {
  for (const char* link : {"", "https://evil.example/browse/A-1", "DEMO-1"}) {
    const auto found = jira_address("", link, kApi);
    ASSERT_FALSE(found) << link;
    EXPECT_EQ(found.error().code, Errc::settings);
    EXPECT_THAT(found.error().message, HasSubstr("jira_url"));
  }
}

}  // namespace
}  // namespace xrep::client::cloud
