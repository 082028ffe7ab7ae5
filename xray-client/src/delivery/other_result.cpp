#include "delivery/other_result.hpp"

#include "delivery/difference.hpp"

#include <algorithm>

namespace xrep::client {

namespace {

bool says_nothing(const PlannedStep& step) {
  return step.outcome == Outcome::not_started && step.actual.empty();
}

std::vector<PlannedStep> steps_of(const std::vector<RemoteStep>& shown, const StatusWords& words) {
  std::vector<PlannedStep> steps;
  for (const auto& step : shown) {
    PlannedStep planned;
    planned.actual = step.actual;
    planned.outcome = words.of_step(step.status);
    planned.status = step.status;
    steps.push_back(std::move(planned));
  }
  return steps;
}

bool is_ours(const RemoteEvidence& evidence, const Entry& ours) {
  return std::any_of(ours.files.begin(), ours.files.end(),
                     [&](const PlannedFile& file) { return is_among(file, {evidence}, {}); });
}

bool holds(const std::vector<RemoteEvidence>& evidence, const std::vector<std::string>& defects,
           const Entry& ours) {
  return std::any_of(evidence.begin(), evidence.end(),
                     [&](const RemoteEvidence& item) { return !is_ours(item, ours); }) ||
         std::any_of(defects.begin(), defects.end(), [&](const std::string& key) {
           return std::find(ours.defects.begin(), ours.defects.end(), key) == ours.defects.end();
         });
}

bool holds(const std::vector<RemoteStep>& steps, const Entry& ours) {
  return std::any_of(steps.begin(), steps.end(), [&](const RemoteStep& step) {
    return holds(step.evidence, step.defects, ours);
  });
}

}  // namespace

bool OtherResult::empty() const {
  return outcome == Outcome::not_started && comment.empty() && iterations.empty() &&
         std::all_of(steps.begin(), steps.end(), says_nothing) && !keeps_its_run;
}

Outcome StatusWords::meaning(const std::string& status,
                             const std::map<Outcome, std::string>& names) const {
  for (const auto outcome : {Outcome::failed, Outcome::passed, Outcome::crashed}) {
    if (same_status(status, cloud::usual_status(outcome)) ||
        same_status(status, cloud::status_name(names, outcome))) {
      return outcome;
    }
  }
  const bool fails = same_status(status, "ABORTED") ||
                     std::any_of(failing_.begin(), failing_.end(), [&](const std::string& name) {
                       return same_status(name, status);
                     });
  return fails ? Outcome::failed : Outcome::not_started;
}

OtherResult other_result(const Entry& ours, const RemoteRun& run,
                         const std::vector<RemoteIteration>& iterations, const StatusWords& words) {
  OtherResult other;
  other.outcome = words.of_test(run.status);
  other.status = run.status;
  other.comment = run.comment;
  other.keeps_its_run = holds(run.evidence, run.defects, ours) || holds(run.steps, ours);
  if (iterations.empty()) {
    other.steps = steps_of(run.steps, words);
  }
  for (const auto& iteration : iterations) {
    PlannedIteration planned;
    planned.parameters = iteration.parameters;
    planned.outcome = words.of_step(iteration.status);
    planned.status = iteration.status;
    planned.steps = steps_of(iteration.steps, words);
    other.keeps_its_run = other.keeps_its_run || holds(iteration.steps, ours);
    other.iterations.push_back(std::move(planned));
  }
  return other;
}

}  // namespace xrep::client
