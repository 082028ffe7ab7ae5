#include "cloud/shown_result.hpp"

#include "plan/fold.hpp"

#include <algorithm>

namespace xrep::client::cloud {
namespace {

using Steps = std::vector<PlannedStep>;

Steps fitted(const Steps& steps, std::size_t count) {
  auto result = steps;
  result.resize(count);
  return result;
}

std::string surplus(const Steps& steps, std::size_t count) {
  if (steps.size() <= count) return {};
  return step_list(Steps(steps.begin() + static_cast<std::ptrdiff_t>(count), steps.end()),
                   count + 1);
}

std::string count_note(const Entry& entry, std::size_t ours, std::size_t theirs) {
  if (ours > theirs) {
    return "The Test has " + std::to_string(theirs) + " of the " + std::to_string(ours) +
           " steps of this run; the others are listed below.";
  }
  if (ours < theirs && entry.outcome == Outcome::passed) {
    return "This run reached only " + std::to_string(ours) + " of the " + std::to_string(theirs) +
           " steps of the Test.";
  }
  return {};
}

ShownResult all_as_text(const Entry& entry) {
  ShownResult shown;
  shown.folded =
      entry.iterations.empty() ? step_list(entry.steps) : iteration_table(entry.iterations);
  return shown;
}

ShownResult with_iterations(const Entry& entry, std::size_t count) {
  ShownResult shown;
  shown.note = count_note(entry, entry.iterations.front().steps.size(), count);
  for (const auto& iteration : entry.iterations) {
    shown.iterations.push_back(iteration);
    shown.iterations.back().steps = fitted(iteration.steps, count);
    const auto rest = surplus(iteration.steps, count);
    if (!rest.empty()) shown.folded += iteration.name + "\n" + rest;
  }
  return shown;
}

ShownResult with_steps(const Entry& entry, std::size_t count) {
  ShownResult shown;
  shown.steps = fitted(entry.steps, count);
  shown.folded = surplus(entry.steps, count);
  if (entry.steps.empty() && count == 1) {
    // The Test's only step is the whole test.
    shown.steps.front().outcome =
        entry.outcome == Outcome::crashed ? Outcome::failed : entry.outcome;
  } else {
    shown.note = count_note(entry, entry.steps.size(), count);
  }
  return shown;
}

}  // namespace

TestKind kind_of_new_test(const Entry& entry) {
  return entry.steps.empty() && entry.iterations.empty() ? TestKind::generic : TestKind::steps;
}

std::size_t positions(const Entry& entry, const Target& target) {
  if (target.exists) return target.kind == TestKind::steps ? target.step_count : 0;
  return entry.iterations.empty() ? entry.steps.size() : entry.iterations.front().steps.size();
}

ShownResult shown_result(const Entry& entry, const Target& target) {
  const auto count = positions(entry, target);
  if (count == 0) return all_as_text(entry);
  return entry.iterations.empty() ? with_steps(entry, count) : with_iterations(entry, count);
}

}  // namespace xrep::client::cloud
