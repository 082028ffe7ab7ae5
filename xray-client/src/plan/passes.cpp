#include "plan/passes.hpp"

#include "plan/outcome.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace xrep::client {
namespace {

// The path of names of every step that has no step inside, a line each.
std::string leaf_paths(const TestRecord& record, std::uint32_t pass) {
  std::map<std::uint32_t, std::string> paths;
  std::set<std::uint32_t> parents;
  for (const auto& step : record.steps) {
    if (step.pass != pass) continue;
    const auto above = paths.find(step.parent);
    paths[step.number] = (above == paths.end() ? "" : above->second + '\x1f') + step.name;
    parents.insert(step.parent);
  }
  std::string leaves;
  for (const auto& [number, path] : paths) {
    if (parents.count(number) == 0) leaves += path + '\n';
  }
  return leaves;
}

bool any_in_pass(const std::vector<Message>& messages, std::uint32_t pass) {
  return std::any_of(messages.begin(), messages.end(),
                     [&](const Message& message) { return message.pass == pass; });
}

bool step_failed(const TestRecord& record, std::uint32_t pass) {
  return std::any_of(record.steps.begin(), record.steps.end(), [&](const StepRecord& step) {
    return step.pass == pass && step.outcome == StepOutcome::failed;
  });
}

bool repeats_a_path(const TestRecord& record) {
  std::set<std::string> seen;
  return std::any_of(record.passes.begin(), record.passes.end(), [&](std::uint32_t pass) {
    return !seen.insert(leaf_paths(record, pass)).second;
  });
}

bool has_parameters_of_passes(const TestRecord& record) {
  return std::any_of(
      record.parameters.begin(), record.parameters.end(), [&](const Parameter& parameter) {
        const auto& passes = record.passes;
        return std::find(passes.begin(), passes.end(), parameter.pass) != passes.end();
      });
}

}  // namespace

bool iterates_by_pass(const TestRecord& record) {
  return repeats_a_path(record) || has_parameters_of_passes(record);
}

Outcome outcome_of_pass(const TestRecord& record, std::uint32_t pass) {
  const auto whole = outcome_of(record.outcome);
  const bool last = !record.passes.empty() && record.passes.back() == pass;
  const bool ended_early = whole == Outcome::crashed || record.outcome == TestOutcome::interrupted;
  if (last && ended_early) return whole;
  const bool bad = any_in_pass(record.failures, pass) || step_failed(record, pass);
  if (bad && whole != Outcome::passed && whole != Outcome::skipped) return Outcome::failed;
  if (any_in_pass(record.skips, pass)) return Outcome::skipped;
  return whole == Outcome::not_started ? whole : Outcome::passed;
}

}  // namespace xrep::client
