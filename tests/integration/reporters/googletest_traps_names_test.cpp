// Names, parameters and properties that no human would choose.

#include "googletest_traps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace xrep::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

Texts identities(const Recorded& recorded) {
  Texts all;
  for (const auto& test : recorded.tests()) {
    all.push_back(test.identity + " | " + test.instance);
  }
  return all;
}

TEST(GoogleTestNames, MayBeAnyBytes) {
  const auto recorded = run_traps("*OddNames*:.");
  const auto names = recorded.names();
  EXPECT_THAT(names, Contains("OddNames."));
  EXPECT_THAT(names, Contains(".OddNames without suite"));
  EXPECT_THAT(names, Contains("."));
  EXPECT_THAT(names, Contains("OddNames.two␊lines␊"));
  EXPECT_THAT(names, Contains("OddNames.control ␁␡\t end"));
  EXPECT_THAT(names, Contains("OddNames.invalid \uFFFD\uFFFD end").Times(2));
  EXPECT_THAT(names, Contains("OddNames.a/b:c*d?e-f\"'<>&\\"));
  EXPECT_EQ(recorded.test("OddNames.DISABLED_\uFFFD␊").outcome, TestOutcome::disabled);

  const auto nowhere = recorded.test("OddNames.nowhere");
  EXPECT_EQ(nowhere.outcome, TestOutcome::passed);
  EXPECT_EQ(nowhere.file, "");
  EXPECT_EQ(nowhere.line, 0);
}

TEST(GoogleTestNames, MayBelongToTwoTests) {
  const auto recorded = run_and_compare("OddNames.twice");
  EXPECT_THAT(outcomes(recorded), ElementsAre("OddNames.twice: passed", "OddNames.twice: failed"));
  EXPECT_THAT(recorded.tests().at(0).failures, IsEmpty());
  EXPECT_EQ(recorded.tests().at(1).failures.size(), 1U);
}

TEST(GoogleTestNames, AreSkippedLikeOthersWhenTheRunStops) {
  const auto recorded =
      run_and_compare("OddNames.twice:OddNames.nowhere", {}, {"--gtest_fail_fast"});
  EXPECT_THAT(outcomes(recorded), ElementsAre("OddNames.twice: passed", "OddNames.twice: failed",
                                              "OddNames.nowhere: not started"));
}

TEST(GoogleTestNames, OfTypesMayBeAnyBytes) {
  const auto recorded = run_and_compare("OddTypes*");
  EXPECT_THAT(identities(recorded),
              UnorderedElementsAre("OddTypes.Holds | with space<0>", "OddTypes.Holds | two␊lines",
                                   "OddTypes.Holds | \uFFFD␁", "OddTypes.Holds | ",
                                   "OddTypes.Holds | float"));
}

TEST(GoogleTestNames, HoldNoValueOfAParameter) {
  const auto recorded = run_and_compare("*OddText.*:*OddPrint*");
  EXPECT_THAT(identities(recorded),
              UnorderedElementsAre("All/OddText.IsEmpty | 0", "All/OddText.IsEmpty | 1",
                                   "All/OddText.IsEmpty | 2", "All/OddText.IsEmpty | 3",
                                   "Named/OddText.IsEmpty | value_a",
                                   "Named/OddText.IsEmpty | value_b", "All/OddPrint.Fails | 0"));
}

TEST(GoogleTestNames, AreTheSameWhenAParameterIsPrintedAsItsBytes) {
  const auto recorded = run_traps("*OddBlob*");
  EXPECT_THAT(identities(recorded), ElementsAre("All/OddBlob.Holds | 0"));
  EXPECT_EQ(recorded.tests().at(0).outcome, TestOutcome::failed);
}

TEST(GoogleTestNames, AndTextsOfFailuresAreRepaired) {
  const auto printed = run_and_compare("*OddPrint*").test("All/OddPrint.Fails/0");
  ASSERT_EQ(printed.failures.size(), 1U);
  EXPECT_THAT(printed.failures[0].text, HasSubstr("\uFFFD"));
  EXPECT_THAT(printed.failures[0].text, Not(HasSubstr("\xf0\xf0")));
  EXPECT_THAT(printed.failures[0].text, Not(HasSubstr("\x1b")));
  EXPECT_GT(printed.failures[0].text.size(), 10'000U);

  const auto large = run_and_compare("All/OddText.IsEmpty/0").test("All/OddText.IsEmpty/0");
  EXPECT_THAT(large.failures.at(0).text, HasSubstr(std::string(10'000, 'x')));
}

TEST(GoogleTestNames, OfTracesStandInTheTextsOfFailures) {
  const auto failures = run_and_compare("OddTexts.WithTraces").tests().at(0).failures;
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_THAT(failures[0].text, testing::MatchesRegex("Failed\nwith a NUL: .*\n"
                                                      "Google Test trace:\n"
                                                      ".*inner trace\n"
                                                      ".*outer trace"));
}

TEST(GoogleTestNames, OfFilesMayBeMissing) {
  const auto failures = run_and_compare("OddTexts.OfNoFile").tests().at(0).failures;
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].file, "");
  EXPECT_EQ(failures[0].line, 0);
}

TEST(GoogleTestProperties, WithAReservedKeyFailTheTestAndNothingElse) {
  const auto recorded = run_and_compare("PropertyTrap.ReservedKey:PropertyTrap.TheLastValueWins");
  EXPECT_THAT(outcomes(recorded), ElementsAre("PropertyTrap.ReservedKey: failed",
                                              "PropertyTrap.TheLastValueWins: passed"));
  EXPECT_THAT(recorded.tests().at(0).failures.at(0).text, HasSubstr("Reserved key"));
}

TEST(GoogleTestProperties, HaveTheLastOfSeveralValues) {
  const auto recorded = run_and_compare("PropertyTrap.TheLastValueWins");
  EXPECT_THAT(recorded.tests().at(0).keys, ElementsAre("CALC-2"));
}

TEST(GoogleTestProperties, MayBeHundreds) {
  const auto test = run_and_compare("PropertyTrap.Hundreds").test("PropertyTrap.Hundreds");
  EXPECT_THAT(test.comments, ElementsAre("bytes \uFFFD␁ and\na line"));
}

TEST(GoogleTestProperties, OutsideOfTestsAreThoseOfNoTest) {
  const auto recorded = run_and_compare("SuiteProperties.*");
  EXPECT_THAT(outcomes(recorded), ElementsAre("SuiteProperties.AreOfNoTest: passed"));
  EXPECT_THAT(recorded.tests().at(0).keys, IsEmpty());
}

TEST(GoogleTestProperties, AreThoseOfTheirIteration) {
  const auto recorded = run_and_compare("PropertyTrap.Hundreds", {}, {"--gtest_repeat=2"});
  ASSERT_EQ(recorded.tests().size(), 2U);
  for (const auto& test : recorded.tests()) {
    EXPECT_EQ(test.comments.size(), 1U);
  }
}

}  // namespace
}  // namespace xrep::test
