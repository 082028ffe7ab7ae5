#include "push/prepare.hpp"

#include "delivery/delivery_log.hpp"
#include "plan/links_file.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

std::string project_part(const std::string& key) {
  return key.substr(0, key.rfind('-'));
}

Expected<ResolvedSettings> settings_for(const PushRequest& request, const Run& run) {
  std::vector<recording::GivenSetting> flags;
  for (const auto& [name, value] : request.settings) {
    flags.push_back({name, value, "--" + name, true});
  }
  auto resolved = request.recorded_settings_only ? recorded_settings(run.settings)
                                                 : resolve_settings(flags, run.settings);
  if (!resolved.problems.empty()) {
    std::string text;
    for (const auto& problem : resolved.problems) {
      text += text.empty() ? "" : "; ";
      text += problem;
    }
    return fail(Errc::settings, text);
  }
  // A run that was recorded for a dry run is pushed in earnest by whoever pushes it later, unless
  // the push itself asks for the dry run.
  const bool asked = std::any_of(request.settings.begin(), request.settings.end(),
                                 [](const auto& setting) { return setting.first == "upload"; });
  if (!request.recorded_settings_only && !asked) {
    resolved.values.upload = Upload::end;
  }
  return resolved;
}

std::string living_process(const Run& run) {
  const auto alive = std::find_if(run.processes.begin(), run.processes.end(),
                                  [](const Process& process) { return process.alive; });
  return alive == run.processes.end()
             ? std::string()
             : alive->executable + " (process " + std::to_string(alive->pid) + ")";
}

}  // namespace

std::string project_of(ImportPlan& plan) {
  if (!plan.execution.project.empty()) {
    return plan.execution.project;
  }
  if (!plan.execution.key.empty()) {
    return project_part(plan.execution.key);
  }
  if (!plan.execution.plan.empty()) {
    return project_part(plan.execution.plan);
  }
  std::string project;
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    const auto entry = plan.entries.load(i);
    if (!entry || entry->key.empty()) {
      continue;
    }
    if (!project.empty() && project != project_part(entry->key)) {
      return {};
    }
    project = project_part(entry->key);
  }
  return project;
}

Expected<std::vector<std::string>> with_their_group(const std::vector<std::string>& directories) {
  std::set<std::string> all;
  std::vector<std::string> open;
  open.reserve(directories.size());
  for (const auto& directory : directories) {
    open.push_back(std::filesystem::absolute(directory).lexically_normal().string());
  }
  while (!open.empty()) {
    const std::string directory = open.back();
    open.pop_back();
    if (!all.insert(directory).second) {
      continue;
    }
    for (const auto& other : read_delivery(directory).group) {
      if (!std::filesystem::exists(other)) {
        return fail(Errc::settings,
                    directory + " was pushed together with " + other +
                        ", which is not there any more; put it back: their results are one");
      }
      open.push_back(other);
    }
  }
  return std::vector<std::string>(all.begin(), all.end());
}

Expected<OpenedRun> open_run(const PushRequest& request) {
  OpenedRun opened;
  ReadError error;
  const std::vector<std::filesystem::path> directories(request.directories.begin(),
                                                       request.directories.end());
  if (!opened.reader.open(directories, error)) {
    return fail(Errc::local, error.message);
  }
  auto settings = settings_for(request, opened.reader.run());
  if (!settings) {
    return tl::make_unexpected(settings.error());
  }
  opened.settings = std::move(settings->values);
  opened.config_file = std::move(settings->config_file);
  return opened;
}

Expected<Prepared> plan_run(OpenedRun opened, const TestLinks& links) {
  ReadError error;
  Prepared prepared;
  prepared.settings = std::move(opened.settings);
  if (!make_plan(std::move(opened.reader), prepared.settings, prepared.plan, error, links)) {
    return fail(Errc::local, error.message);
  }
  return prepared;
}

Expected<Prepared> read_plan(const PushRequest& request) {
  auto opened = open_run(request);
  if (!opened) {
    return tl::make_unexpected(opened.error());
  }
  // The working directory may be gone: then there is nothing to look for.
  std::error_code ignored;
  const auto links = links_for(opened->settings, std::filesystem::current_path(ignored));
  return links ? plan_run(std::move(*opened), *links) : tl::make_unexpected(links.error());
}

Expected<Prepared> prepare(const PushRequest& request) {
  auto read = read_plan(request);
  if (!read) {
    return read;
  }
  Prepared prepared = std::move(*read);
  if (const auto alive = living_process(prepared.run()); !alive.empty()) {
    return fail(Errc::not_delivered, alive +
                                         " still records into this run; push it when that is "
                                         "over");
  }
  if (prepared.plan.entries.size() == 0) {
    return prepared;
  }
  prepared.plan.execution.project = project_of(prepared.plan);
  if (prepared.plan.execution.project.empty()) {
    return fail(Errc::settings,
                "no Jira project is set for the Test Execution and new Tests; set it with "
                "--xray_project=KEY, XRAY_PROJECT=KEY or \"project\": \"KEY\" in xrep.json");
  }
  return prepared;
}

}  // namespace xrep::client
