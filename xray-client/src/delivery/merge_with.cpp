#include "delivery/other_result.hpp"
#include "plan/fold.hpp"
#include "plan/outcome.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

constexpr std::size_t kMaxActual = 8192;  // Xray's limit for the actual result of a step

std::string joined(const std::string& first, const std::string& second, const char* between) {
  return first.empty() || second.empty() ? first + second : first + between + second;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What was sent before must not stand there twice.
std::string both(const std::string& theirs, const std::string& ours) {
  return contains(theirs, ours)   ? theirs
         : contains(ours, theirs) ? ours
                                  : limited(joined(theirs, ours, "\n"), kMaxActual, "\n[cut]");
}

// Among results that are equally bad the name that stands there stays.
template <class Result, class Other>
void take_worse(Result& ours, const Other& theirs) {
  if (worse_of(theirs.outcome, ours.outcome) == theirs.outcome &&
      theirs.outcome != Outcome::not_started) {
    ours.outcome = theirs.outcome;
    ours.status = theirs.status;
  }
}

void merge_steps(std::vector<PlannedStep>& ours, const std::vector<PlannedStep>& theirs) {
  ours.resize(std::max(ours.size(), theirs.size()));
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    take_worse(ours[i], theirs[i]);
    ours[i].actual = both(theirs[i].actual, ours[i].actual);
  }
}

PlannedIteration* find_case(std::vector<PlannedIteration>& iterations,
                            const PlannedIteration& wanted) {
  const auto found =
      std::find_if(iterations.begin(), iterations.end(), [&](const PlannedIteration& iteration) {
        return same_case(iteration.parameters, wanted.parameters);
      });
  return found == iterations.end() ? nullptr : &*found;
}

void merge_iterations(std::vector<PlannedIteration>& ours,
                      const std::vector<PlannedIteration>& theirs) {
  const std::size_t positions = ours.empty() ? 0 : ours.front().steps.size();
  for (const auto& iteration : theirs) {
    if (PlannedIteration* const same = find_case(ours, iteration)) {
      take_worse(*same, iteration);
      merge_steps(same->steps, iteration.steps);
      continue;
    }
    ours.push_back(iteration);
    auto& steps = ours.back().steps;
    steps.resize(std::max({steps.size(), positions, std::size_t{1}}));
  }
}

// Steps and iterations exclude one another, and some runs take neither: then they are a list or a
// table in the comment, and their files belong to the test.
void become_text(Entry& entry) {
  const auto table =
      entry.iterations.empty() ? step_list(entry.steps) : iteration_table(entry.iterations);
  entry.text = joined(table, entry.text, "\n");
  entry.steps.clear();
  entry.iterations.clear();
  for (auto& file : entry.files) {
    file.step = -1;
    file.iteration = -1;
  }
}

// Xray tells the texts of their steps to nobody who asks for results.
std::string as_text(std::vector<PlannedStep> steps) {
  std::string text;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    text += "Step " + std::to_string(i + 1) + ": " + steps[i].status +
            (steps[i].actual.empty() ? "" : ", " + steps[i].actual) + "\n";
  }
  return text;
}

bool speaks_of_steps(const OtherResult& other) {
  return std::any_of(other.steps.begin(), other.steps.end(), [](const PlannedStep& step) {
    return step.outcome != Outcome::not_started || !step.actual.empty();
  });
}

void merge_parts(Entry& ours, const OtherResult& other) {
  const bool has_iterations = !ours.iterations.empty() || !other.iterations.empty();
  if (other.keeps_its_run && has_iterations) {
    become_text(ours);
  } else if (!has_iterations) {
    if (ours.steps.empty() && other.steps.size() == 1) {
      // The Test's only step is the whole test.
      ours.steps.emplace_back().outcome = as_step(ours.outcome);
    }
    if (!ours.steps.empty() || speaks_of_steps(other)) {
      merge_steps(ours.steps, other.steps);
    }
  } else {
    if (ours.iterations.empty()) {
      become_text(ours);
    } else if (speaks_of_steps(other)) {
      ours.earlier = joined(ours.earlier, as_text(other.steps), "\n");
    }
    merge_iterations(ours.iterations, other.iterations);
  }
}

}  // namespace

bool same_case(const std::vector<PlannedParameter>& a, const std::vector<PlannedParameter>& b) {
  return !a.empty() && a.size() == b.size() &&
         std::all_of(a.begin(), a.end(), [&](const PlannedParameter& parameter) {
           return std::any_of(b.begin(), b.end(), [&](const PlannedParameter& other) {
             return other.name == parameter.name && other.value == parameter.value;
           });
         });
}

void leave_what_is_not_repeated(OtherResult& other, const Entry& ours) {
  OtherResult left;
  if (ours.iterations.empty()) {
    other.iterations.clear();
  }
  for (auto& iteration : other.iterations) {
    const bool repeated = std::any_of(
        ours.iterations.begin(), ours.iterations.end(),
        [&](const auto& mine) { return same_case(mine.parameters, iteration.parameters); });
    if (!repeated) {
      left.outcome = worse_of(left.outcome, iteration.outcome);
      left.iterations.push_back(std::move(iteration));
    }
  }
  left.status = left.outcome == other.outcome ? other.status : std::string();
  other = std::move(left);
}

Entry merge_with(Entry ours, const OtherResult& other) {
  // Before its outcome changes: a test without steps of its own is the only step of its Test.
  ours.earlier = other.comment;
  merge_parts(ours, other);
  take_worse(ours, other);
  return ours;
}

}  // namespace xrep::client
