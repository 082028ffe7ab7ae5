#include "commands.hpp"
#include "credentials.hpp"
#include "delivery/delivered_mark.hpp"
#include "options.hpp"
#include "push_runs.hpp"
#include "recorded.hpp"
#include "run.hpp"
#include <xrep/client.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace xrep::command {

namespace {

struct PushOptions {
  std::vector<std::string> directories;
  std::vector<std::string> tests;
  bool json = false;
  bool verbose = false;
  SettingOptions settings;
};

// For machines stdout holds JSON and nothing else.
void print(const client::PushReport& report, const std::vector<std::string>& directories,
           const PushOptions& options) {
  if (!options.json) {
    std::cout << report.summary << std::flush;
    return;
  }
  std::cerr << report.summary << std::flush;
  if (auto prepared = read_recorded(directories, options.settings)) {
    std::cout << json_of(*prepared) << std::endl;
  }
}

int push_together(const std::vector<std::string>& directories, const PushOptions& options) {
  const auto report = push_runs(directories, options.tests, options.settings, options.verbose);
  print(report, directories, options);
  return client::exit_code(report.outcome);
}

// Of several pushes the one that needs attention most decides: settings, refused, pending.
int worse(int a, int b) {
  const auto rank = [](int code) {
    switch (code) {
      case 0:
        return 0;
      case 75:
        return 1;
      case 1:
        return 2;
      default:
        return 3;
    }
  };
  return rank(a) >= rank(b) ? a : b;
}

// A push that was asked for by name and told not to push would be a riddle.
bool contradicts_itself(const SettingOptions& settings) {
  const auto upload = settings.find("upload");
  if (upload == settings.end() || upload->second != "never") {
    return false;
  }
  std::cerr << "xrep: --upload never makes no sense here; leave it out, or take dry_run\n";
  return true;
}

int push_undelivered(const PushOptions& options) {
  ResolvedSettings settings;
  if (!resolve(options.settings, settings)) {
    return client::exit_code(client::PushOutcome::settings);
  }
  const auto folder = settings.values.results_dir;
  const bool may_link = client::jira_login().credentials.has_value();
  int code = 0;
  bool any = false;
  for (const auto& directory : find_run_directories(folder)) {
    if (!client::is_delivered(directory, may_link)) {
      any = true;
      code = worse(code, push_together({directory.string()}, options));
    }
  }
  if (!any) {
    (options.json ? std::cerr : std::cout)
        << "xrep: nothing to push in " << folder.string() << "\n";
  }
  return code;
}

int push_named(const PushOptions& options) {
  const auto directories = run_directories(options.directories);
  return directories.empty() ? client::exit_code(client::PushOutcome::settings)
                             : push_together(directories, options);
}

}  // namespace

void add_push(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "push",
      "Push recorded runs to Xray. Without DIR: every undelivered run in the results directory, "
      "each as its own Test Execution. With DIRs (run directories, or folders that hold some): all "
      "of them as one. Safe to repeat.");
  const auto options = std::make_shared<PushOptions>();
  command->add_option("DIR", options->directories, "run directories");
  command
      ->add_option(
          "--test", options->tests,
          "only the result of this test: its full name, the summary of its Xray Test, or a "
          "pattern of * and ?; may be repeated")
      ->take_all();
  command->add_flag("--json", options->json,
                    "what was delivered, refused and is pending as JSON, one object a run");
  command->add_flag("--verbose", options->verbose,
                    "a line about each request: path, sizes, status, time");
  add_push_settings(*command, options->settings);
  command->callback([options, &action] {
    action = [options] {
      if (contradicts_itself(options->settings)) {
        return client::exit_code(client::PushOutcome::settings);
      }
      return options->directories.empty() ? push_undelivered(*options) : push_named(*options);
    };
  });
}

}  // namespace xrep::command
