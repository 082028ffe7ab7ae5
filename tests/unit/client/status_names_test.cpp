#include "delivery/delivery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using ::testing::HasSubstr;

Site usual_site() {
  Site site;
  site.test_statuses = {"PASSED", "FAILED", "TO DO", "EXECUTING"};
  site.step_statuses = {"PASSED", "FAILED", "TODO", "EXECUTING"};
  return site;
}

TEST(StatusNames, TakeTodoForTheSitesToDoWithABlank) {
  const auto names = status_names(Settings(), usual_site());
  ASSERT_TRUE(names) << names.error().message;
  EXPECT_EQ(names->test.at(Outcome::skipped), "TODO");
  EXPECT_EQ(names->test.at(Outcome::crashed), "FAILED");
}

TEST(StatusNames, CallACrashAbortedWhereTheSiteHasIt) {
  auto site = usual_site();
  site.test_statuses.emplace_back("ABORTED");
  EXPECT_EQ(status_names(Settings(), site)->test.at(Outcome::crashed), "ABORTED");
  EXPECT_EQ(status_names(Settings(), site)->step.at(Outcome::crashed), "FAILED");
}

TEST(StatusNames, FallBackForStepsThatLackAStatusOfRuns) {
  auto site = usual_site();
  site.test_statuses.emplace_back("BLOCKED");
  Settings settings;
  settings.status_skipped = "BLOCKED";
  const auto names = status_names(settings, site);
  ASSERT_TRUE(names);
  EXPECT_EQ(names->test.at(Outcome::skipped), "BLOCKED");
  EXPECT_EQ(names->step.at(Outcome::skipped), "TODO");
}

TEST(StatusNames, RefuseOneThatTheSiteDoesNotHaveAndListThoseItHas) {
  Settings settings;
  settings.status_passed = "GREEN";
  const auto names = status_names(settings, usual_site());
  ASSERT_FALSE(names);
  EXPECT_EQ(names.error().code, Errc::settings);
  EXPECT_THAT(names.error().message, HasSubstr("GREEN"));
  EXPECT_THAT(names.error().message, HasSubstr("status_passed"));
  EXPECT_THAT(names.error().message, HasSubstr("PASSED, FAILED, TO DO, EXECUTING"));
}

}  // namespace
}  // namespace xrep::client
