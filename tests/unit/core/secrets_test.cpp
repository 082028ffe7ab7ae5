#include "secrets.hpp"

#include "child.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace xrep {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string hidden(const Secrets& secrets, std::string_view text) {
  std::string storage;
  return std::string(secrets.hide(text, storage));
}

Secrets secrets_of(std::initializer_list<std::string_view> values) {
  Secrets secrets;
  for (const auto value : values) secrets.add(value);
  return secrets;
}

TEST(Secrets, AreHiddenWhereverTheyStand) {
  const auto secrets = secrets_of({"correct horse", "battery-staple"});
  EXPECT_EQ(hidden(secrets, "correct horse"), "***");
  EXPECT_EQ(hidden(secrets, "a correct horse, a battery-staple!"), "a ***, a ***!");
  EXPECT_EQ(hidden(secrets, "correct horsecorrect horse"), "******");
}

TEST(Secrets, LeaveOtherTextAlone) {
  const auto secrets = secrets_of({"correct horse"});
  const std::string text = "correct hors";
  std::string storage;
  EXPECT_EQ(secrets.hide(text, storage).data(), text.data());
  EXPECT_EQ(hidden(secrets, "Correct Horse, correct  horse"), "Correct Horse, correct  horse");
  EXPECT_EQ(hidden(Secrets(), "anything"), "anything");
  EXPECT_EQ(hidden(secrets, ""), "");
}

TEST(Secrets, ThatOverlapAreHiddenWhole) {
  EXPECT_EQ(hidden(secrets_of({"abcdefgh", "efghijkl"}), "<abcdefghijkl>"), "<***>");
  EXPECT_EQ(hidden(secrets_of({"abcdefgh", "abcdefghijkl"}), "<abcdefghijkl>"), "<***>");
  EXPECT_EQ(hidden(secrets_of({"cdefghij", "abcdefghijkl"}), "<abcdefghijkl>"), "<***>");
}

TEST(Secrets, OfFewerThanEightBytesAreNoSecrets) {
  EXPECT_EQ(hidden(secrets_of({"1234567"}), "1234567"), "1234567");
  EXPECT_EQ(hidden(secrets_of({"12345678"}), "12345678"), "***");
}

// Every place for text in a run, with every name that says what it holds.
TEST(RecordedText, HoldsNoSecretOfTheEnvironment) {
  const test::FinishedChild child([] {
    setenv("DEPLOY_TOKEN", "canary-token", 1);
    setenv("MySecret", "canary-secret", 1);
    setenv("db_password_2", "canary-password\nof two lines", 1);
    setenv("SIGNING_KEY_ID", "canary-key", 1);
    setenv("https_proxy", "http://canary:canary-proxy@proxy.example:8080", 1);
    setenv("JIRA_USER", "canary@example.com", 1);
    setenv("PLAIN", "plain-value", 1);
    setenv("SHORT_TOKEN", "canary", 1);
    test::start();
    unsetenv("DEPLOY_TOKEN");
    test::start_test("Suite.Test");
    recording::failure("expected canary-token, got plain-value", "file.cpp", 3);
    recording::skip("since canary-secret of canary@example.com", "file.cpp", 4);
    recording::remark("remark canary-key");
    comment("comment canary-password\nof two lines!");
    parameter("name", "canary-proxy");
    custom_field("Rig", "canary-proxy");
    comment(std::string(40'000, 'x') + "canary-token");
    Step step("open canary-token");
    step.expected("see canary-key");
    step.data("use canary-key");
    test::pass();
    recording::end_run();
  });
  const xrep::Run run = child.run();
  const auto& test = run.tests.at(0);
  EXPECT_EQ(test.failures.at(0).text, "expected ***, got plain-value");
  EXPECT_EQ(test.skips.at(0).text, "since *** of ***");
  EXPECT_EQ(test.remarks.at(0), "remark ***");
  EXPECT_EQ(test.comments.at(0), "comment ***!");
  EXPECT_EQ(test.parameters.at(0).value, "***");
  EXPECT_EQ(test.custom_fields.at(0).value, "***");
  EXPECT_EQ(test.steps.at(0).name, "open ***");
  EXPECT_EQ(test.steps.at(0).expected, "see ***");
  EXPECT_EQ(test.steps.at(0).data, "use ***");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(child.run_directory())) {
    if (!entry.is_regular_file()) continue;
    EXPECT_THAT(test::read_file(entry.path()), Not(HasSubstr("canary"))) << entry.path();
  }
}

}  // namespace
}  // namespace xrep
