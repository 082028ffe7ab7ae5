#include "check/check.hpp"
#include "commands.hpp"
#include "options.hpp"
#include "run.hpp"
#include <xrep/client.hpp>

#include <iostream>
#include <memory>

namespace xrep::command {

namespace {

struct CheckOptions {
  std::string directory;
  bool json = false;
  bool verbose = false;
  SettingOptions settings;
};

std::vector<std::string> runs_meant(const std::string& named, const Settings& settings) {
  if (!named.empty()) {
    return run_directories({named});
  }
  const auto runs = find_run_directories(settings.results_dir);
  return runs.empty() ? std::vector<std::string>() : std::vector{runs.back().string()};
}

int check(const CheckOptions& options) {
  client::CheckRequest request;
  request.resolved = resolved_of(options.settings);
  request.settings.assign(options.settings.begin(), options.settings.end());
  request.directories = runs_meant(options.directory, request.resolved.values);
  if (!options.directory.empty() && request.directories.empty()) {
    return client::exit_code(client::PushOutcome::settings);
  }
  if (options.settings.count("timeout") != 0) {
    request.timeout = request.resolved.values.timeout;
  }
  request.verbose = options.verbose;
  const auto report = client::check(
      request, [](const std::string& line) { std::cerr << "xrep: " << line << "\n"; });
  if (options.json) {
    std::cout << client::json_of(report) << std::endl;
  } else {
    std::cout << client::table_of(report) << std::flush;
  }
  return client::exit_code_of(report);
}

}  // namespace

void add_check(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "check",
      "Check everything that a push depends on: settings, credentials, region, site, project, "
      "statuses, plan and all keys of the links file and of a recorded run (without DIR: the "
      "latest). Changes nothing. Exit code 0 only when a push would work.");
  const auto options = std::make_shared<CheckOptions>();
  command->add_option("DIR", options->directory, "run directory, or a folder that holds some");
  command->add_flag("--json", options->json, "one JSON object instead of the table");
  command->add_flag("--verbose", options->verbose,
                    "a line for each key; on stderr one about each request");
  add_push_settings(*command, options->settings);
  command->callback([options, &action] { action = [options] { return check(*options); }; });
}

}  // namespace xrep::command
