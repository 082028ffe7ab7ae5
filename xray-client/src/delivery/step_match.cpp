#include "delivery/step_match.hpp"

#include "plan/fold.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using Steps = std::vector<PlannedStep>;

// Each list of steps that the entry holds. An iteration without steps says nothing about them.
std::vector<const Steps*> lists_of(const Entry& entry) {
  std::vector<const Steps*> lists;
  if (!entry.steps.empty()) {
    lists.push_back(&entry.steps);
  }
  for (const auto& iteration : entry.iterations) {
    if (has_own_steps(iteration)) {
      lists.push_back(&iteration.steps);
    }
  }
  return lists;
}

bool same_action(const std::string& a, const std::string& b) {
  return a == b || one_line(a) == one_line(b);
}

std::string quoted(const std::string& action) {
  constexpr std::size_t kLongest = 60;
  return "\"" + limited(one_line(action), kLongest, "…") + "\"";
}

StepMatch different(std::string text) {
  return {StepMatch::Kind::different, std::move(text)};
}

std::string count_of(std::size_t steps) {
  return std::to_string(steps) + (steps == 1 ? " step" : " steps");
}

// The first place where both have a step and not the same one; the shorter length if there is none.
std::size_t first_difference(const Steps& steps, const std::vector<std::string>& actions) {
  std::size_t i = 0;
  while (i < std::min(steps.size(), actions.size()) && same_action(steps[i].action, actions[i])) {
    ++i;
  }
  return i;
}

// Iterations that came from different tests may have done different things.
bool agree(const Steps& a, const Steps& b) {
  return std::equal(a.begin(),
                    a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())),
                    b.begin(), [](const PlannedStep& one, const PlannedStep& other) {
                      return same_action(one.action, other.action);
                    });
}

}  // namespace

bool has_steps(const Entry& entry) {
  return !entry.steps.empty() ||
         std::any_of(entry.iterations.begin(), entry.iterations.end(), has_own_steps);
}

const std::vector<PlannedStep>& recorded_steps(const Entry& entry) {
  static const Steps none;
  const auto lists = lists_of(entry);
  const auto longest =
      std::max_element(lists.begin(), lists.end(),
                       [](const auto* a, const auto* b) { return a->size() < b->size(); });
  return longest == lists.end() ? none : **longest;
}

StepMatch match_steps(const Entry& entry, const std::vector<std::string>& actions) {
  const Steps& longest = recorded_steps(entry);
  for (const auto* steps : lists_of(entry)) {
    const auto at = first_difference(*steps, actions);
    if (at < std::min(steps->size(), actions.size())) {
      return different("step " + std::to_string(at + 1) + " is " + quoted(actions[at]) +
                       " in the Test and " + quoted((*steps)[at].action) + " in the run");
    }
  }
  if (actions.size() < longest.size()) {
    for (const auto* steps : lists_of(entry)) {
      if (!agree(*steps, longest)) {
        return different("its iterations have different steps after the " +
                         count_of(actions.size()) + " of the Test");
      }
    }
    return {StepMatch::Kind::beginning, "the Test has the first " + std::to_string(actions.size()) +
                                            " of the " + count_of(longest.size()) + " of the run"};
  }
  if (actions.size() > longest.size() && entry.outcome == Outcome::passed) {
    return different("the Test has " + count_of(actions.size()) + ", the run that passed " +
                     std::to_string(longest.size()));
  }
  return {};
}

}  // namespace xrep::client
