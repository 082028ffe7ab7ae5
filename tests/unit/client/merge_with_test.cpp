#include "cloud/comment.hpp"
#include "delivery/other_result.hpp"
#include "plan/text_limits.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace xrep::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const cloud::StatusNames kNames;
const std::vector<std::string> kFailing{"FAILED", "FLAKY"};

PlannedStep step(Outcome outcome, const std::string& actual = {}) {
  PlannedStep made;
  made.action = "Pay";
  made.outcome = outcome;
  made.actual = actual;
  return made;
}

PlannedIteration iteration(const std::string& size, Outcome outcome) {
  PlannedIteration made;
  made.name = "size=" + size;
  made.parameters = {{"size", size}};
  made.outcome = outcome;
  made.steps = {step(outcome)};
  return made;
}

Entry entry(Outcome outcome) {
  Entry made;
  made.identity = "Cart.Pays";
  made.outcome = outcome;
  return made;
}

OtherResult other(Outcome outcome, const std::string& status) {
  OtherResult made;
  made.outcome = outcome;
  made.status = status;
  return made;
}

std::string comment_of(const Entry& entry) {
  return cloud::comment_of(entry, cloud::shown_result(entry, {}));
}

TEST(MergedResult, HasTheWorstStatusUnderTheNameThatStoodThere) {
  const auto theirs = merge_with(entry(Outcome::passed), other(Outcome::failed, "FLAKY"));
  EXPECT_EQ(theirs.outcome, Outcome::failed);
  EXPECT_EQ(theirs.status, "FLAKY");
  const auto ours = merge_with(entry(Outcome::failed), other(Outcome::passed, "PASSED"));
  EXPECT_EQ(ours.outcome, Outcome::failed);
  EXPECT_THAT(ours.status, IsEmpty());
}

TEST(MergedResult, TakesAVerdictForMoreThanNoneOnEitherSide) {
  EXPECT_EQ(merge_with(entry(Outcome::skipped), other(Outcome::passed, "PASSED")).outcome,
            Outcome::passed);
  EXPECT_EQ(merge_with(entry(Outcome::passed), other(Outcome::not_started, "TO DO")).status, "");
}

TEST(MergedResult, JoinsStepsByPosition) {
  auto ours = entry(Outcome::failed);
  ours.steps = {step(Outcome::passed), step(Outcome::failed, "no card"),
                step(Outcome::not_started)};
  auto theirs = other(Outcome::failed, "FAILED");
  theirs.steps = {step(Outcome::failed, "no basket"), step(Outcome::failed, "no card"),
                  step(Outcome::passed)};
  const auto merged = merge_with(ours, theirs);
  ASSERT_THAT(merged.steps, SizeIs(3));
  EXPECT_EQ(merged.steps[0].outcome, Outcome::failed);
  EXPECT_EQ(merged.steps[0].actual, "no basket");
  EXPECT_EQ(merged.steps[1].actual, "no card");
  EXPECT_EQ(merged.steps[2].outcome, Outcome::passed);
}

TEST(MergedResult, KeepsActualResultsWithinXraysLimit) {
  auto ours = entry(Outcome::failed);
  ours.steps = {step(Outcome::failed, std::string(6000, 'a'))};
  auto theirs = other(Outcome::failed, "FAILED");
  theirs.steps = {step(Outcome::failed, std::string(6000, 'b'))};
  EXPECT_LE(text_length(merge_with(ours, theirs).steps[0].actual), 8192U);
}

TEST(MergedResult, JoinsIterationsByTheirParameters) {
  auto ours = entry(Outcome::passed);
  ours.iterations = {iteration("small", Outcome::passed), iteration("large", Outcome::passed)};
  auto theirs = other(Outcome::failed, "FAILED");
  theirs.iterations = {iteration("large", Outcome::failed), iteration("huge", Outcome::passed)};
  const auto merged = merge_with(ours, theirs);
  ASSERT_THAT(merged.iterations, SizeIs(3));
  EXPECT_EQ(merged.iterations[0].parameters[0].value, "small");
  EXPECT_EQ(merged.iterations[1].outcome, Outcome::failed);
  EXPECT_EQ(merged.iterations[2].parameters[0].value, "huge");
  EXPECT_THAT(merged.iterations[2].steps, SizeIs(1));
}

TEST(MergedResult, MakesIterationsTextWhereTheRunMustNotBeImportedAgain) {
  auto ours = entry(Outcome::failed);
  ours.iterations = {iteration("small", Outcome::failed)};
  ours.files = {{{}, "shot.png", "image/png", 4, 0, 0}};
  auto theirs = other(Outcome::passed, "PASSED");
  theirs.iterations = {iteration("huge", Outcome::passed)};
  theirs.keeps_its_run = true;
  const auto merged = merge_with(ours, theirs);
  EXPECT_THAT(merged.iterations, IsEmpty());
  EXPECT_THAT(merged.text, AllOf(HasSubstr("small"), HasSubstr("FAILED")));
  EXPECT_EQ(merged.files[0].iteration, -1);
}

TEST(MergedResult, KeepsWhatStepsSaidWhereIterationsReplaceThem) {
  auto ours = entry(Outcome::passed);
  ours.iterations = {iteration("small", Outcome::passed)};
  auto theirs = other(Outcome::failed, "FAILED");
  theirs.comment = "by hand";
  theirs.steps = {step(Outcome::failed, "no card")};
  theirs.steps[0].status = "FAILED";
  const auto merged = merge_with(ours, theirs);
  EXPECT_THAT(merged.earlier, AllOf(HasSubstr("by hand"), HasSubstr("Step 1: FAILED, no card")));
}

TEST(MergedResult, PutsTheEarlierCommentFirstAndOnce) {
  auto ours = entry(Outcome::passed);
  ours.remark = "Passed at last.";
  auto theirs = other(Outcome::not_started, "TODO");
  theirs.comment = "Somebody was here.";
  const auto comment = comment_of(merge_with(ours, theirs));
  EXPECT_EQ(comment, "Somebody was here.\n\nPassed at last.");
  theirs.comment = comment;
  EXPECT_EQ(comment_of(merge_with(ours, theirs)), comment);
}

TEST(MergedResult, CutsTheEarlierCommentAndNotItsOwn) {
  auto ours = entry(Outcome::failed);
  ours.text = "the card was refused";
  auto theirs = other(Outcome::failed, "FAILED");
  theirs.comment = "{noformat}\n" + std::string(cloud::kMaxComment, 'x') + "\n{noformat}";
  const auto comment = comment_of(merge_with(ours, theirs));
  EXPECT_LE(text_length(comment), cloud::kMaxComment);
  EXPECT_THAT(comment, HasSubstr("the card was refused"));
  std::size_t marks = 0;
  for (auto at = comment.find("{noformat}"); at != std::string::npos;
       at = comment.find("{noformat}", at + 1)) {
    ++marks;
  }
  EXPECT_EQ(marks % 2, 0U);
}

TEST(OtherResult, IsReadFromTheRunInTheWordsOfTheSite) {
  RemoteRun run;
  run.status = "FLAKY";
  run.comment = "by hand";
  run.steps.resize(2);
  run.steps[0].status = "PASSED";
  run.steps[1].status = "TO DO";
  const auto result = other_result(entry(Outcome::passed), run, {}, {kNames, kFailing});
  EXPECT_EQ(result.outcome, Outcome::failed);
  EXPECT_EQ(result.status, "FLAKY");
  EXPECT_EQ(result.steps[0].outcome, Outcome::passed);
  EXPECT_EQ(result.steps[1].outcome, Outcome::not_started);
  EXPECT_FALSE(result.keeps_its_run);
  EXPECT_FALSE(result.empty());
}

TEST(OtherResult, IsEmptyForARunThatNobodyTouched) {
  RemoteRun run;
  run.status = "TO DO";
  run.steps.resize(2);
  EXPECT_TRUE(other_result(entry(Outcome::passed), run, {}, {kNames, kFailing}).empty());
}

TEST(OtherResult, KeepsItsRunForFilesAndDefectsThatAreNotOurs) {
  auto ours = entry(Outcome::passed);
  ours.files = {{{}, "trace.log", "text/plain", 4}};
  ours.defects = {"DEMO-3"};
  RemoteRun run;
  run.evidence = {{"1", "trace.log", 4}};
  run.defects = {"DEMO-3"};
  EXPECT_FALSE(other_result(ours, run, {}, {kNames, kFailing}).keeps_its_run);
  run.defects = {"DEMO-4"};
  EXPECT_TRUE(other_result(ours, run, {}, {kNames, kFailing}).keeps_its_run);
  run.defects.clear();
  run.steps.emplace_back().evidence = {{"2", "trace.log", 5}};
  EXPECT_TRUE(other_result(ours, run, {}, {kNames, kFailing}).keeps_its_run);
}

TEST(OtherResult, LeavesOnlyOtherIterationsWhereTheLastResultCounts) {
  auto ours = entry(Outcome::passed);
  ours.iterations = {iteration("large", Outcome::passed)};
  auto theirs = other(Outcome::failed, "FAILED");
  theirs.comment = "by hand";
  theirs.iterations = {iteration("large", Outcome::failed), iteration("huge", Outcome::passed)};
  leave_what_is_not_repeated(theirs, ours);
  EXPECT_EQ(theirs.outcome, Outcome::passed);
  EXPECT_THAT(theirs.comment, IsEmpty());
  ASSERT_THAT(theirs.iterations, SizeIs(1));
  EXPECT_EQ(theirs.iterations[0].parameters[0].value, "huge");
  auto plain = other(Outcome::failed, "FAILED");
  plain.iterations = {iteration("large", Outcome::failed)};
  leave_what_is_not_repeated(plain, entry(Outcome::passed));
  EXPECT_TRUE(plain.empty());
}

TEST(OtherResult, ComesBackFromTheDeliveryLogAsItWas) {
  auto theirs = other(Outcome::failed, "FLAKY");
  theirs.comment = "by hand";
  theirs.keeps_its_run = true;
  theirs.steps = {step(Outcome::passed, "paid")};
  theirs.iterations = {iteration("huge", Outcome::crashed)};
  theirs.iterations[0].status = "ABORTED";
  const auto back = other_result_of(to_json(theirs));
  EXPECT_EQ(to_json(back), to_json(theirs));
  EXPECT_EQ(back.outcome, Outcome::failed);
  EXPECT_EQ(back.status, "FLAKY");
  EXPECT_EQ(back.comment, "by hand");
  EXPECT_TRUE(back.keeps_its_run);
  ASSERT_THAT(back.steps, SizeIs(1));
  EXPECT_EQ(back.steps[0].actual, "paid");
  ASSERT_THAT(back.iterations, SizeIs(1));
  EXPECT_EQ(back.iterations[0].outcome, Outcome::crashed);
  EXPECT_EQ(back.iterations[0].parameters[0].value, "huge");
}

TEST(OtherResult, OfALineThatSaysNothingIsEmpty) {
  EXPECT_TRUE(other_result_of(nlohmann::json::object()).empty());
  EXPECT_TRUE(other_result_of(nlohmann::json("text")).empty());
}

}  // namespace
}  // namespace xrep::client
