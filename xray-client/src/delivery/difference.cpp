#include "delivery/difference.hpp"

#include "cloud/shown_result.hpp"
#include "plan/outcome.hpp"

#include <algorithm>

namespace xrep::client {

namespace {

std::string comparable(std::string name) {
  name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
  for (char& c : name) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string instead_of(const std::string& what, const std::string& shown, const std::string& sent) {
  return what + " is " + shown + " instead of " + sent;
}

std::string count_instead_of(const std::string& things, std::size_t shown, std::size_t sent) {
  return "it has " + std::to_string(shown) + " of " + std::to_string(sent) + " " + things;
}

// A status that the site does not tell is taken for the right one.
bool differs(const std::string& shown, const std::string& sent) {
  return !shown.empty() && !same_status(shown, sent);
}

bool is_theirs(const std::string& status, const StatusWords* others) {
  return others != nullptr && is_failure(others->of_step(status));
}

std::string difference_of_steps(const std::vector<PlannedStep>& sent,
                                const cloud::StatusNames& statuses,
                                const std::vector<RemoteStep>& shown, const StatusWords* others) {
  if (shown.size() < sent.size()) {
    return count_instead_of("steps", shown.size(), sent.size());
  }
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const auto status = cloud::status_of(statuses.step, sent[i]);
    if (differs(shown[i].status, status) && !is_theirs(shown[i].status, others)) {
      return instead_of("step " + std::to_string(i + 1), shown[i].status, status);
    }
  }
  return {};
}

bool has_parameter(const RemoteIteration& iteration, const PlannedParameter& parameter) {
  return std::any_of(iteration.parameters.begin(), iteration.parameters.end(),
                     [&](const PlannedParameter& other) {
                       return other.name == parameter.name && other.value == parameter.value;
                     });
}

std::string difference_of_iteration(const PlannedIteration& sent,
                                    const cloud::StatusNames& statuses,
                                    const RemoteIteration& shown, std::size_t number,
                                    const StatusWords* others) {
  const auto name = "iteration " + std::to_string(number);
  const auto status = cloud::status_of(statuses.step, sent);
  if (differs(shown.status, status) && !is_theirs(shown.status, others)) {
    return instead_of(name, shown.status, status);
  }
  for (const auto& parameter : sent.parameters) {
    if (!shown.parameters.empty() && !has_parameter(shown, parameter)) {
      return name + " lacks the parameter " + parameter.name;
    }
  }
  return {};
}

}  // namespace

bool same_status(const std::string& a, const std::string& b) {
  return comparable(a) == comparable(b);
}

std::string difference(const Entry& entry, const cloud::Target& target,
                       const cloud::StatusNames& statuses, const RemoteRun& run,
                       const StatusWords* others) {
  const auto status = cloud::status_of(statuses.test, entry);
  const bool theirs = others != nullptr && is_failure(others->of_test(run.status));
  if (differs(run.status, status) && !theirs) {
    return instead_of("its status", run.status, status);
  }
  if (others != nullptr && entry.steps.empty()) {
    return {};
  }
  const auto sent = cloud::shown_result(entry, target);
  return sent.iterations.empty() ? difference_of_steps(sent.steps, statuses, run.steps, others)
                                 : std::string();
}

bool shows_iterations(const Entry& entry, const cloud::Target& target) {
  return !entry.iterations.empty() && cloud::positions(entry, target) != 0;
}

std::string difference_of_iterations(const Entry& entry, const cloud::Target& target,
                                     const cloud::StatusNames& statuses,
                                     const std::vector<RemoteIteration>& iterations,
                                     const StatusWords* others) {
  const auto sent = cloud::shown_result(entry, target).iterations;
  const auto visible = std::min(sent.size(), Dialect::kMostIterations);
  if (iterations.size() < visible) {
    return count_instead_of("iterations", iterations.size(), sent.size());
  }
  for (std::size_t i = 0; i < visible; ++i) {
    const auto* const shown =
        others == nullptr ? &iterations[i] : find_iteration(iterations, sent[i], i);
    if (shown == nullptr && iterations.size() >= Dialect::kMostIterations) {
      continue;  // those of others may stand before it
    }
    if (shown == nullptr) {
      return "it lacks the iteration " + sent[i].name;
    }
    auto text = difference_of_iteration(sent[i], statuses, *shown, i + 1, others);
    if (!text.empty()) {
      return text;
    }
  }
  return {};
}

const RemoteIteration* find_iteration(const std::vector<RemoteIteration>& shown,
                                      const PlannedIteration& iteration, std::size_t number) {
  const bool there = number < shown.size();
  // Without names of parameters their order is all there is to go by.
  if (there && (iteration.parameters.empty() || shown[number].parameters.empty() ||
                same_case(shown[number].parameters, iteration.parameters))) {
    return &shown[number];
  }
  const auto found = std::find_if(shown.begin(), shown.end(), [&](const RemoteIteration& other) {
    return same_case(other.parameters, iteration.parameters);
  });
  return found == shown.end() ? nullptr : &*found;
}

bool is_among(const PlannedFile& file, const std::vector<RemoteEvidence>& evidence,
              const std::set<std::string>& others) {
  return std::any_of(evidence.begin(), evidence.end(), [&](const RemoteEvidence& item) {
    return item.name == file.name && (item.size == file.size || item.size == 0) &&
           others.count(item.id) == 0;
  });
}

bool shows_file(const RemoteRun& run, const PlannedFile& file,
                const std::set<std::string>& others) {
  return is_among(file, run.evidence, others) ||
         std::any_of(run.steps.begin(), run.steps.end(),
                     [&](const RemoteStep& step) { return is_among(file, step.evidence, others); });
}

}  // namespace xrep::client
