#include "cloud/links.hpp"
#include "commands.hpp"
#include "platform/browser.hpp"
#include "recorded.hpp"
#include "status/run_status.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

namespace xrep::command {

namespace {

constexpr int kSettings = 2;
constexpr int kNotDelivered = 75;

struct OpenOptions {
  std::string directory;
  std::string test;
  bool print_only = false;
  SettingOptions settings;
};

bool is_meant(const client::ResultStatus& result, const std::string& test) {
  const auto& local = result.local_tests;
  return result.test == test || result.key == test ||
         std::find(local.begin(), local.end(), test) != local.end();
}

int complain(int code, const std::string& message) {
  std::cerr << "xrep: " << message << "\n";
  return code;
}

int open_link(const std::string& link, const OpenOptions& options) {
  std::cout << link << std::endl;
  if (!options.print_only) {
    const auto problem = platform::open_in_browser(link);
    if (!problem.empty()) {
      std::cerr << "xrep: " << problem << "\n";
    }
  }
  return 0;
}

int open_run(const client::RunStatus& status, const OpenOptions& options) {
  const auto& results = status.results;
  const auto found = std::find_if(results.begin(), results.end(), [&](const auto& result) {
    return is_meant(result, options.test);
  });
  if (found == results.end()) {
    return complain(kSettings, "the run holds no test " + options.test +
                                   "; xrep status shows the tests that it holds");
  }
  if (found->key.empty() || found->saved == 0) {
    return complain(kNotDelivered, options.test + " is not in Xray yet" +
                                       (found->missing.empty() ? "" : ": " + found->missing) +
                                       "; xrep push sends what can be sent");
  }
  return open_link(client::cloud::run_link(status.link, status.execution_key, found->key), options);
}

int open(const OpenOptions& options) {
  const auto directories = named_or_latest(options.directory, options.settings);
  if (directories.size() != 1) {
    return directories.empty()
               ? kSettings
               : complain(kSettings, options.directory + " holds several runs; name one of them");
  }
  auto prepared = read_recorded({directories.front()}, options.settings);
  if (!prepared) {
    return exit_code_of(prepared.error());
  }
  auto status = client::status_of(*prepared);
  if (status.execution_key.empty()) {
    return complain(kNotDelivered, directories.front() + " is not in Xray yet; xrep push sends it");
  }
  if (status.link.empty()) {
    // Xray did not tell the address of the site.
    status.link = client::cloud::browse_link({}, prepared->settings.jira_url, status.execution_key);
  }
  if (status.link.empty()) {
    return complain(kSettings, "the address of the Jira site of " + status.execution_key +
                                   " is not known; set jira_url");
  }
  return options.test.empty() ? open_link(status.link, options) : open_run(status, options);
}

}  // namespace

void add_open(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "open",
      "Open the Test Execution of a run in the browser, or the result of one test; prints the link "
      "as well. Without DIR: the latest run. Asks nothing of Xray.");
  const auto options = std::make_shared<OpenOptions>();
  command->add_option("DIR", options->directory, "run directory");
  command->add_option("--test", options->test,
                      "the result of this test: its local name, its name in Xray or its key");
  command->add_flag("--print", options->print_only, "only print the link");
  add_results_dir(*command, options->settings);
  command->callback([options, &action] { action = [options] { return open(*options); }; });
}

}  // namespace xrep::command
