#include "plan/fold.hpp"
#include "plan/text_limits.hpp"
#include "plan/utc_time.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::HasSubstr;
using testing::Not;

TEST(TextLimits, CountCodeUnitsOfUtf16) {
  EXPECT_EQ(text_length("abc"), 3U);
  EXPECT_EQ(text_length("\xC3\xA4\xE2\x82\xAC"), 2U);
  EXPECT_EQ(text_length("\xF0\x9F\x9A\x80"), 2U);
}

TEST(TextLimits, CutOnACodePoint) {
  EXPECT_EQ(first_units("a\xE2\x82\xAC"
                        "b",
                        2),
            "a\xE2\x82\xAC");
  EXPECT_EQ(first_units("a\xF0\x9F\x9A\x80", 2), "a");
  EXPECT_EQ(first_units("abc", 3), "abc");
}

TEST(TextLimits, LeaveRoomForTheNote) {
  EXPECT_EQ(limited("abcdef", 6, "..."), "abcdef");
  EXPECT_EQ(limited("abcdefg", 6, "..."), "abc...");
}

TEST(TextLimits, MakeOneLineAndTakeWikiMarkupOut) {
  EXPECT_EQ(one_line("a\n\tb  c\n"), "a b c");
  EXPECT_EQ(plain_line("{color:red}[a|b] !x!"), "color:red a b x");
}

TEST(UtcTime, IsIsoInWholeSeconds) {
  EXPECT_EQ(utc_time(kStart + 999999), "2026-03-01T02:00:00Z");
  EXPECT_EQ(utc_time(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc_time(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(utc_time(951782399000000), "2000-02-28T23:59:59Z");
  EXPECT_EQ(utc_time(951782400000000), "2000-02-29T00:00:00Z");
  EXPECT_EQ(utc_time(4107542399000000), "2100-02-28T23:59:59Z");
  EXPECT_EQ(utc_time(4107542400000000), "2100-03-01T00:00:00Z");
}

TEST(UtcTime, ShowsDurationsInSeconds) {
  EXPECT_EQ(seconds_text(1204567), "1.204 s");
  EXPECT_EQ(seconds_text(-5), "0.000 s");
}

TEST(ResultText, HoldsNothingFromTestsInTheRemark) {
  auto record = test("Shop.{color}", TestOutcome::failed);
  record.steps = {step(1, "{noformat}*bold*", StepOutcome::failed)};
  record.failures = {message("[link|http://evil]", 1)};
  record.comments = {"h1. big"};
  const auto one = entry({record});
  EXPECT_EQ(one.remark, "Failed in step 1 after 0.250 s.");
  EXPECT_THAT(one.text, HasSubstr("[link|http://evil]"));
  EXPECT_THAT(one.text, HasSubstr("h1. big"));
}

TEST(ResultText, SaysWhatTheReporterRemarked) {
  auto record = test("Shop.Pays");
  record.remarks = {"failed as expected"};
  EXPECT_EQ(entry({record}).remark, "Passed in 0.250 s. failed as expected.");
}

TEST(ResultText, NamesSkipsAndRefusedAttachments) {
  auto record = test("Shop.Pays", TestOutcome::skipped);
  record.skips = {message("no network")};
  record.refused_attachments = {{"film.mp4", "larger than 100 MiB"}};
  const auto one = entry({record});
  EXPECT_EQ(one.remark, "Skipped.");
  EXPECT_THAT(one.text, HasSubstr("checkout_test.cpp:42:\nSkipped: no network"));
  EXPECT_THAT(one.text, HasSubstr("Attachment film.mp4 was not recorded: larger than 100 MiB"));
}

TEST(ResultText, IsEmptyForATestThatHasNothingToSay) {
  EXPECT_EQ(entry({test("Shop.Pays")}).text, "");
}

TEST(ResultText, NamesThePassOfAMessageThatStandsInNoStep) {
  auto record = test("shop.global.pays", TestOutcome::failed);
  record.passes = {1, 2};
  record.steps = {step(1, "by card", StepOutcome::passed, 0, 1),
                  step(2, "in cash", StepOutcome::failed, 0, 2)};
  record.failures = {message("bad", 2, 2), message("worse", 0, 2)};
  const auto text = entry({record}).text;
  EXPECT_THAT(text, HasSubstr("checkout_test.cpp:42, in step 2 in cash:\nbad"));
  EXPECT_THAT(text, HasSubstr("checkout_test.cpp:42, in pass 2:\nworse"));
}

TEST(ResultText, NamesTheCaseOfAMessage) {
  auto record = test("shop.global.pays", TestOutcome::failed);
  record.passes = {1, 2};
  record.failures = {message("bad", 0, 2)};
  const auto by_number = entry({record});
  EXPECT_THAT(by_number.text, HasSubstr("checkout_test.cpp:42, in case 2:\nbad"));
  EXPECT_EQ(by_number.iterations.at(1).log, "checkout_test.cpp:42:\nbad");
  record.parameters = {{"currency", "EUR", 1}, {"currency", "CHF", 2}};
  EXPECT_THAT(entry({record}).text, HasSubstr("checkout_test.cpp:42, in case currency=CHF:\nbad"));
}

TEST(ResultText, NamesTheValuesOfAnInstanceThatFailed) {
  auto bad = instance("Cart.Adds", "1", TestOutcome::failed);
  bad.parameters = {{"currency", "CHF"}};
  EXPECT_THAT(entry({instance("Cart.Adds", "0"), bad}).text,
              HasSubstr("=== 1 (currency=CHF): failed\n"));
}

TEST(ResultText, NamesTheTestsOfAKeyThatPassedAfterThoseThatDidNot) {
  const auto text = entry({with_key(test("Shop.Opens"), "CALC-1"),
                           with_key(test("Shop.Pays", TestOutcome::failed), "CALC-1")})
                        .text;
  EXPECT_EQ(text, "=== Shop.Pays: failed\n\n=== passed:\nShop.Opens\n");
}

TEST(ResultText, HoldsTheParametersOfTheAttemptsThatDoNotCount) {
  auto first = test("Shop.Pays", TestOutcome::failed);
  first.parameters = {{"seed", "41"}, {"round", "1"}};
  auto second = test("Shop.Pays");
  second.parameters = {{"seed", "42"}};
  EXPECT_THAT(entry({first, second}).text, HasSubstr("Parameter seed: 42\n"));
  auto last = settings();
  last.retries = RetryPolicy::last;
  EXPECT_THAT(entry({first, second}, last).text,
              HasSubstr("--- attempt 1 of 2: failed\nParameter seed: 41\nParameter round: 1\n"));
}

TEST(StepList, MarksEachStepWithItsResult) {
  std::vector<PlannedStep> steps(2);
  steps[0].action = "Open";
  steps[0].outcome = Outcome::passed;
  steps[1].action = "Pay";
  steps[1].expected = "a receipt";
  steps[1].outcome = Outcome::failed;
  EXPECT_EQ(step_list(steps), "passed   1. Open\nFAILED   2. Pay\n         expected: a receipt\n");
}

TEST(StepList, ShowsWhatAStepWorkedWith) {
  std::vector<PlannedStep> steps(1);
  steps[0].action = "Pay";
  steps[0].data = "card\n4242";
  steps[0].expected = "a receipt";
  EXPECT_EQ(step_list(steps),
            "not run  1. Pay\n         data: card 4242\n         expected: a receipt\n");
}

TEST(StepList, KeepsTheNumbersOfNestedSteps) {
  std::vector<PlannedStep> steps(1);
  steps[0].action = "2.1 Pay";
  EXPECT_EQ(step_list(steps, 5), "not run  2.1 Pay\n");
}

TEST(IterationTable, OmitsWhatPassedWhenItIsLong) {
  std::vector<PlannedIteration> iterations(150);
  for (std::size_t i = 0; i < iterations.size(); ++i) {
    iterations[i].parameters = {{"case", std::to_string(i)}};
    iterations[i].outcome = i == 77 ? Outcome::failed : Outcome::passed;
    iterations[i].steps.resize(1);
    iterations[i].steps[0].action = kOnlyStep;
  }
  EXPECT_EQ(iteration_table(iterations), "case  result\n77    FAILED\nand 149 that passed\n");
}

TEST(IterationTable, IsFollowedByTheValuesThatItCuts) {
  PlannedIteration iteration;
  iteration.name = "1";
  iteration.parameters = {{"text", std::string(60, 'x') + "end"}};
  iteration.steps.resize(1);
  iteration.steps[0].action = kOnlyStep;
  const auto table = iteration_table({iteration});
  EXPECT_THAT(table, HasSubstr(std::string(45, 'x') + "...  not run\n"));
  EXPECT_THAT(table, HasSubstr("\ntext: " + std::string(60, 'x') + "end\n"));
}

TEST(IterationTable, ShowsTheStepsOfIterationsThatHaveSome) {
  std::vector<PlannedIteration> iterations(1);
  iterations[0].name = "small";
  iterations[0].steps.resize(2);
  iterations[0].steps[0].action = "Open";
  iterations[0].steps[1].action = "Pay";
  EXPECT_THAT(iteration_table(iterations), HasSubstr("small\nnot run  1. Open\nnot run  2. Pay\n"));
  iterations[0].steps.resize(1);
  iterations[0].steps[0].action = kOnlyStep;
  EXPECT_THAT(iteration_table(iterations), Not(HasSubstr("Run")));
}

}  // namespace
}  // namespace xrep::client
