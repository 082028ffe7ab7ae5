// What goes wrong outside of tests: in suites, in environments, before and after all tests.

#include "googletest_traps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kFilter = "Phases.*:PhasesLater.One";

Recorded with(const std::string& place, const std::string& verbs, const Texts& arguments = {}) {
  return run_and_compare(kFilter, {{place, verbs}}, arguments);
}

TEST(GoogleTestSuites, ThatFailInTheirSetUpStartNoTest) {
  for (const std::string verbs :
       {"nonfatal", "fatal", "thread", "throw", "throw_int", "nonfatal,skip", "skip,nonfatal"}) {
    SCOPED_TRACE(verbs);
    const auto recorded = with("SUITE_SETUP", verbs);
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(outcomes(recorded),
                ElementsAre("Phases [SetUpTestSuite]: failed", "Phases.One: not started",
                            "Phases.Two: not started", "PhasesLater.One: passed"));
    EXPECT_EQ(recorded.tests().at(0).failures.size(), 1U);
  }
}

// Up to 1.12 GoogleTest runs the tests of such a suite, later it skips them.
TEST(GoogleTestSuites, ThatSkipInTheirSetUpTellWhyWhenGoogleTestSkipsTheirTests) {
  const auto recorded = with("SUITE_SETUP", "skip");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  const bool skips = recorded.ended.out.find("[  SKIPPED ] Phases.Two") != std::string::npos;
  const std::string outcome = skips ? "skipped" : "passed";
  EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: " + outcome, "Phases.Two: " + outcome,
                                              "PhasesLater.One: passed"));
  EXPECT_EQ(all_texts(recorded), skips ? "skip in SUITE_SETUP\nskip in SUITE_SETUP\n" : "");
}

TEST(GoogleTestSuites, ThatFailInTheirTearDownLeaveTheirTestsPassed) {
  for (const std::string verbs : {"nonfatal", "fatal", "thread", "throw", "throw_int"}) {
    SCOPED_TRACE(verbs);
    const auto recorded = with("SUITE_TEARDOWN", verbs);
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(outcomes(recorded),
                ElementsAre("Phases.One: passed", "Phases.Two: passed",
                            "Phases [TearDownTestSuite]: failed", "PhasesLater.One: passed"));
  }
}

TEST(GoogleTestSuites, ThatSkipInTheirTearDownChangeNothing) {
  EXPECT_THAT(outcomes(with("SUITE_TEARDOWN", "skip")),
              ElementsAre("Phases.One: passed", "Phases.Two: passed", "PhasesLater.One: passed"));
}

TEST(GoogleTestSuites, KeepWhatTheyHadReportedWhenTheProcessLeaves) {
  const auto set_up = with("SUITE_SETUP", "nonfatal,exit");
  EXPECT_EQ(set_up.ended.exit_code, 0);
  EXPECT_THAT(outcomes(set_up), ElementsAre("Phases [SetUpTestSuite]: exited"));
  EXPECT_EQ(set_up.tests().at(0).failures.size(), 1U);

  const auto tear_down = with("SUITE_TEARDOWN", "abort");
  EXPECT_THAT(outcomes(tear_down), ElementsAre("Phases.One: passed", "Phases.Two: passed",
                                               "gtest_traps [outside a test]: crashed"));
}

TEST(GoogleTestEnvironments, ThatFailFatallyStartNoTest) {
  for (const std::string verbs : {"fatal", "nonfatal,fatal", "skip,fatal", "fatal,skip"}) {
    SCOPED_TRACE(verbs);
    const auto recorded = with("ENVIRONMENT_SETUP", verbs);
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(outcomes(recorded),
                ElementsAre("[environment]: failed", "Phases.One: not started",
                            "Phases.Two: not started", "PhasesLater.One: not started"));
  }
}

TEST(GoogleTestEnvironments, ThatFailOtherwiseLetTestsRun) {
  for (const std::string verbs : {"nonfatal", "thread", "nonfatal,skip", "skip,nonfatal"}) {
    SCOPED_TRACE(verbs);
    const auto recorded = with("ENVIRONMENT_SETUP", verbs);
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(outcomes(recorded), ElementsAre("[environment]: failed", "Phases.One: passed",
                                                "Phases.Two: passed", "PhasesLater.One: passed"));
  }
}

TEST(GoogleTestEnvironments, ThatSkipLeaveNoTestLookingPassed) {
  const auto recorded = with("SECOND_ENVIRONMENT_SETUP", "skip");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  EXPECT_THAT(outcomes(recorded),
              ElementsAre("[environment]: skipped", "Phases.One: not started",
                          "Phases.Two: not started", "PhasesLater.One: not started"));
}

TEST(GoogleTestEnvironments, ThatThrowEndTheRunInRed) {
  for (const std::string verb : {"throw", "throw_int"}) {
    for (const std::string place : {"ENVIRONMENT_SETUP", "SECOND_ENVIRONMENT_SETUP"}) {
      SCOPED_TRACE(place + " does " + verb);
      const auto recorded = with(place, verb);
      EXPECT_EQ(recorded.ended.exit_code, 1);
      EXPECT_THAT(outcomes(recorded),
                  ElementsAre("[environment]: failed", "gtest_traps [outside a test]: exited"));
    }
  }
}

TEST(GoogleTestEnvironments, ThatFailTogetherHaveOneEntry) {
  const auto recorded = run_and_compare(
      kFilter, {{"ENVIRONMENT_SETUP", "fatal"}, {"SECOND_ENVIRONMENT_SETUP", "nonfatal"}});
  EXPECT_EQ(recorded.test("[environment]").failures.size(), 2U);
}

TEST(GoogleTestEnvironments, ThatFailInTheirTearDownLeaveTestsPassed) {
  for (const std::string verbs : {"nonfatal", "fatal", "thread", "skip,fatal"}) {
    SCOPED_TRACE(verbs);
    const auto recorded = with("ENVIRONMENT_TEARDOWN", verbs);
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(outcomes(recorded),
                ElementsAre("Phases.One: passed", "Phases.Two: passed", "PhasesLater.One: passed",
                            "[environment]: failed"));
  }
  EXPECT_THAT(outcomes(with("ENVIRONMENT_TEARDOWN", "throw")),
              ElementsAre("Phases.One: passed", "Phases.Two: passed", "PhasesLater.One: passed",
                          "[environment]: failed", "gtest_traps [outside a test]: exited"));
}

TEST(GoogleTestEnvironments, ThatLeaveTheProcessDoNotLookGreen) {
  const auto exited = with("ENVIRONMENT_SETUP", "exit");
  EXPECT_EQ(exited.ended.exit_code, 0);
  EXPECT_THAT(outcomes(exited), ElementsAre("gtest_traps [outside a test]: exited"));
  EXPECT_THAT(outcomes(with("ENVIRONMENT_TEARDOWN", "_exit")),
              Contains("gtest_traps [outside a test]: crashed"));
}

TEST(GoogleTestEnvironments, ThatFailWhenTheyAreMadeAgainStopTheNextIteration) {
  const auto recorded = with("ENVIRONMENT_TEARDOWN", "fatal",
                             {"--gtest_repeat=2", "--gtest_recreate_environments_when_repeating"});
  EXPECT_THAT(
      outcomes(recorded),
      ElementsAre("Phases.One: passed", "Phases.Two: passed", "PhasesLater.One: passed",
                  "[environment]: failed", "Phases.One: not started", "Phases.Two: not started",
                  "PhasesLater.One: not started", "[environment]: failed"));
}

Recorded foreign_main(const std::string& what, Traps traps = {}) {
  traps.emplace("MAIN", what);
  return run_and_compare("PhasesLater.One", traps, {}, XREP_GTEST_TRAPS_FOREIGN_MAIN);
}

TEST(GoogleTestMain, ThatFailsBeforeAllTestsMakesTheRunRed) {
  const auto recorded = foreign_main("", {{"BEFORE_RUN", "nonfatal"}});
  EXPECT_EQ(recorded.ended.exit_code, 1);
  EXPECT_THAT(outcomes(recorded), ElementsAre("[environment]: failed", "PhasesLater.One: passed"));
  EXPECT_THAT(outcomes(foreign_main("", {{"BEFORE_RUN", "fatal"}})),
              ElementsAre("[environment]: failed", "PhasesLater.One: not started"));
}

TEST(GoogleTestMain, MayFailAfterAllTests) {
  for (const std::string verbs : {"nonfatal", "thread", "skip"}) {
    const auto recorded = foreign_main("", {{"AFTER_RUN", verbs}});
    EXPECT_THAT(outcomes(recorded), ElementsAre("PhasesLater.One: passed"));
  }
}

TEST(GoogleTestMain, MakesARunOfEachTimeThatItRunsAllTests) {
  const auto recorded = foreign_main("three times");
  ASSERT_EQ(recorded.runs.size(), 3U);
  for (const auto& run : recorded.runs) {
    EXPECT_THAT(outcomes(run.tests), ElementsAre("PhasesLater.One: passed"));
  }
}

TEST(GoogleTestMain, ThatFailsBetweenTwoRunsMakesTheSecondRedAndNotTheThird) {
  const auto recorded = foreign_main("three times", {{"AFTER_RUN", "nonfatal"}});
  ASSERT_EQ(recorded.runs.size(), 3U);
  EXPECT_THAT(outcomes(recorded.runs[0].tests), ElementsAre("PhasesLater.One: passed"));
  EXPECT_THAT(outcomes(recorded.runs[1].tests),
              ElementsAre("[environment]: failed", "PhasesLater.One: passed"));
  EXPECT_THAT(outcomes(recorded.runs[2].tests), ElementsAre("PhasesLater.One: passed"));
}

TEST(GoogleTestMain, DoesNotTellAFailureOfOneRunAgainInTheNext) {
  const auto recorded = foreign_main("three times", {{"ENVIRONMENT_TEARDOWN", "nonfatal"}});
  ASSERT_EQ(recorded.runs.size(), 3U);
  for (const auto& run : recorded.runs) {
    EXPECT_THAT(outcomes(run.tests),
                ElementsAre("PhasesLater.One: passed", "[environment]: failed"));
  }
}

// GoogleTest leaves such a run without an end.
TEST(GoogleTestMain, IsRecordedAgainAfterAnEnvironmentThrew) {
  const auto recorded = foreign_main("three times", {{"ENVIRONMENT_SETUP", "throw"}});
  ASSERT_EQ(recorded.runs.size(), 3U);
  for (const std::size_t i : {0U, 1U}) {
    EXPECT_THAT(outcomes(recorded.runs[i].tests),
                ElementsAre("[environment]: failed", "PhasesLater.One: not started"));
  }
  EXPECT_THAT(outcomes(recorded.runs[2].tests),
              ElementsAre("[environment]: failed", HasSubstr("[outside a test]: exited")));
}

TEST(GoogleTestMain, ThatNeverRunsTestsLeavesNothingBehind) {
  for (const std::string what : {"never", "init"}) {
    const auto recorded = foreign_main(what);
    EXPECT_EQ(recorded.ended.exit_code, 0);
    EXPECT_TRUE(recorded.runs.empty());
    EXPECT_EQ(recorded.ended.err, "");
  }
}

TEST(GoogleTestMain, MayStartItselfAsAHelper) {
  const auto recorded = run_traps("Helper.*", {{"XRAY", "1"}}, {"positional", "--other=x"},
                                  XREP_GTEST_TRAPS_FOREIGN_MAIN);
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_THAT(outcomes(recorded), ElementsAre("Helper.IsTheSameProgram: passed"));
}

TEST(GoogleTestMain, NeedNotHandItsArgumentsToGoogleTest) {
  for (const std::string what : {"no arguments", "no init"}) {
    SCOPED_TRACE(what);
    const auto recorded = record(XREP_GTEST_TRAPS_FOREIGN_MAIN, {"--xray", "--xray-test-plan=A-1"},
                                 {{"TRAP_MAIN", what}, {"GTEST_FILTER", "PhasesLater.One"}});
    ASSERT_EQ(recorded.runs.size(), 1U);
    EXPECT_THAT(outcomes(recorded), Contains("PhasesLater.One: passed"));
    EXPECT_EQ(recorded.runs[0].settings.at(0).given.value, "A-1");
  }
}

}  // namespace
}  // namespace xrep::test
