#include "plan/import_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Entry entry(const std::string& id, Outcome outcome) {
  Entry result;
  result.id = id;
  result.outcome = outcome;
  result.tests = {id};
  return result;
}

PlannedFile file(const std::string& name, int step = -1, int iteration = -1) {
  PlannedFile result;
  result.name = name;
  result.step = step;
  result.iteration = iteration;
  return result;
}

TEST(MergedEntry, KeepsTheNameOfTheOneWithAKeyAndTheWorstOutcome) {
  auto named = entry("key:A-1", Outcome::passed);
  named.key = "A-1";
  const auto merged = merge_entries(entry("test:B", Outcome::failed), named);
  EXPECT_EQ(merged.id, "key:A-1");
  EXPECT_EQ(merged.outcome, Outcome::failed);
  EXPECT_THAT(merged.tests, ElementsAre("key:A-1", "test:B"));
}

TEST(MergedEntry, ShowsTheStepsOfTheOtherAsTextAndItsFilesAtTheTest) {
  auto a = entry("a", Outcome::passed);
  a.steps = {{"Open", "", "", Outcome::passed}};
  a.files = {file("shot.png", 0)};
  auto b = entry("b", Outcome::failed);
  b.steps = {{"Pay", "", "", Outcome::failed}};
  b.files = {file("shot.png", 0)};
  const auto merged = merge_entries(a, b);
  ASSERT_EQ(merged.steps.size(), 1U);
  EXPECT_THAT(merged.text, HasSubstr("Pay"));
  ASSERT_EQ(merged.files.size(), 2U);
  EXPECT_EQ(merged.files[0].step, 0);
  EXPECT_EQ(merged.files[1].name, "shot (2).png");
  EXPECT_EQ(merged.files[1].step, -1);
}

TEST(MergedEntry, JoinsIterationsOfTheSameShapeWithTheirFiles) {
  auto a = entry("a", Outcome::passed);
  a.iterations = {{"one", {}, Outcome::passed, "", {{"Run", "", "", Outcome::passed}}}};
  auto b = entry("b", Outcome::passed);
  b.iterations = {{"two", {}, Outcome::passed, "", {{"Run", "", "", Outcome::passed}}}};
  b.files = {file("two.log", 0, 0)};
  const auto merged = merge_entries(a, b);
  ASSERT_EQ(merged.iterations.size(), 2U);
  EXPECT_EQ(merged.files[0].iteration, 1);
}

TEST(MergedEntry, SpansBothTimes) {
  auto a = entry("a", Outcome::passed);
  a.started = 10;
  a.finished = 20;
  auto b = entry("b", Outcome::passed);
  b.started = 5;
  b.finished = 15;
  const auto merged = merge_entries(a, b);
  EXPECT_EQ(merged.started, 5);
  EXPECT_EQ(merged.finished, 20);
}

}  // namespace
}  // namespace xrep::client
