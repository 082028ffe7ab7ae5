#include "commands.hpp"
#include "options.hpp"
#include "pair/pair.hpp"
#include "plan/import_plan.hpp"
#include "progress.hpp"
#include "push/prepare.hpp"
#include "recorded.hpp"
#include "recorded_command.hpp"

#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace xrep::command {

namespace {

constexpr int kUsage = 2;

struct PairOptions {
  std::string run;  ///< a run directory, or a program
  std::vector<std::string> link;
  std::vector<std::string> unlink;
  client::PairRequest request;
  SettingOptions settings;
};

int complain(const std::string& message) {
  std::cerr << "xrep: " << message << "\n";
  return kUsage;
}

// The key stands after the last '=': names of tests may hold others.
client::NamedKey split(const std::string& text) {
  const auto place = text.rfind('=');
  const auto key = place == std::string::npos ? std::string() : text.substr(place + 1);
  return client::is_issue_key(key) ? client::NamedKey(text.substr(0, place), key)
                                   : client::NamedKey(text, {});
}

bool is_program(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// The directory into which the program recorded.
std::optional<std::string> record(const PairOptions& options) {
  ResolvedSettings settings;
  if (!resolve(options.settings, settings)) {
    return std::nullopt;
  }
  const auto program = std::filesystem::absolute(options.run).string();
  const auto recorded = record_command({program}, options.settings, settings, false);
  return recorded && recorded->run ? std::optional<std::string>(recorded->run->directory())
                                   : std::nullopt;
}

std::vector<std::string> directories_of(const PairOptions& options) {
  if (!is_program(options.run)) {
    return named_or_latest(options.run, options.settings);
  }
  const auto directory = record(options);
  return directory ? std::vector<std::string>{*directory} : std::vector<std::string>();
}

// Every name with its key, or what is wrong with one of them.
std::string read_links(PairOptions& options) {
  auto& request = options.request;
  for (const auto& text : options.link) {
    request.link.push_back(split(text));
    if (request.link.back().first.empty() || request.link.back().second.empty()) {
      return "--link takes a test and the key of its Xray Test, such as Suite.Test=CALC-12, not '" +
             text + "'";
    }
  }
  for (const auto& text : options.unlink) {
    request.unlink.push_back(split(text));
  }
  if (!request.plan.empty() && !client::is_issue_key(request.plan)) {
    return "--plan takes the key of a Test Plan, such as CALC-9, not '" + request.plan + "'";
  }
  return {};
}

int pair(PairOptions& options) {
  if (const auto problem = read_links(options); !problem.empty()) {
    return complain(problem);
  }
  auto& request = options.request;
  const auto named = directories_of(options);
  if (named.empty()) {
    return kUsage;
  }
  const auto together = client::with_their_group(named);
  if (!together) {
    return complain(together.error().message);
  }
  request.run.directories = *together;
  request.run.settings.assign(options.settings.begin(), options.settings.end());
  const auto report = client::pair(
      request, [&](const std::string& line) { show_progress(line, request.run.verbose); });
  end_progress();
  std::cout << report.text << std::flush;
  return client::exit_code(report.outcome);
}

void add_actions(CLI::App& command, PairOptions& options) {
  auto& request = options.request;
  command.add_flag("--create", request.create,
                   "a Test for each test that has none: the one in Xray that has its name, else a "
                   "new one");
  command
      .add_option("--link", options.link,
                  "TEST=KEY: link a test (or its identity, or a pattern) to a Test that exists; "
                  "may be repeated")
      ->allow_extra_args(false);
  command
      .add_option("--unlink", options.unlink,
                  "TEST or TEST=KEY: take a link out of the links file; may be repeated")
      ->allow_extra_args(false);
  command.add_flag("--sets", request.sets, "the Tests of each suite into a Test Set of its name");
  command.add_option("--plan", request.plan, "the Tests into this Test Plan");
  command.add_flag("--dry-run", request.dry_run, "only show what would change");
}

}  // namespace

void add_pair(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "pair",
      "Pair the tests of a run with Xray Tests. Without an action: list which test belongs to "
      "which Test, and what is missing. What is paired is written into the links file. Safe to "
      "repeat.");
  const auto options = std::make_shared<PairOptions>();
  command->add_option("RUN", options->run,
                      "run directory, folder that holds some, or a test program, which is run "
                      "first; the latest run unless given");
  command->add_option("--suite", options->request.selection.suite,
                      "only tests of this suite; * and ? fit any text and one character");
  command->add_option("--test", options->request.selection.test,
                      "only this test; * and ? fit any text and one character");
  add_actions(*command, *options);
  command->add_flag("--verbose", options->request.run.verbose,
                    "a line about each request: path, sizes, status, time");
  add_pair_settings(*command, options->settings);
  command->callback([options, &action] { action = [options] { return pair(*options); }; });
}

}  // namespace xrep::command
