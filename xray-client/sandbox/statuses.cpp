#include "statuses.hpp"

#include "model.hpp"

#include <algorithm>

namespace xrep::sandbox {

std::vector<RunStatus> run_statuses(const Answers& answers) {
  std::vector<RunStatus> statuses = {{"TODO", false, "NOTRUN"},
                                     {"EXECUTING", false, "NOTRUN"},
                                     {"PASSED", true, "OK"},
                                     {"FAILED", true, "NOK"},
                                     {"BLOCKED", true, "UNKNOWN"}};
  if (answers.has_aborted) statuses.push_back({"ABORTED", true, "NOTRUN"});
  return statuses;
}

const std::vector<std::string>& step_statuses() {
  static const std::vector<std::string> names = {"TODO", "EXECUTING", "PASSED", "FAILED"};
  return names;
}

bool is_run_status(const Answers& answers, const std::string& name) {
  const std::vector<RunStatus> statuses = run_statuses(answers);
  return std::any_of(statuses.begin(), statuses.end(),
                     [&](const RunStatus& status) { return status.name == name; });
}

bool is_step_status(const std::string& name) {
  return contains(step_statuses(), name);
}

std::string shown_run_status(const Answers& answers, const std::string& name) {
  return name == "TODO" ? answers.initial_status : name;
}

}  // namespace xrep::sandbox
