#include "commands.hpp"
#include "delivery/summary.hpp"
#include "options.hpp"
#include "run.hpp"
#include "status/run_status.hpp"

#include <iostream>
#include <memory>

namespace xrep::command {

namespace {

constexpr int kSettings = 2;

struct StatusOptions {
  std::string directory;
  SettingOptions settings;
};

// The one that was asked for, else the latest.
std::vector<std::string> chosen(const StatusOptions& options) {
  if (!options.directory.empty()) {
    return run_directories({options.directory});
  }
  ResolvedSettings settings;
  if (!resolve(options.settings, settings)) {
    return {};
  }
  const auto runs = find_run_directories(settings.values.results_dir);
  if (runs.empty()) {
    std::cerr << "xrep: no run in " << settings.values.results_dir.string() << "\n";
    return {};
  }
  return {runs.back().string()};
}

int show(const std::string& directory, const SettingOptions& settings) {
  client::PushRequest request;
  const auto together = client::with_their_group({directory});
  request.directories = together ? *together : std::vector<std::string>{directory};
  request.settings.assign(settings.begin(), settings.end());
  const auto prepared = client::read_plan(request);
  if (!prepared) {
    std::cerr << "xrep: " << prepared.error().message << "\n";
    return client::exit_code(client::report_of(prepared.error(), request.directories).outcome);
  }
  for (const auto& part : request.directories) {
    std::cout << part << "\n";
  }
  std::cout << client::table_of(client::status_of(*prepared));
  return 0;
}

int status(const StatusOptions& options) {
  const auto directories = chosen(options);
  int code = directories.empty() ? kSettings : 0;
  for (const auto& directory : directories) {
    code = std::max(code, show(directory, options.settings));
  }
  return code;
}

}  // namespace

void add_status(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "status",
      "What is in Xray of a run: per test its result, Xray key, when it was saved and what is "
      "missing. Without DIR: the latest run. Asks nothing of Xray.");
  const auto options = std::make_shared<StatusOptions>();
  command->add_option("DIR", options->directory, "run directory, or a folder that holds some");
  add_results_dir(*command, options->settings);
  command->callback([options, &action] { action = [options] { return status(*options); }; });
}

}  // namespace xrep::command
