#include "delivery/step_match.hpp"

#include "plan/fold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace xrep::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using Texts = std::vector<std::string>;
using Kind = StepMatch::Kind;

std::vector<PlannedStep> steps(const Texts& actions) {
  std::vector<PlannedStep> made;
  for (const auto& action : actions) {
    made.emplace_back();
    made.back().action = action;
  }
  return made;
}

Entry recorded(const Texts& actions, Outcome outcome = Outcome::passed) {
  Entry entry;
  entry.outcome = outcome;
  entry.steps = steps(actions);
  return entry;
}

Entry iterated(const std::vector<Texts>& iterations) {
  Entry entry;
  entry.outcome = Outcome::passed;
  for (const auto& actions : iterations) {
    entry.iterations.emplace_back();
    entry.iterations.back().steps = steps(actions);
  }
  return entry;
}

TEST(StepMatch, OfTheSameStepsSaysNothing) {
  const auto match = match_steps(recorded({"Open", "Pay"}), {"Open", "Pay"});
  EXPECT_EQ(match.kind, Kind::same);
  EXPECT_THAT(match.difference, IsEmpty());
}

TEST(StepMatch, DoesNotCountBlanks) {
  EXPECT_EQ(match_steps(recorded({"Open the basket"}), {" Open\nthe  basket "}).kind, Kind::same);
}

TEST(StepMatch, TakesNumbersOfNestedStepsForPartOfTheirTexts) {
  EXPECT_EQ(match_steps(recorded({"1. Open", "1.1 Look"}), {"1. Open", "1.1 Look"}).kind,
            Kind::same);
  EXPECT_EQ(match_steps(recorded({"1. Open", "1.1 Look"}), {"Open"}).kind, Kind::different);
}

TEST(StepMatch, NamesTheFirstStepThatDiffersWithBothTexts) {
  const auto match = match_steps(recorded({"Open", "Pay", "Go"}), {"Open", "Buy", "Stay", "x"});
  EXPECT_EQ(match.kind, Kind::different);
  EXPECT_THAT(match.difference, AllOf(HasSubstr("step 2"), HasSubstr("\"Buy\" in the Test"),
                                      HasSubstr("\"Pay\" in the run")));
}

TEST(StepMatch, ShortensLongTexts) {
  const auto match = match_steps(recorded({std::string(5000, 'a')}), {std::string(5000, 'b')});
  EXPECT_LT(match.difference.size(), 200U);
}

TEST(StepMatch, FindsTheBeginningOfWhatWasRecorded) {
  const auto match = match_steps(recorded({"Open", "Pay", "Go"}), {"Open", "Pay"});
  EXPECT_EQ(match.kind, Kind::beginning);
  EXPECT_THAT(match.difference, HasSubstr("first 2 of the 3 steps"));
  EXPECT_EQ(match_steps(recorded({"Open"}), {}).kind, Kind::beginning);
}

TEST(StepMatch, TakesARunThatDidNotPassForOneThatStoppedEarly) {
  const Texts test = {"Open", "Pay", "Go"};
  for (const auto outcome :
       {Outcome::failed, Outcome::crashed, Outcome::skipped, Outcome::not_started}) {
    EXPECT_EQ(match_steps(recorded({"Open", "Pay"}, outcome), test).kind, Kind::same);
    EXPECT_EQ(match_steps(recorded({"Open", "Buy"}, outcome), test).kind, Kind::different);
  }
  const auto passed = match_steps(recorded({"Open", "Pay"}), test);
  EXPECT_EQ(passed.kind, Kind::different);
  EXPECT_THAT(passed.difference, AllOf(HasSubstr("3 steps"), HasSubstr("passed 2")));
}

TEST(StepMatch, TakesTheLongestListOfTheIterations) {
  const auto entry = iterated({{"Open"}, {"Open", "Pay", "Go"}, {"Open", "Pay"}});
  EXPECT_EQ(recorded_steps(entry).size(), 3U);
  EXPECT_EQ(match_steps(entry, {"Open", "Pay", "Go"}).kind, Kind::same);
  EXPECT_EQ(match_steps(entry, {"Open"}).kind, Kind::beginning);
}

TEST(StepMatch, FindsNoBeginningWhereIterationsDidDifferentThings) {
  const auto entry = iterated({{"Open", "Pay"}, {"Open", "Leave", "Go"}});
  EXPECT_EQ(match_steps(entry, {"Open"}).kind, Kind::different);
  EXPECT_EQ(match_steps(entry, {"Open", "Leave", "Go"}).kind, Kind::different);
}

TEST(StepMatch, LooksAtNoIterationWithoutStepsOfItsOwn) {
  EXPECT_FALSE(has_steps(iterated({{kOnlyStep}, {kOnlyStep}})));
  const auto entry = iterated({{kOnlyStep}, {"Open", "Pay"}});
  EXPECT_TRUE(has_steps(entry));
  EXPECT_EQ(match_steps(entry, {"Open", "Pay"}).kind, Kind::same);
  // A Test that was made for iterations without steps.
  EXPECT_EQ(match_steps(entry, {kOnlyStep}).kind, Kind::different);
}

}  // namespace
}  // namespace xrep::client
