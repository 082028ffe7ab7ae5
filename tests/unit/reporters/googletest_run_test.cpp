#include "in_process.hpp"
#include <xrep/reporters/googletest_run.hpp>

#include <gtest/gtest.h>

namespace xrep::reporters {
namespace {

GoogleTestCase test_at(std::string_view suite, std::string_view name, int line) {
  GoogleTestCase test;
  test.suite = suite;
  test.name = name;
  test.file = "cart_test.cpp";
  test.line = line;
  return test;
}

recording::Result passed() {
  return recording::Result::passed;
}

recording::Result failed() {
  return recording::Result::failed;
}

recording::Result skipped() {
  return recording::Result::skipped;
}

// What GoogleTest tells of a test that it does not start (TestInfo::Skip).
void skip_by_framework(GoogleTestRun& run, const GoogleTestCase& test) {
  run.test_started(test);
  run.skipped("", "cart_test.cpp", test.line);
  run.test_ended(skipped);
}

class GoogleTestRunTest : public testing::Test {
 protected:
  void start(bool fail_fast = false) {
    GoogleTestProgram program;
    program.arguments = folder_.arguments();
    program.fail_fast = fail_fast;
    ASSERT_TRUE(run_.start(program));
  }
  xrep::Run finish() {
    run_.end();
    return folder_.read();
  }

  InProcess folder_;
  GoogleTestRun run_;
};

TEST_F(GoogleTestRunTest, GivesSkippedTestsTheReasonOfTheirSuite) {
  start();
  run_.suite_started("Cart", nullptr, 1);
  run_.skipped("only on Tuesdays", "cart_test.cpp", 3);
  skip_by_framework(run_, test_at("Cart", "Adds", 9));
  run_.suite_ended();
  const auto run = finish();
  ASSERT_EQ(run.tests.size(), 1U);
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::skipped);
  ASSERT_EQ(run.tests[0].skips.size(), 1U);
  EXPECT_EQ(run.tests[0].skips[0].text, "only on Tuesdays");
}

TEST_F(GoogleTestRunTest, DoesNotCallATestSkippedThatAFailedSuiteKeptFromStarting) {
  start();
  run_.suite_started("Cart", nullptr, 1);
  run_.failed("no server\n", "cart_test.cpp", 3, true);
  skip_by_framework(run_, test_at("Cart", "Adds", 9));
  const auto run = finish();
  ASSERT_EQ(run.tests.size(), 2U);
  EXPECT_EQ(run.tests[0].name, "Cart [SetUpTestSuite]");
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::failed);
  EXPECT_EQ(run.tests[0].failures.at(0).text, "no server");
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::not_started);
}

TEST_F(GoogleTestRunTest, TakesAnEmptySkipForADeliberateOneWhenNothingFailed) {
  start(true);
  run_.suite_started("Cart", nullptr, 1);
  skip_by_framework(run_, test_at("Cart", "Adds", 9));
  EXPECT_EQ(finish().tests.at(0).outcome, TestOutcome::skipped);
}

TEST_F(GoogleTestRunTest, SaysThatFailFastKeptATestFromStarting) {
  start(true);
  run_.suite_started("Cart", nullptr, 2);
  run_.test_started(test_at("Cart", "Adds", 9));
  run_.failed("broken", nullptr, -1, false);
  run_.test_ended(failed);
  skip_by_framework(run_, test_at("Cart", "Removes", 12));
  const auto run = finish();
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::failed);
  EXPECT_EQ(run.tests.at(0).failures.at(0).file, "");
  EXPECT_EQ(run.tests.at(1).outcome, TestOutcome::not_started);
}

TEST_F(GoogleTestRunTest, ForgetsTheFailuresOfAnEarlierIteration) {
  start(true);
  run_.suite_started("Cart", nullptr, 1);
  run_.failed("broken", "cart_test.cpp", 3, false);
  run_.suite_ended();
  run_.iteration_started();
  run_.suite_started("Basket", nullptr, 1);
  skip_by_framework(run_, test_at("Basket", "Holds", 9));
  EXPECT_EQ(finish().tests.at(1).outcome, TestOutcome::skipped);
}

TEST_F(GoogleTestRunTest, CallsTestsNotStartedOfASuiteThatFailedAndSkipped) {
  start();
  run_.suite_started("Cart", nullptr, 1);
  run_.skipped("only on Tuesdays", "cart_test.cpp", 3);
  run_.failed("no server", "cart_test.cpp", 4, false);
  skip_by_framework(run_, test_at("Cart", "Adds", 9));
  EXPECT_EQ(finish().tests.at(1).outcome, TestOutcome::not_started);
}

TEST_F(GoogleTestRunTest, TakesAWorseVerdictOfGoogleTest) {
  start();
  run_.suite_started("Cart", nullptr, 2);
  run_.test_started(test_at("Cart", "Adds", 9));
  run_.test_ended(failed);
  run_.test_started(test_at("Cart", "Removes", 12));
  run_.test_ended(skipped);
  const auto run = finish();
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::failed);
  EXPECT_EQ(run.tests.at(1).outcome, TestOutcome::skipped);
}

TEST_F(GoogleTestRunTest, BelievesGoogleTestThatATestPassedWhoseFailuresWereTakenBack) {
  start();
  run_.suite_started("Cart", nullptr, 2);
  run_.test_started(test_at("Cart", "Adds", 9));
  run_.failed("broken", "cart_test.cpp", 10, false);
  run_.test_ended(passed);
  run_.test_started(test_at("Cart", "Removes", 12));
  run_.skipped("later", "cart_test.cpp", 13);
  run_.test_ended(passed);
  const auto run = finish();
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::passed);
  EXPECT_EQ(run.tests.at(0).failures.at(0).text, "broken");
  EXPECT_EQ(run.tests.at(1).outcome, TestOutcome::passed);
}

TEST_F(GoogleTestRunTest, KeepsFailuresOfOnePlaceTogether) {
  start();
  run_.suite_started("Cart/0", "int", 1);
  run_.failed("first", "cart_test.cpp", 3, false);
  run_.failed("second", "cart_test.cpp", 4, false);
  const auto run = finish();
  ASSERT_EQ(run.tests.size(), 1U);
  EXPECT_EQ(run.tests[0].name, "Cart/0 [SetUpTestSuite]");
  EXPECT_EQ(run.tests[0].identity, "Cart [SetUpTestSuite]");
  EXPECT_EQ(run.tests[0].instance, "int");
  EXPECT_EQ(run.tests[0].failures.size(), 2U);
}

TEST_F(GoogleTestRunTest, NamesAFailureBetweenTwoTests) {
  start();
  run_.suite_started("Cart", nullptr, 2);
  run_.test_started(test_at("Cart", "Adds", 9));
  run_.test_ended(passed);
  run_.failed("late", "cart_test.cpp", 3, false);
  run_.test_started(test_at("Cart", "Removes", 12));
  run_.test_ended(passed);
  run_.failed("later", "cart_test.cpp", 3, false);
  run_.suite_ended();
  const auto run = finish();
  ASSERT_EQ(run.tests.size(), 4U);
  EXPECT_EQ(run.tests[1].name, "Cart [between tests]");
  EXPECT_EQ(run.tests[2].outcome, TestOutcome::passed);
  EXPECT_EQ(run.tests[3].name, "Cart [TearDownTestSuite]");
}

TEST_F(GoogleTestRunTest, ClosesTheEntryOfAnEnvironmentThatThrew) {
  start();
  run_.failed("C++ exception", nullptr, -1, true);
  const auto run = finish();
  EXPECT_EQ(run.tests.at(0).name, "[environment]");
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::failed);
}

TEST_F(GoogleTestRunTest, ReadsListsOfKeysInProperties) {
  start();
  run_.suite_started("Cart", nullptr, 1);
  run_.test_started(test_at("Cart", "Adds", 9));
  run_.property("xray_key", "SHOP-1;SHOP-2");
  run_.property("requirement", "SHOP-7");
  run_.property("defects", "SHOP-8, SHOP-9");
  run_.property("speed", "12");
  run_.test_ended(passed);
  const auto test = finish().tests.at(0);
  EXPECT_EQ(test.keys, (std::vector<std::string>{"SHOP-1", "SHOP-2"}));
  EXPECT_EQ(test.requirements, (std::vector<std::string>{"SHOP-7"}));
  EXPECT_EQ(test.defects, (std::vector<std::string>{"SHOP-8", "SHOP-9"}));
  EXPECT_TRUE(test.comments.empty());
}

TEST_F(GoogleTestRunTest, RecordsOnceWhenTwoListen) {
  start();
  GoogleTestRun second;
  GoogleTestProgram program;
  program.arguments = folder_.arguments();
  EXPECT_FALSE(second.start(program));
  second.test_started(test_at("Cart", "Adds", 9));
  run_.suite_started("Cart", nullptr, 1);
  run_.test_started(test_at("Cart", "Adds", 9));
  run_.test_ended(passed);
  EXPECT_EQ(finish().tests.size(), 1U);
}

}  // namespace
}  // namespace xrep::reporters
