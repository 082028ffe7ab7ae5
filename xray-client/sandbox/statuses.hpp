#pragma once

#include "profile.hpp"

#include <string>
#include <vector>

namespace xrep::sandbox {

struct RunStatus {
  /// As imports spell it.
  std::string name;
  bool final = false;
  std::string coverage;
};

/// The statuses of runs: those of Xray and the custom one BLOCKED.
[[nodiscard]] std::vector<RunStatus> run_statuses(const Answers& answers);
/// The statuses of steps and iterations; custom statuses of runs are not among them.
[[nodiscard]] const std::vector<std::string>& step_statuses();

[[nodiscard]] bool is_run_status(const Answers& answers, const std::string& name);
[[nodiscard]] bool is_step_status(const std::string& name);

/// What getStatuses and getTestRuns call a run's status.
[[nodiscard]] std::string shown_run_status(const Answers& answers, const std::string& name);

}  // namespace xrep::sandbox
