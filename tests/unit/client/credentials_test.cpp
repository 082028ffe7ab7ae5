#include "credentials.hpp"

#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace xrep::client {
namespace {

using ::testing::HasSubstr;

class CredentialsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name :
         {"XRAY_CLIENT_ID", "XRAY_CLIENT_SECRET", "XRAY_CLIENT_ID_FILE", "XRAY_CLIENT_SECRET_FILE",
          "JIRA_USER", "JIRA_TOKEN", "JIRA_USER_FILE", "JIRA_TOKEN_FILE"}) {
      ::unsetenv(name);
    }
  }
  void TearDown() override { SetUp(); }
};

TEST_F(CredentialsTest, ComeFromTheEnvironment) {
  ::setenv("XRAY_CLIENT_ID", "id", 1);
  ::setenv("XRAY_CLIENT_SECRET", "secret", 1);
  const auto credentials = cloud_credentials();
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->client_id.expose(), "id");
  EXPECT_EQ(credentials->client_secret.expose(), "secret");
}

TEST_F(CredentialsTest, ComeFromTheFirstLineOfAFileThatTheEnvironmentNames) {
  const test::TempDir folder;
  const auto file = folder.write("secret", "from a file\r\nsecond line\n");
  ::setenv("XRAY_CLIENT_ID", "id", 1);
  ::setenv("XRAY_CLIENT_SECRET_FILE", file.c_str(), 1);
  const auto credentials = cloud_credentials();
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->client_secret.expose(), "from a file");
}

TEST_F(CredentialsTest, ThatAreMissingAreNamed) {
  ::setenv("XRAY_CLIENT_ID", "id", 1);
  const auto credentials = cloud_credentials();
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().code, Errc::settings);
  EXPECT_THAT(credentials.error().message, HasSubstr("XRAY_CLIENT_SECRET is not set"));
}

TEST_F(CredentialsTest, NameAFileThatCannotBeRead) {
  ::setenv("XRAY_CLIENT_ID", "id", 1);
  ::setenv("XRAY_CLIENT_SECRET_FILE", "/nowhere/secret", 1);
  const auto credentials = cloud_credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message, HasSubstr("/nowhere/secret"));
}

TEST_F(CredentialsTest, OfJiraComeFromTheEnvironmentOrAFile) {
  const test::TempDir folder;
  const auto file = folder.write("token", "from a file\n");
  ::setenv("JIRA_USER", "me@example.com", 1);
  ::setenv("JIRA_TOKEN_FILE", file.c_str(), 1);
  const auto login = jira_login();
  ASSERT_TRUE(login.credentials);
  EXPECT_EQ(login.credentials->user.expose(), "me@example.com");
  EXPECT_EQ(login.credentials->token.expose(), "from a file");
}

TEST_F(CredentialsTest, OfJiraThatAreMissingAreNamed) {
  EXPECT_FALSE(jira_login().credentials);
  EXPECT_EQ(jira_login().missing, "JIRA_USER and JIRA_TOKEN");
  ::setenv("JIRA_USER", "me@example.com", 1);
  EXPECT_EQ(jira_login().missing, "JIRA_TOKEN (only JIRA_USER is set)");
  ::unsetenv("JIRA_USER");
  ::setenv("JIRA_TOKEN", "a-secret-token", 1);
  EXPECT_EQ(jira_login().missing, "JIRA_USER (only JIRA_TOKEN is set)");
  EXPECT_FALSE(jira_login().credentials);
}

TEST_F(CredentialsTest, OfJiraInAFileThatCannotBeReadAreNamed) {
  ::setenv("JIRA_USER_FILE", "/nowhere/user", 1);
  ::setenv("JIRA_TOKEN", "a-secret-token", 1);
  const auto login = jira_login();
  EXPECT_FALSE(login.credentials);
  EXPECT_THAT(login.missing, HasSubstr("JIRA_USER and JIRA_TOKEN (the file named by "
                                       "JIRA_USER_FILE is missing"));
  EXPECT_EQ(login.missing.find("a-secret-token"), std::string::npos);
}

}  // namespace
}  // namespace xrep::client
