#include "plan/text_limits.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Grouping, NamesAnEntryAfterTheIdentityOfATestWithoutKey) {
  const auto planned = plan({test("Cart.Adds"), test("Cart.Removes")});
  EXPECT_THAT(ids(planned), ElementsAre("test:Cart.Adds", "test:Cart.Removes"));
  EXPECT_EQ(planned.entries[0].identity, "Cart.Adds");
  EXPECT_EQ(planned.entries[0].suite, "Cart");
  EXPECT_TRUE(planned.entries[0].may_create);
}

TEST(Grouping, SendsTheResultOfATestWithSeveralKeysToEachOfThem) {
  auto record = with_key(with_key(with_key(test("Cart.Adds"), "CALC-1"), "CALC-2"), "CALC-1");
  const auto planned = plan({record});
  EXPECT_THAT(ids(planned), ElementsAre("key:CALC-1", "key:CALC-2"));
  EXPECT_EQ(planned.entries[1].key, "CALC-2");
  EXPECT_FALSE(planned.entries[1].may_create);
}

TEST(Grouping, MakesOneEntryOfSeveralTestsWithTheSameKey) {
  const auto planned = plan({with_key(test("Cart.Adds"), "CALC-1"),
                             with_key(test("Cart.Removes", TestOutcome::failed), "CALC-1")});
  ASSERT_THAT(planned.entries, SizeIs(1));
  EXPECT_THAT(planned.entries[0].tests, ElementsAre("Cart.Adds", "Cart.Removes"));
  EXPECT_EQ(planned.entries[0].outcome, Outcome::failed);
  EXPECT_THAT(planned.entries[0].remark, HasSubstr("2 tests: 1 passed, 1 failed."));
  EXPECT_THAT(planned.entries[0].text, HasSubstr("=== Cart.Removes: failed"));
}

TEST(Grouping, KeepsTheRowsOfAParameterisedTestWithKeysOfTheirOwnApart) {
  const auto planned = plan({with_key(instance("I/Pay.Works", "0"), "CALC-1"),
                             with_key(instance("I/Pay.Works", "1"), "CALC-2")});
  EXPECT_THAT(ids(planned), ElementsAre("key:CALC-1", "key:CALC-2"));
  EXPECT_THAT(planned.entries[0].iterations, SizeIs(1));
}

TEST(Grouping, RefusesAMalformedKeyAndSendsTheOthers) {
  const auto planned = plan({with_key(with_key(test("Cart.Adds"), "calc 1"), "CALC-2")});
  EXPECT_THAT(ids(planned), ElementsAre("key:CALC-2"));
  ASSERT_THAT(planned.left_out, SizeIs(1));
  EXPECT_EQ(planned.left_out[0].test, "Cart.Adds");
  EXPECT_TRUE(planned.left_out[0].refused);
  EXPECT_THAT(planned.left_out[0].why, HasSubstr("\"calc 1\""));
  EXPECT_THAT(planned.left_out[0].why, HasSubstr("CALC-12"));
}

TEST(Grouping, NeverSendsATestWithAMalformedKeyByItsName) {
  EXPECT_THAT(plan({with_key(test("Cart.Adds"), "CALC-")}).entries, IsEmpty());
}

TEST(Grouping, GivesAnAttemptThatDiedBeforeItsKeyTheKeyOfTheOthers) {
  const auto planned =
      plan({test("Cart.Adds", TestOutcome::crashed), with_key(test("Cart.Adds"), "CALC-1")});
  EXPECT_THAT(ids(planned), ElementsAre("key:CALC-1"));
  EXPECT_EQ(planned.entries[0].outcome, Outcome::crashed);
}

TEST(Grouping, SeparatesInstancesWhenAskedTo) {
  auto with = settings();
  with.parameters = ParameterPolicy::separate;
  const auto planned = plan({instance("I/Pay.Works", "0"), instance("I/Pay.Works", "1")}, with);
  EXPECT_THAT(ids(planned), ElementsAre("test:I/Pay.Works/0", "test:I/Pay.Works/1"));
  EXPECT_THAT(planned.entries[0].iterations, IsEmpty());
}

TEST(Grouping, JoinsSeparateInstancesThatShareAKey) {
  auto with = settings();
  with.parameters = ParameterPolicy::separate;
  const auto one = entry({with_key(instance("I/Pay.Works", "0"), "CALC-1"),
                          with_key(instance("I/Pay.Works", "1"), "CALC-1")},
                         with);
  EXPECT_THAT(one.iterations, SizeIs(2));
}

TEST(Grouping, TakesTheSameNameFromTwoProgramsForTwoTests) {
  auto both = run({test("Cart.Adds", TestOutcome::failed), test("Cart.Adds")});
  both.processes.push_back(both.processes.front());
  both.processes.back().executable = "other_tests";
  both.tests[1].process = 1;
  auto with = settings();
  with.retries = RetryPolicy::last;
  const auto planned = plan_of(both, with);
  ASSERT_THAT(planned.entries, SizeIs(1));
  EXPECT_EQ(planned.entries[0].outcome, Outcome::failed);
  EXPECT_THAT(planned.entries[0].text, HasSubstr("=== checkout_tests: Cart.Adds: failed"));
}

TEST(Grouping, TakesTheWorstAttemptUnlessToldOtherwise) {
  const std::vector<TestRecord> attempts = {test("Cart.Adds", TestOutcome::failed),
                                            test("Cart.Adds")};
  const auto worst = entry(attempts);
  EXPECT_EQ(worst.outcome, Outcome::failed);
  EXPECT_THAT(worst.remark, HasSubstr("Ran 2 times (failed, passed); the worst result counts."));
  auto with = settings();
  with.retries = RetryPolicy::last;
  const auto last = entry(attempts, with);
  EXPECT_EQ(last.outcome, Outcome::passed);
  EXPECT_THAT(last.remark, HasSubstr("the last result counts."));
}

TEST(Grouping, KeepsWhatTheOtherAttemptsSaid) {
  auto first = test("Cart.Adds", TestOutcome::failed);
  first.failures.push_back(message("was 3"));
  auto with = settings();
  with.retries = RetryPolicy::last;
  EXPECT_THAT(entry({first, test("Cart.Adds")}, with).text,
              HasSubstr("--- attempt 1 of 2: failed\ncheckout_test.cpp:42:\nwas 3"));
}

TEST(Grouping, CountsManyAttemptsInsteadOfListingThem) {
  std::vector<TestRecord> attempts(30, test("Cart.Adds"));
  attempts[7].outcome = TestOutcome::failed;
  EXPECT_THAT(entry(attempts).remark, HasSubstr("Ran 30 times (29 passed, 1 failed)"));
}

TEST(Grouping, LeavesOutATestWhoseProcessStillRuns) {
  const auto planned = plan({test("Cart.Adds", TestOutcome::running), test("Cart.Removes")});
  EXPECT_THAT(ids(planned), ElementsAre("test:Cart.Removes"));
  ASSERT_THAT(planned.left_out, SizeIs(1));
  EXPECT_FALSE(planned.left_out[0].refused);
  EXPECT_THAT(planned.left_out[0].why, HasSubstr("process 4711 still runs"));
}

TEST(Grouping, DoesNotListDisabledTestsUnlessAskedTo) {
  const auto record = test("Cart.DISABLED_Adds", TestOutcome::disabled);
  const auto silent = plan({record});
  EXPECT_THAT(silent.entries, IsEmpty());
  EXPECT_THAT(silent.left_out, IsEmpty());
  auto with = settings();
  with.disabled = DisabledPolicy::todo;
  const auto listed = entry({record}, with);
  EXPECT_EQ(listed.outcome, Outcome::not_started);
  EXPECT_FALSE(listed.may_create);
  EXPECT_EQ(listed.remark, "Disabled in the code.");
}

TEST(Grouping, SendsTestsThatWereNeverStartedOnlyToAnExecutionOfThisRun) {
  const auto record = test("Cart.Adds", TestOutcome::not_started);
  const auto created = entry({record});
  EXPECT_EQ(created.outcome, Outcome::not_started);
  EXPECT_FALSE(created.may_create);
  auto with = settings();
  with.test_execution = "CALC-900";
  const auto reused = plan({record}, with);
  EXPECT_THAT(reused.entries, IsEmpty());
  ASSERT_THAT(reused.left_out, SizeIs(1));
  EXPECT_FALSE(reused.left_out[0].refused);
}

TEST(Grouping, TakesTheResultOfThePartsThatRan) {
  const std::vector<TestRecord> both = {
      with_key(test("Cart.Adds", TestOutcome::not_started), "CALC-1"),
      with_key(test("Cart.Removes"), "CALC-1")};
  EXPECT_EQ(entry(both).outcome, Outcome::passed);
  auto with = settings();
  with.test_execution = "CALC-900";
  const auto reused = entry(both, with);
  EXPECT_EQ(reused.outcome, Outcome::passed);
  EXPECT_THAT(reused.text, HasSubstr("=== Cart.Adds: not started"));
}

TEST(Grouping, CreatesNoTestForOneThatWasOnlySkipped) {
  const auto skipped = entry({test("Cart.Adds", TestOutcome::skipped)});
  EXPECT_EQ(skipped.outcome, Outcome::skipped);
  EXPECT_FALSE(skipped.may_create);
}

TEST(Grouping, PutsAFailureAboveACrashAndAPassAboveASkip) {
  const auto of = [](TestOutcome a, TestOutcome b) {
    return entry({with_key(test("A.A", a), "CALC-1"), with_key(test("B.B", b), "CALC-1")}).outcome;
  };
  EXPECT_EQ(of(TestOutcome::crashed, TestOutcome::failed), Outcome::failed);
  EXPECT_EQ(of(TestOutcome::passed, TestOutcome::crashed), Outcome::crashed);
  EXPECT_EQ(of(TestOutcome::skipped, TestOutcome::passed), Outcome::passed);
  EXPECT_EQ(of(TestOutcome::not_started, TestOutcome::skipped), Outcome::skipped);
}

TEST(Grouping, SaysHowATestEndedThatHasNoVerdict) {
  EXPECT_EQ(entry({test("A.A", TestOutcome::crashed)}).remark,
            "The process died of SIGSEGV while this test was running.");
  const auto interrupted = entry({test("A.A", TestOutcome::interrupted)});
  EXPECT_EQ(interrupted.outcome, Outcome::skipped);
  EXPECT_EQ(interrupted.remark, "Interrupted while this test was running.");
  const auto exited = entry({test("A.A", TestOutcome::exited)});
  EXPECT_EQ(exited.outcome, Outcome::crashed);
  EXPECT_EQ(exited.remark, "The process called exit while this test was running.");
}

TEST(Grouping, SpansTheTimesOfAllParts) {
  auto early = with_key(test("A.A"), "CALC-1");
  auto late = with_key(test("B.B"), "CALC-1");
  early.started = 100;
  early.finished = 200;
  late.started = 300;
  late.finished = 250;  // a broken recording
  auto unknown = with_key(test("C.C"), "CALC-1");
  unknown.started = unknown.finished = 0;
  const auto one = entry({early, late, unknown});
  EXPECT_EQ(one.started, 100);
  EXPECT_EQ(one.finished, 300);
}

TEST(Grouping, CutsALongIdentityOnACodePointAndKeepsItDistinct) {
  const auto name = "Suite." + std::string(240, 'x');
  const auto planned = plan({test(name + "\xF0\x9F\x9A\x80\xF0\x9F\x9A\x80 one of them"),
                             test(name + "\xF0\x9F\x9A\x80\xF0\x9F\x9A\x80 another one")});
  ASSERT_THAT(planned.entries, SizeIs(2));
  const auto& first = planned.entries[0].identity;
  EXPECT_LE(text_length(first), 255U);
  EXPECT_THAT(first, testing::MatchesRegex("Suite\\.x+ [0-9a-f]+"));
  EXPECT_EQ(first.size() - first.rfind(' '), 9U);
  EXPECT_NE(first, planned.entries[1].identity);
  EXPECT_EQ(
      first,
      plan({test(name + "\xF0\x9F\x9A\x80\xF0\x9F\x9A\x80 one of them")}).entries.front().identity);
}

TEST(Grouping, KeepsAnIdentityOf255Characters) {
  const std::string name(255, 'x');
  EXPECT_EQ(entry({test(name)}).identity, name);
}

TEST(Grouping, TakesRequirementsAndDefectsAndNamesTheMalformedOnes) {
  auto record = test("Cart.Adds");
  record.requirements = {"CALC-7", "story 8"};
  record.defects = {"CALC-99", "bug"};
  const auto one = entry({record});
  EXPECT_THAT(one.requirements, ElementsAre("CALC-7"));
  EXPECT_THAT(one.defects, ElementsAre("CALC-99"));
  EXPECT_THAT(one.text, HasSubstr("Requirement \"story 8\" was not linked"));
  EXPECT_THAT(one.text, HasSubstr("Defect \"bug\" was not linked"));
}

TEST(Grouping, MakesLabelsOfTagsAndTheFramework) {
  auto record = test("Cart.Adds");
  record.tags = {"slow test", ".", "!mayfail", "xray:CALC-1", "slow test"};
  EXPECT_THAT(entry({record}).labels, ElementsAre("slow_test", "gtest"));
}

TEST(Grouping, GivesTheSamePlanForTheSameRun) {
  const std::vector<TestRecord> tests = {test("B.B"), with_key(test("A.A"), "CALC-1"), test("C.C")};
  EXPECT_EQ(ids(plan(tests)), ids(plan(tests)));
}

TEST(IssueKey, IsAProjectADashAndANumber) {
  for (const auto* good : {"CALC-1", "A-12", "A_B2-900"}) EXPECT_TRUE(is_issue_key(good)) << good;
  for (const auto* bad : {"", "CALC", "CALC-", "-1", "calc-1", "CALC-01", "CALC-1 ", "CALC-1-2",
                          "CALC 1", "2C-1", "CALC-1a"}) {
    EXPECT_FALSE(is_issue_key(bad)) << bad;
  }
}

}  // namespace
}  // namespace xrep::client
