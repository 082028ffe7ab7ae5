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
    for (const char* name : {"XRAY_CLIENT_ID", "XRAY_CLIENT_SECRET", "XRAY_CLIENT_ID_FILE",
                             "XRAY_CLIENT_SECRET_FILE"}) {
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

}  // namespace
}  // namespace xrep::client
