// Sections that are left early, repeated, made in loops and mixed with generators.

#include "catch2_traps.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace xrep::test {
namespace {

using Passes = std::vector<std::uint32_t>;

TEST(Catch2Sections, AreNestedStepsWhicheverWayTheyAreLeft) {
  const auto recorded = traps("[exits]");
  const std::map<std::string, std::pair<TestOutcome, std::string>> expected{
      {"nested require", {TestOutcome::failed, "failed"}},
      {"nested exception", {TestOutcome::failed, "failed"}},
      {"nested skip", {TestOutcome::skipped, "skipped"}}};
  for (const auto& [name, end] : expected) {
    const auto test = recorded.test(name);
    const auto& [outcome, word] = end;
    EXPECT_EQ(test.outcome, outcome) << name;
    // Pass 3 was the empty one.
    EXPECT_EQ(test.passes, (Passes{1, 2, 4, 5})) << name;
    EXPECT_EQ(steps_of(test),
              (Texts{"1 outer: passed", "1 outer/before: passed", "2 outer: " + word,
                     "2 outer/middle: " + word, "2 outer/middle/inner: " + word, "4 outer: passed",
                     "4 outer/after: passed", "5 last: passed"}))
        << name;
    const auto& messages = test.failures.empty() ? test.skips : test.failures;
    ASSERT_EQ(messages.size(), 1U) << name;
    EXPECT_EQ(place_of(test, messages[0]), "outer/middle/inner") << name;
  }
}

// Catch2 ends the outer one first.
TEST(Catch2Sections, ThatAreLeftAtOnceKeepEachItsOwnResult) {
  const auto test = traps("[mixed]").test("skip inside a failed section");
  EXPECT_EQ(steps_of(test), (Texts{"1 outer: failed", "1 outer/inner: skipped"}));
  EXPECT_EQ(test.failures.size(), 1U);
}

TEST(Catch2Sections, ThatReturnEndInTheirOrder) {
  const auto test = traps("nested return").test("nested return");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(test.passes, (Passes{1, 2, 3, 4}));
  EXPECT_EQ(steps_of(test).at(4), "2 outer/middle/inner: passed");
}

TEST(Catch2Sections, ThatAreLeftEarlyHaveATimeAllTheSame) {
  const auto test = traps("slow and left early").test("slow and left early");
  constexpr Micros kSlept = 3000;
  EXPECT_GE(test.finished - test.started, kSlept);
  EXPECT_GE(test.steps.at(0).finished - test.steps.at(0).started, kSlept);
}

TEST(Catch2EmptyPass, IsDroppedWithAllThatItRepeats) {
  const auto recorded = traps("[phantom]");
  EXPECT_EQ(steps_of(recorded.test("require in the last section")),
            (Texts{"1 fine: passed", "2 a: failed", "2 a/b: failed"}));
  EXPECT_EQ(recorded.test("exception in the last section").comments, (Texts{"entered"}));
  EXPECT_EQ(values_of(recorded.test("skip in the last section")), (Texts{"1 yes"}));
  EXPECT_EQ(recorded.test("failing check before the last section").failures.size(), 2U);
  EXPECT_EQ(steps_of(recorded.test("steps around the last section")),
            (Texts{"1 Prepare: failed", "1 Prepare/a: failed", "1 Prepare/a/Try: failed"}));
  for (const auto& name : {"exception in the last section", "skip in the last section",
                           "failing check before the last section", "steps around the last section",
                           "section is left after the one inside"}) {
    EXPECT_EQ(recorded.test(name).passes, (Passes{1})) << name;
  }
}

TEST(Catch2EmptyPass, IsDroppedForEachValueOfAGenerator) {
  const auto recorded = traps("[phantom]");
  EXPECT_EQ(values_of(recorded.test("every value leaves early")), (Texts{"1 1", "3 2"}));
  EXPECT_EQ(values_of(recorded.test("one value leaves early and the next enters nothing")),
            (Texts{"1 1", "3 2"}));
  EXPECT_EQ(values_of(recorded.test("only a later value leaves early")),
            (Texts{"1 1", "2 2", "4 3"}));
}

TEST(Catch2EmptyPass, IsNoneWhenOnlyTheBodyWasLeftEarly) {
  const auto test = traps("[phantom]").test("body is left after the section");
  EXPECT_EQ(values_of(test), (Texts{"1 1", "2 2"}));
  EXPECT_EQ(test.passes, (Passes{1, 2}));
}

TEST(Catch2EmptyPass, IsARealOneWhenCodeBehindTheSectionsFails) {
  const auto recorded = traps("[phantom]");
  const auto test = recorded.test("code after the last section fails");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_EQ(failures_of(test), (Texts{"FAIL: after the section"}));
  EXPECT_EQ(test.skips.at(0).text, "not here");
  const auto of_values = recorded.test("code after the last section fails in a chosen value");
  EXPECT_EQ(of_values.failures.size(), 3U);
  EXPECT_EQ(values_of(of_values), (Texts{"1 1", "2 1", "3 2"}));
}

TEST(Catch2Generators, InASectionStopAtTheValueThatLeavesIt) {
  const auto test = traps("generator in a section").test("generator in a section");
  EXPECT_EQ(steps_of(test), (Texts{"1 values: passed", "2 values: failed", "3 plain: passed"}));
  EXPECT_EQ(values_of(test), (Texts{"1 1", "2 2"}));
}

TEST(Catch2Generators, AroundSectionsGiveEachValueEachSection) {
  const auto test = traps("section in a generator").test("section in a generator");
  EXPECT_EQ(steps_of(test),
            (Texts{"1 first: passed", "2 second: failed", "4 first: passed", "5 second: passed"}));
  EXPECT_EQ(values_of(test), (Texts{"1 1", "2 1", "4 2", "5 2"}));
}

TEST(Catch2Generators, InOneAnotherGiveEachPairAPass) {
  const auto recorded = traps("[generators]");
  const auto test = recorded.test("nested generators");
  EXPECT_EQ(values_of(test), (Texts{"1 11", "2 21", "3 31", "4 12", "5 22", "6 32"}));
  EXPECT_EQ(test.failures.at(0).pass, 2U);
  EXPECT_EQ(values_of(recorded.test("generators of one line")),
            (Texts{"1 13", "2 14", "3 23", "4 24"}));
}

TEST(Catch2Generators, ThatThrowFailTheTestAndSayWhy) {
  const auto recorded = traps("[generators]");
  EXPECT_TRUE(contains(recorded.test("generator throws").failures.at(0).text, "no values"));
  EXPECT_EQ(recorded.test("generator runs dry").outcome, TestOutcome::failed);
  EXPECT_EQ(recorded.test("generator runs dry").failures.size(), 1U);
}

TEST(Catch2Generators, KeepThePassWhoseValueIsSkipped) {
  const auto test = traps("skip one value").test("skip one value");
  EXPECT_EQ(test.outcome, TestOutcome::skipped);
  EXPECT_EQ(test.passes, (Passes{1, 2, 3}));
  ASSERT_EQ(test.skips.size(), 1U);
  EXPECT_EQ(test.skips[0].pass, 2U);
}

TEST(Catch2DynamicSections, AreStepsOfTheirOwn) {
  const auto test = traps("sections made in a loop").test("sections made in a loop");
  EXPECT_EQ(steps_of(test), (Texts{"1 item 0: passed", "2 item 1: passed", "3 item 2: failed",
                                   "4 item 3: passed"}));
  EXPECT_EQ(place_of(test, test.failures.at(0)), "item 2");
}

TEST(Catch2DynamicSections, OfOneNameRunOnce) {
  EXPECT_EQ(steps_of(traps("same name in a loop").test("same name in a loop")),
            (Texts{"1 item: passed"}));
}

TEST(Catch2Sections, OfOneNameAreToldApartByTheirPlace) {
  const auto recorded = traps("[dynamic]");
  const auto twins = recorded.test("same name in several places");
  EXPECT_EQ(steps_of(twins),
            (Texts{"1 twin: passed", "2 twin: failed", "2 twin/twin: failed", "4 twin: passed"}));
  EXPECT_EQ(place_of(twins, twins.failures.at(0)), "twin/twin");
  const auto as_test = recorded.test("section called as the test");
  EXPECT_EQ(steps_of(as_test), (Texts{"1 section called as the test: failed"}));
  EXPECT_EQ(as_test.passes, (Passes{1}));
}

TEST(Catch2Sections, WithoutNamesAreStepsToo) {
  const auto test = traps("sections without names").test("sections without names");
  ASSERT_EQ(test.steps.size(), 2U);
  EXPECT_EQ(test.steps[1].parent, test.steps[0].number);
  EXPECT_EQ(test.steps[1].outcome, StepOutcome::failed);
  EXPECT_EQ(test.failures.at(0).step, test.steps[1].number);
}

TEST(Catch2Bdd, TrimsEveryKindOfClause) {
  const auto test = traps("[story]").test("Scenario: a shop");
  EXPECT_EQ(test.identity, "catch2_traps.traps.Shop.Scenario: a shop");
  EXPECT_EQ(test.passes, (Passes{1}));
  Texts names;
  for (const auto& step : test.steps) {
    names.push_back(step.name);
  }
  EXPECT_EQ(names, (Texts{"Given: an order", "And given: a customer", "When: it is paid",
                          "And when: it is packed", "Then: there is a box", "And: it is sent"}));
  EXPECT_EQ(place_of(test, test.failures.at(0)), step_paths(test).back());
}

TEST(Catch2Steps, EndAsTheyAreLeft) {
  const auto test = traps("[steps]").test("steps left early");
  EXPECT_EQ(steps_of(test),
            (Texts{"1 by require: failed", "1 by require/Ask: failed", "2 by exception: failed",
                   "2 by exception/Throw: failed", "3 by skip: skipped", "3 by skip/Skip: skipped",
                   "4 not at all: passed", "4 not at all/Stay: passed"}));
}

TEST(Catch2ChosenSections, AreThoseOfOnePath) {
  const auto test = traps("nested require", {"-c", "outer", "-c", "middle"}).test("nested require");
  EXPECT_EQ(steps_of(test),
            (Texts{"1 outer: failed", "1 outer/middle: failed", "1 outer/middle/inner: failed"}));
  EXPECT_EQ(test.passes, (Passes{1}));
  EXPECT_EQ(test.remarks, (Texts{"Only the sections chosen with -c were run."}));
  const auto others = traps("[exits],[story]", {"-c", "last"});
  EXPECT_EQ(others.tests().size(), 4U);
  EXPECT_EQ(others.test("nested require").outcome, TestOutcome::passed);
}

}  // namespace
}  // namespace xrep::test
