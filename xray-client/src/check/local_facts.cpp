#include "check/local_facts.hpp"

#include "plan/links_file.hpp"
#include "plan/listed.hpp"

#include <set>
#include <system_error>
#include <utility>

namespace xrep::client {

namespace {

namespace fs = std::filesystem;

// It may be gone: then there is nothing to look for.
fs::path working_directory() {
  std::error_code ignored;
  return fs::current_path(ignored);
}

void add_settings(const ResolvedSettings& resolved, Local& local) {
  for (const auto& problem : resolved.problems) {
    local.facts.push_back(wrong("settings", problem));
    local.usable = false;
  }
  if (local.usable) {
    const auto file = resolved.config_file.string();
    local.facts.push_back(ok("settings", file.empty() ? "no xrep.json; flags and environment"
                                                      : file + ", flags and environment"));
  }
}

void add_links(Local& local) {
  const auto folder = working_directory();
  auto links = links_for(local.settings, folder);
  if (!links) {
    local.facts.push_back(wrong("links file", links.error()));
    local.usable = false;
    return;
  }
  local.links = std::move(*links);
  const auto file = links_path(local.settings, folder).string();
  const auto& links_in = local.links;
  local.facts.push_back(
      ok("links file", file.empty() ? "no xray-links.json here or above"
                                    : file + ": " + plural(links_in.tests().size(), "test") + ", " +
                                          plural(links_in.suites().size(), "suite")));
}

std::string contents_of(const Prepared& run) {
  std::vector<std::string> directories;
  for (const auto& directory : run.run().directories) {
    directories.push_back(directory.string());
  }
  return listed(directories) + ": results for " + plural(run.plan.entries.size(), "Xray Test");
}

// As a push would: with the runs that it was pushed together with.
Expected<Prepared> read_with_its_group(PushRequest run) {
  auto together = with_their_group(run.directories);
  if (!together) {
    return tl::make_unexpected(together.error());
  }
  run.directories = std::move(*together);
  return read_plan(run);
}

// A mistake in the links file keeps a run from being read as well; it is told once.
void add_run(const std::optional<Expected<Prepared>>& read, Local& local) {
  if (!read) {
    local.facts.push_back(unknown("run", "no recorded run in " +
                                             local.settings.results_dir.string() +
                                             ": keys that stand in tests are not known"));
  } else if (*read) {
    local.facts.push_back(ok("run", contents_of(**read)));
  } else if (local.usable) {
    local.facts.push_back(wrong("run", read->error()));
    local.usable = false;
  }
}

std::string common_project(const TestLinks& links) {
  std::set<std::string> projects;
  for (const auto& link : links.tests()) {
    projects.insert(link.key.substr(0, link.key.rfind('-')));
  }
  return projects.size() == 1 ? *projects.begin() : std::string();
}

}  // namespace

Local look_locally(const ResolvedSettings& resolved, const PushRequest& run) {
  Local local;
  local.settings = resolved.values;
  add_settings(resolved, local);
  std::optional<Expected<Prepared>> read;
  if (local.usable && !run.directories.empty()) {
    read = read_with_its_group(run);
  }
  if (read && *read) {
    local.settings = (*read)->settings;
  }
  add_links(local);
  if (resolved.problems.empty()) {
    add_run(read, local);
  }
  if (read && *read) {
    local.run = std::move(**read);
  }
  return local;
}

std::string project_for(Local& local) {
  ImportPlan none;
  none.execution.project = local.settings.project;
  none.execution.key = local.settings.test_execution;
  none.execution.plan = local.settings.test_plan;
  const auto project = project_of(local.run ? local.run->plan : none);
  return project.empty() && !local.run ? common_project(local.links) : project;
}

}  // namespace xrep::client
