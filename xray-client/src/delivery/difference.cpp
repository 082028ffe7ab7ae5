#include "delivery/difference.hpp"

#include "cloud/shown_result.hpp"

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

std::string difference_of_steps(const std::vector<PlannedStep>& sent,
                                const cloud::StatusNames& statuses,
                                const std::vector<RemoteStep>& shown) {
  if (shown.size() < sent.size()) {
    return count_instead_of("steps", shown.size(), sent.size());
  }
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const auto status = cloud::status_name(statuses.step, sent[i].outcome);
    if (differs(shown[i].status, status)) {
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
                                    const RemoteIteration& shown, std::size_t number) {
  const auto name = "iteration " + std::to_string(number);
  const auto status = cloud::status_name(statuses.step, sent.outcome);
  if (differs(shown.status, status)) {
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
                       const cloud::StatusNames& statuses, const RemoteRun& run) {
  const auto status = cloud::status_name(statuses.test, entry.outcome);
  if (differs(run.status, status)) {
    return instead_of("its status", run.status, status);
  }
  const auto sent = cloud::shown_result(entry, target);
  return sent.iterations.empty() ? difference_of_steps(sent.steps, statuses, run.steps)
                                 : std::string();
}

bool shows_iterations(const Entry& entry, const cloud::Target& target) {
  return !entry.iterations.empty() && cloud::positions(entry, target) != 0;
}

std::string difference_of_iterations(const Entry& entry, const cloud::Target& target,
                                     const cloud::StatusNames& statuses,
                                     const std::vector<RemoteIteration>& iterations) {
  const auto sent = cloud::shown_result(entry, target).iterations;
  const auto visible = std::min(sent.size(), Dialect::kMostIterations);
  if (iterations.size() < visible) {
    return count_instead_of("iterations", iterations.size(), sent.size());
  }
  for (std::size_t i = 0; i < visible; ++i) {
    auto text = difference_of_iteration(sent[i], statuses, iterations[i], i + 1);
    if (!text.empty()) {
      return text;
    }
  }
  return {};
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
