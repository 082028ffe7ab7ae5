// What goes wrong in one phase of a test: its constructor, set-up, body, tear-down, destructor.

#include "googletest_traps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace xrep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kFilter = "Phases.*:PhasesLater.One";

// Each combination of a place and what happens there.
void expect_outcome_of_first(const Texts& places, const Texts& verbs, const std::string& outcome) {
  for (const auto& place : places) {
    for (const auto& verb : verbs) {
      SCOPED_TRACE(place + " does " + verb);
      const auto recorded = run_and_compare(kFilter, {{place, verb}});
      EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: " + outcome, "Phases.Two: passed",
                                                  "PhasesLater.One: passed"));
    }
  }
}

TEST(GoogleTestPhases, FailATestInWhicheverOfThem) {
  expect_outcome_of_first({"CONSTRUCTOR", "SETUP", "BODY", "TEARDOWN"},
                          {"nonfatal", "fatal", "thread", "throw", "throw_int"}, "failed");
  expect_outcome_of_first({"DESTRUCTOR"}, {"nonfatal", "fatal", "thread"}, "failed");
}

TEST(GoogleTestPhases, SkipATestInWhicheverOfThem) {
  expect_outcome_of_first({"CONSTRUCTOR", "SETUP", "BODY", "TEARDOWN", "DESTRUCTOR"}, {"skip"},
                          "skipped");
  expect_outcome_of_first({"BODY"}, {"thread_skip"}, "skipped");
}

TEST(GoogleTestPhases, FailATestThatIsSkippedTooInBothOrders) {
  expect_outcome_of_first({"CONSTRUCTOR", "SETUP", "BODY", "TEARDOWN", "DESTRUCTOR"},
                          {"nonfatal,skip", "skip,nonfatal"}, "failed");
  const auto recorded = run_traps(kFilter, {{"SETUP", "skip"}, {"TEARDOWN", "fatal"}});
  EXPECT_EQ(outcomes(recorded).at(0), "Phases.One: failed");
}

TEST(GoogleTestPhases, AreNamedInTheTextOfAFailure) {
  for (const std::string place : {"CONSTRUCTOR", "SETUP", "BODY", "TEARDOWN", "DESTRUCTOR"}) {
    const auto failures = run_traps(kFilter, {{place, "fatal"}}).test("Phases.One").failures;
    ASSERT_EQ(failures.size(), 1U);
    EXPECT_EQ(failures[0].text, "Failed\nfatal in " + place);
    EXPECT_THAT(failures[0].file, HasSubstr("gtest_traps_phases.cpp"));

    const auto skips = run_traps(kFilter, {{place, "skip"}}).test("Phases.One").skips;
    ASSERT_EQ(skips.size(), 1U);
    EXPECT_EQ(skips[0].text, "skip in " + place);
  }
}

TEST(GoogleTestPhases, NameTheExceptionThatLeftThem) {
  for (const std::string place : {"CONSTRUCTOR", "SETUP", "BODY", "TEARDOWN"}) {
    const auto thrown = run_traps(kFilter, {{place, "throw"}}).test("Phases.One").failures;
    ASSERT_EQ(thrown.size(), 1U);
    EXPECT_THAT(thrown[0].text, HasSubstr("with description \"throw in " + place + "\""));
    EXPECT_EQ(thrown[0].file, "");
    EXPECT_EQ(thrown[0].line, 0);

    const auto unknown = run_traps(kFilter, {{place, "throw_int"}}).test("Phases.One").failures;
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_THAT(unknown[0].text, HasSubstr("Unknown C++ exception"));
  }
}

TEST(GoogleTestPhases, LeaveOutTheBodyOnlyWhenGoogleTestDoes) {
  const auto body = [](const char* place, const char* verb) {
    return run_traps(kFilter, {{place, verb}}).test("Phases.One").comments;
  };
  EXPECT_THAT(body("SETUP", "nonfatal"), ElementsAre("body"));
  EXPECT_THAT(body("SETUP", "fatal"), IsEmpty());
  EXPECT_THAT(body("CONSTRUCTOR", "throw"), IsEmpty());
  EXPECT_THAT(body("CONSTRUCTOR", "skip"), IsEmpty());
}

TEST(GoogleTestPhases, KeepEachFailureOfATest) {
  const Traps everywhere = {{"CONSTRUCTOR", "nonfatal"},
                            {"SETUP", "nonfatal"},
                            {"BODY", "nonfatal,thread,throw"},
                            {"TEARDOWN", "throw"},
                            {"DESTRUCTOR", "fatal"}};
  EXPECT_EQ(run_and_compare(kFilter, everywhere).test("Phases.One").failures.size(), 7U);
}

TEST(GoogleTestPhases, CrashTheTestWhoseDestructorThrows) {
  const auto recorded = run_and_compare(kFilter, {{"BODY", "nonfatal"}, {"DESTRUCTOR", "throw"}});
  EXPECT_EQ(recorded.ended.signal, SIGABRT);
  EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: crashed"));
  EXPECT_EQ(recorded.tests().at(0).failures.at(0).text, "Failed\nnonfatal in BODY");
}

TEST(GoogleTestPhases, AreLeftByExitInWhicheverOfThem) {
  for (const std::string place : {"CONSTRUCTOR", "SETUP", "BODY", "TEARDOWN", "DESTRUCTOR"}) {
    for (const std::string verb : {"exit", "thread_exit"}) {
      SCOPED_TRACE(place + " does " + verb);
      const auto recorded = run_and_compare(kFilter, {{place, verb}});
      EXPECT_EQ(recorded.ended.exit_code, 0);
      EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: exited"));
    }
  }
}

TEST(GoogleTestPhases, CrashTheTestInWhichTheProcessVanishes) {
  for (const std::string verb : {"_exit", "quick_exit", "abort"}) {
    SCOPED_TRACE(verb);
    const auto recorded = run_and_compare(kFilter, {{"BODY", "nonfatal," + verb}});
    EXPECT_EQ(recorded.ended.exit_code, verb == "abort" ? -1 : 0);
    EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: crashed"));
    EXPECT_EQ(recorded.tests().at(0).failures.size(), 1U);
  }
}

TEST(GoogleTestPhases, KeepTheFailureAtWhichTheUserWantsToStop) {
  for (const std::string flag :
       {"--gtest_break_on_failure", "--gtest_throw_on_failure", "--gtest_catch_exceptions=0"}) {
    SCOPED_TRACE(flag);
    const auto recorded = run_and_compare(kFilter, {{"LATER_BODY", "nonfatal,throw"}}, {flag});
    EXPECT_NE(recorded.ended.signal, 0);
    EXPECT_THAT(outcomes(recorded), ElementsAre("Phases.One: passed", "Phases.Two: passed",
                                                "PhasesLater.One: crashed"));
    EXPECT_EQ(recorded.tests().at(2).failures.at(0).text, "Failed\nnonfatal in LATER_BODY");
  }
}

// What a listener of the user's does is GoogleTest's verdict too, in whatever order they listen.
TEST(GoogleTestPhases, TakeTheVerdictThatAListenerBroughtAbout) {
  const auto skipped = run_and_compare(kFilter, {{"LISTENER_TEST_START", "skip"}});
  EXPECT_EQ(skipped.test("Phases.One").outcome, TestOutcome::skipped);
  EXPECT_EQ(skipped.test("Phases.Two").outcome, TestOutcome::passed);
  EXPECT_EQ(skipped.test("PhasesLater.One").outcome, TestOutcome::skipped);
  for (const std::string verb : {"fatal", "nonfatal"}) {
    const auto failed = run_and_compare(kFilter, {{"LISTENER_TEST_START", verb}});
    EXPECT_EQ(failed.test("Phases.One").outcome, TestOutcome::failed);
    EXPECT_EQ(failed.test("Phases.Two").outcome, TestOutcome::passed);
    EXPECT_EQ(failed.test("PhasesLater.One").outcome, TestOutcome::failed);
    EXPECT_THAT(all_texts(failed), HasSubstr(verb + " in LISTENER_TEST_START"));
  }
}

TEST(GoogleTestPhases, LoseNoFailureOfAListenerThatComesAfterTheTest) {
  for (const std::string place :
       {"LISTENER_TEST_END", "LISTENER_SUITE_END", "LISTENER_ITERATION_END"}) {
    SCOPED_TRACE(place);
    const auto recorded = run_and_compare(kFilter, {{place, "nonfatal"}});
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(outcomes(recorded), testing::Contains(HasSubstr(": failed")));
    EXPECT_THAT(all_texts(recorded), HasSubstr("nonfatal in " + place));
  }
}

TEST(GoogleTestPhases, AreNoneAfterTheProgramsEnd) {
  const auto recorded = run_and_compare(kFilter, {{"LISTENER_PROGRAM_END", "nonfatal,thread"}});
  EXPECT_EQ(recorded.ended.exit_code, 0);
}

TEST(GoogleTestPhases, LoseNothingWhenAListenerThrows) {
  for (const std::string place :
       {"LISTENER_TEST_START", "LISTENER_TEST_END", "LISTENER_SUITE_END"}) {
    SCOPED_TRACE(place);
    const auto recorded = run_and_compare(kFilter, {{place, "throw"}});
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_THAT(all_texts(recorded), HasSubstr("throw in " + place));
  }
}

}  // namespace
}  // namespace xrep::test
