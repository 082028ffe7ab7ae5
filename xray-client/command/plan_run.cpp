#include "plan_run.hpp"

#include "options.hpp"
#include "plan/links_file.hpp"
#include "platform/child.hpp"
#include "platform/file.hpp"
#include "push/open_dialect.hpp"
#include "push/prepare.hpp"
#include "run.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <utility>

namespace xrep::command {

namespace {

using client::Errc;
using client::Expected;
using client::fail;

enum class Framework { unknown, googletest, catch2 };

// Both print their help and do nothing else.
Framework framework_of(const std::string& program) {
  constexpr std::size_t kEnough = 64 << 10;
  platform::Launch launch;
  launch.arguments = {program, "--help"};
  launch.hidden = {"XRAY"};
  launch.timeout = std::chrono::seconds(30);
  const auto help = platform::output_of(launch, kEnough);
  return help.find("--gtest_filter") != std::string::npos ? Framework::googletest
         : help.find("Catch2") != std::string::npos       ? Framework::catch2
                                                          : Framework::unknown;
}

bool chooses_tests_itself(const std::vector<std::string>& command) {
  return std::any_of(command.begin() + 1, command.end(), [](const std::string& argument) {
    return argument.find("gtest_filter") != std::string::npos ||
           argument.find("gtest-filter") != std::string::npos;
  });
}

std::string project_of(const Settings& settings, const std::string& plan) {
  return settings.project.empty() ? plan.substr(0, plan.rfind('-')) : settings.project;
}

Expected<std::vector<client::RemoteTest>> tests_of_plan(const std::string& plan,
                                                        const Settings& settings) {
  auto dialect = client::open_dialect(
      settings, client::Deadline::never(), [](const std::string&) {}, false);
  if (!dialect) {
    return tl::make_unexpected(dialect.error());
  }
  const auto site = (*dialect)->connect(project_of(settings, plan));
  if (!site) {
    return tl::make_unexpected(site.error());
  }
  const auto id = (*dialect)->plan_id(plan);
  if (!id) {
    return tl::make_unexpected(id.error());
  }
  if (!*id) {
    return fail(Errc::settings, "the Test Plan " + plan +
                                    " was not found; check --only-plan and the permissions of the "
                                    "API key's user");
  }
  const auto members = (*dialect)->members(client::Container::plan, {**id});
  if (!members) {
    return tl::make_unexpected(members.error());
  }
  const auto& keys = members->front();
  return keys.empty() ? Expected<std::vector<client::RemoteTest>>()
                      : (*dialect)->tests_by_key(*site, {keys.begin(), keys.end()});
}

// The keys that stand in test bodies are known only of a run.
std::unique_ptr<client::Prepared> latest_run(const Settings& settings) {
  const auto runs = find_run_directories(settings.results_dir);
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    client::PushRequest request;
    request.directories = {run->string()};
    auto prepared = client::read_plan(request);
    if (prepared && prepared->plan.entries.size() != 0) {
      return std::make_unique<client::Prepared>(std::move(*prepared));
    }
  }
  return nullptr;
}

Expected<std::string> write(PlanRun& run, const std::string& text) {
  for (const auto& folder : xrep::platform::temporary_folders()) {
    const auto made = xrep::platform::create_directory_in(folder, "xrep-plan-");
    if (!made) {
      continue;
    }
    run.list = *made;
    const auto file = *made / "tests.txt";
    std::ofstream out(file);
    out << text << std::flush;
    if (out) {
      return file.string();
    }
    forget_list(run);
  }
  return fail(Errc::local, "cannot write the names of the tests; set TMPDIR to a writable folder");
}

// One argument holds 128 KiB at most (execve(2)).
constexpr std::size_t kLongestArgument = 100 << 10;

Expected<std::vector<std::string>> googletest_arguments(PlanRun& run) {
  const auto filter = client::googletest_filter(run.wanted);
  const auto flag = "--gtest_filter=" + (filter.empty() ? "-*" : filter);
  if (flag.size() <= kLongestArgument) {
    return std::vector<std::string>{flag};
  }
  const auto file = write(run, flag + "\n");
  return file ? Expected<std::vector<std::string>>({"--gtest_flagfile=" + *file})
              : tl::make_unexpected(file.error());
}

Expected<std::vector<std::string>> catch2_arguments(PlanRun& run) {
  const auto executable = std::filesystem::path(run.command.front()).filename().string();
  const auto file = write(run, client::catch2_names(run.wanted, executable));
  return file ? Expected<std::vector<std::string>>(
                    {"--input-file", *file, "--allow-running-no-tests"})
              : tl::make_unexpected(file.error());
}

}  // namespace

Expected<PlanRun> plan_run(const std::string& plan, const ResolvedSettings& settings,
                           const std::vector<std::string>& command) {
  if (chooses_tests_itself(command)) {
    return fail(Errc::settings,
                "--only-plan chooses the tests; leave --gtest_filter out, or --only-plan");
  }
  const auto framework = framework_of(command.front());
  if (framework == Framework::unknown) {
    return fail(Errc::settings, "--only-plan needs a program of GoogleTest or Catch2, and " +
                                    command.front() + " --help is of neither");
  }
  const auto tests = tests_of_plan(plan, settings.values);
  if (!tests) {
    return tl::make_unexpected(tests.error());
  }
  const auto links = client::links_for(settings.values, std::filesystem::current_path());
  if (!links) {
    return tl::make_unexpected(links.error());
  }
  const auto recorded = latest_run(settings.values);
  PlanRun run;
  run.command = command;
  run.wanted = client::wanted_tests(*tests, *links, recorded ? &recorded->plan : nullptr);
  run.knows_a_run = recorded != nullptr;
  if (run.wanted.empty()) {
    return fail(Errc::settings, "the Test Plan " + plan + " has no Tests");
  }
  const auto more =
      framework == Framework::googletest ? googletest_arguments(run) : catch2_arguments(run);
  if (!more) {
    return tl::make_unexpected(more.error());
  }
  run.command.insert(run.command.end(), more->begin(), more->end());
  return run;
}

void forget_list(const PlanRun& run) {
  std::error_code ignored;
  if (!run.list.empty()) {
    std::filesystem::remove_all(run.list, ignored);
  }
}

void tell_missing(const PlanRun& run, const std::string& plan, const std::string& directory) {
  client::PushRequest request;
  request.directories = {directory};
  auto recorded = client::read_plan(request);
  const auto missing = recorded ? client::without_result(run.wanted, recorded->plan) : run.wanted;
  constexpr std::size_t kMost = 20;
  for (std::size_t i = 0; i < std::min(kMost, missing.size()); ++i) {
    std::cerr << "xrep: no test here for " << missing[i].key << " of " << plan << ", "
              << missing[i].summary << "\n";
  }
  if (missing.size() > kMost) {
    std::cerr << "xrep: … and " << missing.size() - kMost << " more\n";
  }
  if (!missing.empty() && !run.knows_a_run) {
    std::cerr << "xrep: keys that stand in test bodies are known of recorded runs only; one run of "
                 "all tests with --upload never tells them\n";
  }
}

}  // namespace xrep::command
