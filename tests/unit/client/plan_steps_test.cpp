#include "plan/messages.hpp"
#include "plan/text_limits.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kPassed = Outcome::passed;
constexpr auto kFailed = Outcome::failed;
constexpr auto kSkipped = Outcome::skipped;
constexpr auto kNone = Outcome::not_started;

TEST(Steps, AreNumberedOnlyWhenTheyAreNested) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open"), step(2, "Pay")};
  EXPECT_THAT(actions(entry({record}).steps), ElementsAre("Open", "Pay"));
  record.steps.push_back(step(3, "Enter card", StepOutcome::passed, 2));
  record.steps.push_back(step(4, "Close"));
  EXPECT_THAT(actions(entry({record}).steps),
              ElementsAre("1. Open", "2. Pay", "2.1 Enter card", "3. Close"));
}

TEST(Steps, CarryWhatIsExpected) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open")};
  record.steps[0].expected = "three items";
  EXPECT_EQ(entry({record}).steps.at(0).expected, "three items");
}

TEST(Steps, CarryTheirData) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Pay")};
  record.steps[0].data = "card 4242";
  const auto one = entry({record});
  EXPECT_EQ(one.steps.at(0).data, "card 4242");
  EXPECT_EQ(one.steps.at(0).actual, "");
}

TEST(Steps, SayInTheirResultWhichDataACaseHadInsteadOfThatOfTheTest) {
  auto euro = instance("Shop.Pays", "0");
  euro.steps = {step(1, "Pay")};
  euro.steps[0].data = "5 EUR";
  auto dollar = instance("Shop.Pays", "1", TestOutcome::failed);
  dollar.steps = {step(1, "Pay", StepOutcome::failed)};
  dollar.steps[0].data = "6 USD";
  dollar.failures = {message("refused", 1)};
  const auto one = entry({euro, dollar});
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_EQ(one.iterations[0].steps.at(0).data, "5 EUR");
  EXPECT_EQ(one.iterations[0].steps.at(0).actual, "");
  EXPECT_EQ(one.iterations[1].steps.at(0).data, "6 USD");
  EXPECT_EQ(one.iterations[1].steps.at(0).actual, "Data: 6 USD\ncheckout_test.cpp:42:\nrefused");
}

TEST(Steps, ShowTheirFailuresWhichAreInTheTextToo) {
  auto record = test("Shop.Pays", TestOutcome::failed);
  record.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::failed)};
  record.failures = {message("expected 3, got 4", 2)};
  const auto one = entry({record});
  EXPECT_THAT(outcomes(one.steps), ElementsAre(kPassed, kFailed));
  EXPECT_EQ(one.steps[1].actual, "checkout_test.cpp:42:\nexpected 3, got 4");
  EXPECT_THAT(one.text, HasSubstr("checkout_test.cpp:42, in step 2 Pay:\nexpected 3, got 4"));
  EXPECT_EQ(one.remark, "Failed in step 2 after 0.250 s.");
}

TEST(Steps, CutALongFailureAndPointToTheComment) {
  auto record = test("Shop.Pays", TestOutcome::failed);
  record.steps = {step(1, "Open", StepOutcome::failed)};
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "\xE2\x82\xAC";
  record.failures = {message(text, 1)};
  const auto one = entry({record});
  EXPECT_LE(text_length(one.steps[0].actual), kMaxStepText);
  EXPECT_THAT(one.steps[0].actual, EndsWith("[cut: the comment of the test has more]"));
  EXPECT_THAT(one.steps[0].actual, HasSubstr("\xE2\x82\xAC\n[cut"));
  EXPECT_THAT(one.text, HasSubstr(text));
}

TEST(Steps, FailWithAStepInsideThem) {
  auto record = test("Shop.Pays", TestOutcome::failed);
  record.steps = {step(1, "Pay"), step(2, "Enter card", StepOutcome::failed, 1)};
  EXPECT_THAT(outcomes(entry({record}).steps), ElementsAre(kFailed, kFailed));
}

TEST(Steps, FailWhereTheProcessDied) {
  auto record = test("Shop.Pays", TestOutcome::crashed);
  record.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::open),
                  step(3, "Enter card", StepOutcome::open, 2)};
  const auto one = entry({record});
  EXPECT_EQ(one.outcome, Outcome::crashed);
  EXPECT_THAT(outcomes(one.steps), ElementsAre(kPassed, kFailed, kFailed));
  EXPECT_EQ(one.steps[2].actual, "The process died of SIGSEGV in this step.");
  EXPECT_EQ(one.remark, "The process died of SIGSEGV while this test was running in step 2.1.");
  EXPECT_THAT(one.text, HasSubstr("The process died of SIGSEGV in step 2.1 Enter card."));
}

TEST(Steps, HaveNoResultWhereTheRunWasInterrupted) {
  auto record = test("Shop.Pays", TestOutcome::interrupted);
  record.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::open)};
  EXPECT_THAT(outcomes(entry({record}).steps), ElementsAre(kPassed, kNone));
}

TEST(Steps, CanBeSkipped) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::skipped)};
  EXPECT_THAT(outcomes(entry({record}).steps), ElementsAre(kPassed, kSkipped));
}

TEST(Steps, OfTheSameNameStayTwo) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Click"), step(2, "Click"), step(3, "Click", StepOutcome::failed)};
  EXPECT_THAT(outcomes(entry({record}).steps), ElementsAre(kPassed, kPassed, kFailed));
}

TEST(Steps, OfSeveralTestsStandInsideAStepForEachTest) {
  auto first = with_key(test("Shop.Pays", TestOutcome::failed), "CALC-1");
  first.steps = {step(1, "Open")};
  first.failures = {message("outside of the step")};
  const auto second = with_key(test("Shop.Closes"), "CALC-1");
  const auto one = entry({first, second});
  EXPECT_THAT(actions(one.steps), ElementsAre("1. Shop.Pays", "1.1 Open", "2. Shop.Closes"));
  EXPECT_THAT(outcomes(one.steps), ElementsAre(kFailed, kPassed, kPassed));
  EXPECT_THAT(one.steps[0].actual, HasSubstr("outside of the step"));
}

TEST(Sections, AreOneStepForEachPathWithTheWorstResult) {
  // SECTION A { SECTION B; SECTION C } run as A/B and A/C.
  auto record = test("shop.global.pays", TestOutcome::failed);
  record.passes = {1, 2};
  record.steps = {step(1, "A", StepOutcome::passed, 0, 1), step(2, "B", StepOutcome::passed, 1, 1),
                  step(3, "A", StepOutcome::failed, 0, 2), step(4, "C", StepOutcome::failed, 3, 2)};
  record.failures = {message("bad", 4, 2)};
  const auto one = entry({record});
  EXPECT_THAT(one.iterations, IsEmpty());
  EXPECT_THAT(actions(one.steps), ElementsAre("1. A", "1.1 B", "1.2 C"));
  EXPECT_THAT(outcomes(one.steps), ElementsAre(kFailed, kPassed, kFailed));
  EXPECT_THAT(one.steps[2].actual, HasSubstr("bad"));
}

TEST(Sections, AreNoIterationsBecauseOfAStepThatEveryPassRuns) {
  auto record = test("shop.global.pays");
  record.passes = {1, 2};
  record.steps = {
      step(1, "Set up", StepOutcome::passed, 0, 1), step(2, "A", StepOutcome::passed, 0, 1),
      step(3, "Set up", StepOutcome::passed, 0, 2), step(4, "B", StepOutcome::passed, 0, 2)};
  const auto one = entry({record});
  EXPECT_THAT(one.iterations, IsEmpty());
  EXPECT_THAT(actions(one.steps), ElementsAre("Set up", "A", "B"));
}

TEST(Sections, OfAPassThatDoesNotCountAreLeftOut) {
  auto record = test("shop.global.pays", TestOutcome::failed);
  record.passes = {1};
  record.steps = {step(1, "A", StepOutcome::failed, 0, 1),
                  step(2, "Phantom", StepOutcome::passed, 0, 2)};
  EXPECT_THAT(actions(entry({record}).steps), ElementsAre("A"));
}

TEST(Generators, MakeAnIterationOfEachPass) {
  auto record = test("shop.global.pays", TestOutcome::failed);
  record.passes = {1, 2, 4};
  record.failures = {message("too much", 0, 2)};
  record.parameters = {{"amount", "5", 1}, {"amount", "50", 2}};
  const auto one = entry({record});
  EXPECT_THAT(one.steps, IsEmpty());
  ASSERT_THAT(one.iterations, SizeIs(3));
  EXPECT_EQ(one.iterations[0].outcome, kPassed);
  EXPECT_EQ(one.iterations[0].name, "amount=5");
  EXPECT_EQ(one.iterations[0].parameters.at(0).name, "amount");
  EXPECT_EQ(one.iterations[1].outcome, kFailed);
  EXPECT_EQ(one.iterations[1].parameters.at(0).value, "50");
  EXPECT_THAT(one.iterations[1].log, HasSubstr("too much"));
  EXPECT_THAT(one.iterations[1].steps.at(0).actual, HasSubstr("too much"));
  EXPECT_EQ(one.iterations[2].parameters.at(0).name, "case");
  EXPECT_EQ(one.iterations[2].parameters.at(0).value, "3");
  EXPECT_EQ(one.outcome, kFailed);
  EXPECT_EQ(one.remark, "3 cases: 2 passed, 1 failed.");
}

TEST(Generators, LayTheStepsOfAllPassesOverEachOther) {
  auto record = test("shop.global.pays");
  record.passes = {1, 2, 3, 4};
  record.steps = {step(1, "A", StepOutcome::passed, 0, 1), step(2, "B", StepOutcome::passed, 0, 2),
                  step(3, "A", StepOutcome::passed, 0, 3), step(4, "B", StepOutcome::passed, 0, 4)};
  const auto one = entry({record});
  ASSERT_THAT(one.iterations, SizeIs(4));
  for (const auto& iteration : one.iterations) {
    EXPECT_THAT(actions(iteration.steps), ElementsAre("A", "B"));
  }
  EXPECT_THAT(outcomes(one.iterations[1].steps), ElementsAre(kNone, kPassed));
}

TEST(Generators, WithOneValueMakeAnIterationOfItsParameters) {
  auto record = test("shop.global.pays");
  record.passes = {1};
  record.parameters = {{"amount", "5", 1}};
  const auto one = entry({record});
  ASSERT_THAT(one.iterations, SizeIs(1));
  EXPECT_EQ(one.iterations[0].parameters.at(0).value, "5");
}

TEST(Generators, CrashInTheLastPassOnly) {
  auto record = test("shop.global.pays", TestOutcome::crashed);
  record.passes = {1, 2};
  const auto one = entry({record});
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_EQ(one.iterations[0].outcome, kPassed);
  EXPECT_EQ(one.iterations[1].outcome, Outcome::crashed);
}

TEST(Generators, SkipAPassForAReasonOfItsOwn) {
  auto record = test("shop.global.pays");
  record.passes = {1, 2};
  record.skips = {message("no network", 0, 1)};
  const auto one = entry({record});
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_EQ(one.iterations[0].outcome, kSkipped);
  EXPECT_EQ(one.iterations[1].outcome, kPassed);
  EXPECT_EQ(one.outcome, kPassed);
}

}  // namespace
}  // namespace xrep::client
