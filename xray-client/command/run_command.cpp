#include "commands.hpp"
#include "delivery/summary.hpp"
#include "options.hpp"
#include "plan_run.hpp"
#include "platform/child.hpp"
#include "push_runs.hpp"
#include "recorded.hpp"
#include "recorded_command.hpp"
#include <xrep/client.hpp>

#include <iostream>
#include <memory>

namespace xrep::command {

namespace {

constexpr int kUsage = 2;
constexpr int kNotDelivered = 75;

struct RunOptions {
  std::vector<std::string> command;
  std::string only_plan;
  bool with_credentials = false;
  SettingOptions settings;
};

// Somebody above delivers: this is part of that run.
int run_inside_another(const RunOptions& options) {
  platform::Launch launch;
  launch.arguments = options.command;
  const auto end = platform::run_in_foreground(launch);
  return end.problem.empty() ? end.code : could_not_start(options.command.front(), end.problem);
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

// The execution goes into the plan whose tests are run.
bool take_plan(RunOptions& options) {
  if (options.only_plan.empty()) {
    return true;
  }
  const auto [given, is_new] = options.settings.emplace("test_plan", options.only_plan);
  if (!is_new && given->second != options.only_plan) {
    std::cerr << "xrep: --only-plan " << options.only_plan << " and --test-plan " << given->second
              << " contradict one another; leave one of them out\n";
    return false;
  }
  return true;
}

int could_not_choose(const client::Error& error) {
  std::cerr << "xrep: not started: " << error.message << "\n";
  return exit_code_of(error);
}

int run(RunOptions options) {
  if (!platform::environment_value("XRAY_RUN_DIR").empty()) {
    return run_inside_another(options);
  }
  ResolvedSettings settings;
  if (!take_plan(options) || !resolve(options.settings, settings)) {
    return kUsage;
  }
  PlanRun planned;
  planned.command = options.command;
  if (!options.only_plan.empty()) {
    auto chosen = plan_run(options.only_plan, settings, options.command);
    if (!chosen) {
      return could_not_choose(chosen.error());
    }
    planned = std::move(*chosen);
  }
  const auto done =
      record_command(planned.command, options.settings, settings, options.with_credentials);
  forget_list(planned);
  if (!done) {
    return done.error();
  }
  if (!done->run) {
    return done->end.code;
  }
  if (!options.only_plan.empty()) {
    tell_missing(planned, options.only_plan, done->run->directory());
  }
  const int delivered = deliver(done->run->directory(), options, settings);
  return done->end.code == 0 && settings.values.strict ? delivered : done->end.code;
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
  command->add_option("--only-plan", options->only_plan,
                      "run the tests of this Test Plan and no others; CMD is a program of "
                      "GoogleTest or Catch2");
  add_run_settings(*command, options->settings);
  command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace xrep::command
