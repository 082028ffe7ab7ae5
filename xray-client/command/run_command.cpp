#include "commands.hpp"
#include "delivery/summary.hpp"
#include "options.hpp"
#include "platform/child.hpp"
#include "push_runs.hpp"
#include "run.hpp"
#include "shared_run.hpp"
#include <xrep/client.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

namespace xrep::command {

namespace {

constexpr int kUsage = 2;
constexpr int kNotStarted = 127;  // as a shell has it
constexpr int kNotDelivered = 75;

struct RunOptions {
  std::vector<std::string> command;
  bool with_credentials = false;
  SettingOptions settings;
};

// The processes below find their settings in the environment.
constexpr const char* kForRecording[] = {"project", "max_attachment_size", "max_attachments_size"};

// Whatever a test prints or attaches, these must not be in it.
constexpr const char* kCredentials[] = {"XRAY_CLIENT_ID", "XRAY_CLIENT_SECRET", "JIRA_USER",
                                        "JIRA_TOKEN", "JIRA_PASSWORD"};

std::string upper_case(std::string name) {
  for (char& c : name) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

platform::Launch launch_of(const RunOptions& options, const std::string& directory) {
  platform::Launch launch;
  launch.arguments = options.command;
  launch.environment = {{"XRAY", "1"}, {"XRAY_RUN_DIR", directory}};
  for (const char* name : kForRecording) {
    const auto given = options.settings.find(name);
    if (given != options.settings.end()) {
      launch.environment.emplace_back("XRAY_" + upper_case(name), given->second);
    }
  }
  if (!options.with_credentials) {
    launch.hidden.assign(std::begin(kCredentials), std::end(kCredentials));
  }
  return launch;
}

int could_not_start(const RunOptions& options, const std::string& problem) {
  std::cerr << "xrep: " << options.command.front() << " could not be started: " << problem << "\n";
  return kNotStarted;
}

// Somebody above delivers: this is part of that run.
int run_inside_another(const RunOptions& options) {
  platform::Launch launch;
  launch.arguments = options.command;
  const auto end = platform::run_in_foreground(launch);
  return end.problem.empty() ? end.code : could_not_start(options, end.problem);
}

int deliver(const std::string& directory, const RunOptions& options,
            const ResolvedSettings& settings) {
  if (settings.values.upload == Upload::never) {
    std::cerr << "xrep: recorded in " << directory
              << "; to push it: " << client::push_command({directory}) << "\n";
    return 0;
  }
  const auto report = push_runs({directory}, {}, options.settings, false);
  std::cerr << report.summary << std::flush;
  return report.outcome == client::PushOutcome::delivered ? 0 : kNotDelivered;
}

int run(const RunOptions& options) {
  if (!platform::environment_value("XRAY_RUN_DIR").empty()) {
    return run_inside_another(options);
  }
  ResolvedSettings settings;
  if (!resolve(options.settings, settings)) {
    return kUsage;
  }
  auto shared = SharedRun::make(settings);
  if (!shared) {
    std::cerr << "xrep: " << shared.error() << "\n";
    return kUsage;
  }
  auto launch = launch_of(options, shared->directory());
  launch.timeout = settings.values.run_timeout;
  const auto end = platform::run_in_foreground(launch);
  if (!end.problem.empty()) {
    shared->discard();
    return could_not_start(options, end.problem);
  }
  if (end.timed_out) {
    std::cerr << "xrep: stopped after run_timeout, " << settings.values.run_timeout.count()
              << " s\n";
  }
  if (end.signal != 0) {
    shared->note_death(end.pid, platform::signal_name(end.signal));
  }
  shared->wait_for_the_last();
  for (const auto& line : shared->deaths()) {
    std::cerr << "xrep: " << line << "\n";
  }
  if (shared->is_empty()) {
    shared->discard();
    std::cerr << "xrep: nothing was recorded: no program below " << options.command.front()
              << " is linked with xrep, or none ran a test\n";
    return end.code;
  }
  const int delivered = deliver(shared->directory(), options, settings);
  return end.code == 0 && settings.values.strict ? delivered : end.code;
}

}  // namespace

void add_run(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "run",
      "Run a command as one run: every program below it that is linked with xrep records into the "
      "same run directory, which is pushed once when the command has ended, however it ended. The "
      "exit code is that of the command.");
  const auto options = std::make_shared<RunOptions>();
  command->add_option("CMD", options->command, "the command, after --")->required();
  command->add_flag(
      "--pass-credentials", options->with_credentials,
      "leave XRAY_CLIENT_ID, XRAY_CLIENT_SECRET and JIRA_… in the environment of CMD");
  add_run_settings(*command, options->settings);
  command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace xrep::command
