#include "commands.hpp"
#include "recorded.hpp"
#include "status/run_status.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace xrep::command {

namespace {

constexpr int kSettings = 2;

struct StatusOptions {
  std::string directory;
  bool json = false;
  SettingOptions settings;
};

int show(const std::string& directory, const StatusOptions& options) {
  auto prepared = read_recorded({directory}, options.settings);
  if (!prepared) {
    return exit_code_of(prepared.error());
  }
  if (options.json) {
    std::cout << json_of(*prepared) << "\n";
    return 0;
  }
  for (const auto& part : prepared->run().directories) {
    std::cout << part.string() << "\n";
  }
  std::cout << client::table_of(client::status_of(*prepared));
  return 0;
}

int status(const StatusOptions& options) {
  const auto directories = named_or_latest(options.directory, options.settings);
  int code = directories.empty() ? kSettings : 0;
  for (const auto& directory : directories) {
    code = std::max(code, show(directory, options));
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
  command->add_flag("--json", options->json, "one JSON object a run instead of the table");
  add_results_dir(*command, options->settings);
  command->callback([options, &action] { action = [options] { return status(*options); }; });
}

}  // namespace xrep::command
