#include "delivery/difference.hpp"

#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client {
namespace {

using cloud::StatusNames;
using cloud::Target;
using testing::IsEmpty;

Target existing_test(cloud::TestKind kind) {
  Target target;
  target.exists = true;
  target.key = "CALC-1";
  target.kind = kind;
  return target;
}

Target test_with_steps(std::uint32_t count) {
  Target target = existing_test(cloud::TestKind::steps);
  target.step_count = count;
  return target;
}

Target generic_test() {
  return existing_test(cloud::TestKind::generic);
}

Target new_test() {
  return {};
}

PlannedStep step(Outcome outcome) {
  PlannedStep planned;
  planned.action = "Pay";
  planned.outcome = outcome;
  return planned;
}

Entry entry(Outcome outcome, std::vector<PlannedStep> steps = {}) {
  Entry made;
  made.id = "test:Cart.Pays";
  made.identity = "Cart.Pays";
  made.outcome = outcome;
  made.steps = std::move(steps);
  return made;
}

RemoteRun shown(const std::string& status, const std::vector<std::string>& steps = {}) {
  RemoteRun run;
  run.status = status;
  for (const auto& name : steps) {
    run.steps.emplace_back().status = name;
  }
  return run;
}

std::string status_difference(Outcome outcome, const std::string& status,
                              const StatusNames& names = {}) {
  return difference(entry(outcome), generic_test(), names, shown(status));
}

TEST(Difference, IsNoneWhereTheStatusIsAsSent) {
  EXPECT_THAT(status_difference(Outcome::passed, "PASSED"), IsEmpty());
  EXPECT_THAT(status_difference(Outcome::failed, "FAILED"), IsEmpty());
  EXPECT_THAT(status_difference(Outcome::crashed, "FAILED"), IsEmpty());
  EXPECT_THAT(status_difference(Outcome::skipped, "TODO"), IsEmpty());
}

TEST(Difference, NamesBothStatuses) {
  EXPECT_EQ(status_difference(Outcome::failed, "PASSED"), "its status is PASSED instead of FAILED");
  EXPECT_EQ(status_difference(Outcome::passed, "TO DO"), "its status is TO DO instead of PASSED");
}

TEST(Difference, TakesTheInitialStatusInBothSpellings) {
  EXPECT_TRUE(same_status("TO DO", "TODO"));
  EXPECT_TRUE(same_status("TODO", "TO DO"));
  EXPECT_FALSE(same_status("TODO", "DONE"));
  EXPECT_FALSE(same_status("PASSED", ""));
  EXPECT_THAT(status_difference(Outcome::skipped, "TO DO"), IsEmpty());
  EXPECT_THAT(status_difference(Outcome::not_started, "TO DO"), IsEmpty());
}

TEST(Difference, GoesByTheNamesOfStatusesOnTheSite) {
  StatusNames names;
  names.test[Outcome::crashed] = "ABORTED";
  names.test[Outcome::skipped] = "BLOCKED";
  EXPECT_THAT(status_difference(Outcome::crashed, "ABORTED", names), IsEmpty());
  EXPECT_EQ(status_difference(Outcome::crashed, "FAILED", names),
            "its status is FAILED instead of ABORTED");
  EXPECT_EQ(status_difference(Outcome::skipped, "TODO", names),
            "its status is TODO instead of BLOCKED");
}

TEST(Difference, IsNoneWhereTheSiteTellsNoStatus) {
  EXPECT_THAT(status_difference(Outcome::failed, ""), IsEmpty());
  EXPECT_THAT(difference(entry(Outcome::passed, {step(Outcome::passed)}), test_with_steps(1), {},
                         shown("", {""})),
              IsEmpty());
}

TEST(DifferenceOfSteps, IsNoneWhereAllAreAsSent) {
  const auto sent = entry(
      Outcome::failed, {step(Outcome::passed), step(Outcome::failed), step(Outcome::not_started)});
  const auto run = shown("FAILED", {"PASSED", "FAILED", "TO DO"});
  EXPECT_THAT(difference(sent, test_with_steps(3), {}, run), IsEmpty());
  EXPECT_THAT(difference(sent, new_test(), {}, run), IsEmpty());
}

TEST(DifferenceOfSteps, CountsThoseThatAreMissing) {
  const auto sent = entry(Outcome::passed, {step(Outcome::passed), step(Outcome::passed)});
  EXPECT_EQ(difference(sent, test_with_steps(2), {}, shown("PASSED", {"PASSED"})),
            "it has 1 of 2 steps");
  EXPECT_EQ(difference(sent, new_test(), {}, shown("PASSED")), "it has 0 of 2 steps");
}

TEST(DifferenceOfSteps, NamesTheWrongOneByItsNumber) {
  const auto sent =
      entry(Outcome::failed, {step(Outcome::passed), step(Outcome::failed), step(Outcome::passed)});
  EXPECT_EQ(
      difference(sent, test_with_steps(3), {}, shown("FAILED", {"PASSED", "TO DO", "PASSED"})),
      "step 2 is TO DO instead of FAILED");
}

TEST(DifferenceOfSteps, GoesByTheNamesOfStatusesOfSteps) {
  StatusNames names;
  names.test[Outcome::passed] = "GREEN";
  names.step[Outcome::passed] = "OK";
  const auto sent = entry(Outcome::passed, {step(Outcome::passed)});
  EXPECT_THAT(difference(sent, test_with_steps(1), names, shown("GREEN", {"OK"})), IsEmpty());
  EXPECT_EQ(difference(sent, test_with_steps(1), names, shown("GREEN", {"GREEN"})),
            "step 1 is GREEN instead of OK");
}

TEST(DifferenceOfSteps, LooksAtThoseThatTheTestHas) {
  const auto sent = entry(Outcome::passed, {step(Outcome::passed), step(Outcome::passed)});
  EXPECT_THAT(difference(sent, test_with_steps(1), {}, shown("PASSED", {"PASSED"})), IsEmpty());
  EXPECT_THAT(difference(sent, generic_test(), {}, shown("PASSED")), IsEmpty());
  // The run did not reach the third step of the Test.
  EXPECT_THAT(
      difference(sent, test_with_steps(3), {}, shown("PASSED", {"PASSED", "PASSED", "TO DO"})),
      IsEmpty());
  EXPECT_EQ(
      difference(sent, test_with_steps(3), {}, shown("PASSED", {"PASSED", "PASSED", "PASSED"})),
      "step 3 is PASSED instead of TODO");
}

PlannedIteration planned_iteration(Outcome outcome, const std::string& size) {
  PlannedIteration iteration;
  iteration.name = "size " + size;
  iteration.parameters = {{"size", size}, {"fast", "no"}};
  iteration.outcome = outcome;
  iteration.steps = {step(outcome)};
  return iteration;
}

RemoteIteration shown_iteration(const std::string& status, const std::string& size) {
  return {"0", status, {{"fast", "no"}, {"size", size}}, {}};
}

Entry with_iterations(std::size_t count) {
  Entry made = entry(Outcome::passed);
  for (std::size_t i = 0; i < count; ++i) {
    made.iterations.push_back(planned_iteration(Outcome::passed, std::to_string(i)));
  }
  return made;
}

std::vector<RemoteIteration> shown_iterations(std::size_t count) {
  std::vector<RemoteIteration> iterations;
  for (std::size_t i = 0; i < count; ++i) {
    iterations.push_back(shown_iteration("PASSED", std::to_string(i)));
  }
  return iterations;
}

std::string iteration_difference(const Entry& sent,
                                 const std::vector<RemoteIteration>& iterations) {
  return difference_of_iterations(sent, test_with_steps(1), {}, iterations);
}

TEST(DifferenceOfIterations, IsNoneWhereAllAreAsSent) {
  EXPECT_THAT(iteration_difference(with_iterations(3), shown_iterations(3)), IsEmpty());
}

TEST(DifferenceOfIterations, CountsThoseThatAreMissing) {
  EXPECT_EQ(iteration_difference(with_iterations(3), shown_iterations(2)),
            "it has 2 of 3 iterations");
  EXPECT_EQ(iteration_difference(with_iterations(3), {}), "it has 0 of 3 iterations");
}

TEST(DifferenceOfIterations, NamesTheOneOfAnotherStatus) {
  auto iterations = shown_iterations(3);
  iterations[1].status = "TO DO";
  EXPECT_EQ(iteration_difference(with_iterations(3), iterations),
            "iteration 2 is TO DO instead of PASSED");
  iterations[1].status = "";
  EXPECT_THAT(iteration_difference(with_iterations(3), iterations), IsEmpty());
}

TEST(DifferenceOfIterations, HasTheStatusOfAStep) {
  StatusNames names;
  names.test[Outcome::passed] = "GREEN";
  names.step[Outcome::passed] = "PASSED";
  EXPECT_THAT(
      difference_of_iterations(with_iterations(2), test_with_steps(1), names, shown_iterations(2)),
      IsEmpty());
}

TEST(DifferenceOfIterations, NamesTheParameterThatIsNotThere) {
  auto iterations = shown_iterations(3);
  iterations[2].parameters[1].value = "17";
  EXPECT_EQ(iteration_difference(with_iterations(3), iterations),
            "iteration 3 lacks the parameter size");
  iterations[2].parameters[1] = {"other", "2"};
  EXPECT_EQ(iteration_difference(with_iterations(3), iterations),
            "iteration 3 lacks the parameter size");
  iterations[2].parameters.clear();
  EXPECT_THAT(iteration_difference(with_iterations(3), iterations), IsEmpty())
      << "the site does not tell parameters";
}

TEST(DifferenceOfIterations, IsLookedForInTheFirstHundredAlone) {
  auto sent = with_iterations(150);
  EXPECT_THAT(iteration_difference(sent, shown_iterations(100)), IsEmpty());
  EXPECT_EQ(iteration_difference(sent, shown_iterations(99)), "it has 99 of 150 iterations");
  sent.iterations[99].outcome = Outcome::failed;
  EXPECT_EQ(iteration_difference(sent, shown_iterations(100)),
            "iteration 100 is PASSED instead of FAILED");
}

TEST(DifferenceOfIterations, IsLookedForWhereTheTestShowsThem) {
  EXPECT_TRUE(shows_iterations(with_iterations(2), new_test()));
  EXPECT_TRUE(shows_iterations(with_iterations(2), test_with_steps(1)));
  EXPECT_FALSE(shows_iterations(with_iterations(2), generic_test())) << "they are text there";
  EXPECT_FALSE(shows_iterations(entry(Outcome::passed, {step(Outcome::passed)}), new_test()));
  EXPECT_THAT(difference(with_iterations(2), test_with_steps(1), {}, shown("PASSED")), IsEmpty())
      << "the steps are in the iterations";
}

PlannedFile file(const std::string& name, std::uint64_t size) {
  PlannedFile planned;
  planned.name = name;
  planned.size = size;
  return planned;
}

TEST(DifferenceOfFiles, GoesByNameAndSize) {
  const std::vector<RemoteEvidence> evidence = {{"7", "trace.log", 12}};
  EXPECT_TRUE(is_among(file("trace.log", 12), evidence, {}));
  EXPECT_FALSE(is_among(file("trace.log", 13), evidence, {}));
  EXPECT_FALSE(is_among(file("trace-2.log", 12), evidence, {}));
  EXPECT_FALSE(is_among(file("trace.log", 12), {}, {}));
}

TEST(DifferenceOfFiles, TakesASizeThatIsNotToldForTheRightOne) {
  EXPECT_TRUE(is_among(file("trace.log", 12), {{"7", "trace.log", 0}}, {}));
  EXPECT_FALSE(is_among(file("trace.log", 0), {{"7", "trace.log", 12}}, {})) << "that one is told";
}

TEST(DifferenceOfFiles, DoesNotTakeTheFileOfOthersForOurs) {
  std::vector<RemoteEvidence> evidence = {{"7", "trace.log", 12}};
  EXPECT_FALSE(is_among(file("trace.log", 12), evidence, {"6", "7"}));
  evidence.push_back({"8", "trace.log", 12});
  EXPECT_TRUE(is_among(file("trace.log", 12), evidence, {"6", "7"}));
}

TEST(DifferenceOfFiles, LooksOnTheRunAndOnItsSteps) {
  RemoteRun run = shown("PASSED", {"PASSED", "PASSED"});
  EXPECT_FALSE(shows_file(run, file("shot.png", 4), {}));
  run.steps[1].evidence.push_back({"9", "shot.png", 4});
  EXPECT_TRUE(shows_file(run, file("shot.png", 4), {}));
  EXPECT_FALSE(shows_file(run, file("shot.png", 4), {"9"}));
  run.evidence.push_back({"10", "shot.png", 4});
  EXPECT_TRUE(shows_file(run, file("shot.png", 4), {"9"}));
}

}  // namespace
}  // namespace xrep::client
