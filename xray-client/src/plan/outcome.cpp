#include "plan/outcome.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

int badness(Outcome outcome) {
  switch (outcome) {
    case Outcome::failed:
      return 4;
    case Outcome::crashed:
      return 3;
    case Outcome::passed:
      return 2;
    case Outcome::skipped:
      return 1;
    case Outcome::not_started:
      break;
  }
  return 0;
}

}  // namespace

Outcome outcome_of(TestOutcome outcome) {
  switch (outcome) {
    case TestOutcome::passed:
      return Outcome::passed;
    case TestOutcome::failed:
      return Outcome::failed;
    case TestOutcome::crashed:
    case TestOutcome::exited:
      return Outcome::crashed;
    case TestOutcome::skipped:
    case TestOutcome::interrupted:
      return Outcome::skipped;
    case TestOutcome::not_started:
    case TestOutcome::disabled:
    case TestOutcome::running:
      break;
  }
  return Outcome::not_started;
}

Outcome worse_of(Outcome a, Outcome b) {
  return badness(b) > badness(a) ? b : a;
}

Outcome worst_of(const std::vector<Outcome>& outcomes) {
  auto worst = Outcome::not_started;
  for (const auto outcome : outcomes) worst = worse_of(worst, outcome);
  return worst;
}

bool is_failure(Outcome outcome) {
  return outcome == Outcome::failed || outcome == Outcome::crashed;
}

Outcome as_step(Outcome outcome) {
  return outcome == Outcome::crashed ? Outcome::failed : outcome;
}

const char* word_for(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::crashed:
      return "crashed";
    case Outcome::skipped:
      return "skipped";
    case Outcome::not_started:
      break;
  }
  return "not started";
}

const char* word_for(TestOutcome outcome) {
  switch (outcome) {
    case TestOutcome::interrupted:
      return "interrupted";
    case TestOutcome::exited:
      return "ended by exit";
    case TestOutcome::disabled:
      return "disabled";
    case TestOutcome::running:
      return "running";
    default:
      return word_for(outcome_of(outcome));
  }
}

std::string counted(const std::vector<Outcome>& outcomes) {
  std::string text;
  for (const auto outcome : {Outcome::passed, Outcome::failed, Outcome::crashed, Outcome::skipped,
                             Outcome::not_started}) {
    const auto count = std::count(outcomes.begin(), outcomes.end(), outcome);
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + " " + word_for(outcome);
  }
  return text;
}

}  // namespace xrep::client
