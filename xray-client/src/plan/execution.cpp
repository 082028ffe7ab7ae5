#include "plan/execution.hpp"

#include "plan/labels.hpp"
#include "plan/listed.hpp"
#include "plan/outcome.hpp"
#include "plan/text_limits.hpp"
#include "plan/utc_time.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

constexpr std::size_t kMaxSummary = 255;  // Jira's limit
constexpr std::size_t kMaxListed = 10;

template <class Get>
std::vector<std::string> distinct(const Run& run, Get get) {
  std::vector<std::string> texts;
  for (const auto& process : run.processes) {
    const auto text = one_line(get(process));
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(text);
    }
  }
  return texts;
}

std::string summary_of(const Run& run, const Settings& settings) {
  if (!settings.summary.empty()) {
    return std::string(first_units(one_line(settings.summary), kMaxSummary));
  }
  auto text = listed(distinct(run, [](const Process& process) { return process.executable; }), 3);
  if (text.empty()) text = "Test run";
  if (!run.branch.empty()) text += ", " + one_line(run.branch);
  const auto time = run.started > 0 ? ", " + utc_minute(run.started) : ", " + run.id;
  return std::string(first_units(text, kMaxSummary - text_length(time))) + time;
}

void add_line(std::string& text, const std::string& name, const std::string& value) {
  if (value.empty()) return;
  if (!text.empty()) text += '\n';
  text += name + one_line(value);
}

std::string frameworks(const Run& run) {
  return listed(distinct(run,
                         [](const Process& process) {
                           return process.framework + " " + process.framework_version;
                         }),
                kMaxListed);
}

std::string times(const Run& run) {
  if (run.started == 0) return {};
  return utc_time(run.started) + " to " + utc_time(std::max(run.started, run.finished));
}

std::string dead_processes(const Run& run) {
  std::vector<std::string> texts;
  for (const auto& process : run.processes) {
    if (process.alive || process.ended) continue;
    texts.push_back(process.executable + " (process " + std::to_string(process.pid) + ")");
  }
  return listed(texts, kMaxListed);
}

std::string lost_events(const Run& run) {
  std::uint64_t lost = 0;
  for (const auto& process : run.processes) lost += process.lost;
  return lost == 0 ? std::string() : std::to_string(lost);
}

std::string description_of(const Run& run, const Settings& settings, const std::string& revision,
                           const std::vector<Outcome>& outcomes) {
  auto text = settings.description;
  add_line(text, "Revision: ", revision);
  add_line(text, "Branch: ", run.branch);
  add_line(text, run.ci.empty() ? "Build: " : run.ci + ": ", run.build_url);
  add_line(
      text, "Programs: ",
      listed(distinct(run, [](const Process& process) { return process.executable; }), kMaxListed));
  add_line(text, "Framework: ", frameworks(run));
  add_line(text, "Host: ",
           listed(distinct(run, [](const Process& process) { return process.host; }), kMaxListed));
  add_line(text, "Time: ", times(run));
  add_line(text, "Results: ", counted(outcomes));
  add_line(text, "Died before their end: ", dead_processes(run));
  add_line(text, "Events that could not be written: ", lost_events(run));
  if (run.damaged_lines > 0) {
    add_line(text, "Damaged lines in the recording, skipped: ", std::to_string(run.damaged_lines));
  }
  return text;
}

}  // namespace

PlannedExecution execution_of(const Run& run, const Settings& settings,
                              const std::vector<Outcome>& outcomes) {
  PlannedExecution execution;
  execution.key = settings.test_execution;
  execution.project = settings.project;
  execution.plan = settings.test_plan;
  execution.summary = summary_of(run, settings);
  execution.version = settings.version;
  execution.revision = settings.revision.empty() ? run.revision : settings.revision;
  execution.description = description_of(run, settings, execution.revision, outcomes);
  execution.environments = settings.environments;
  execution.labels = labels_of(settings.labels);
  execution.run_label = "xrep-" + run.id;
  execution.started = run.started;
  execution.finished = std::max(run.started, run.finished);
  return execution;
}

}  // namespace xrep::client
