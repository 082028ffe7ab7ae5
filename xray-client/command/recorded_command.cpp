#include "recorded_command.hpp"

#include <iostream>
#include <utility>

namespace xrep::command {

namespace {

constexpr int kUsage = 2;
constexpr int kNotStarted = 127;

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

platform::Launch launch_of(const std::vector<std::string>& command, const SettingOptions& options,
                           const std::string& directory, bool with_credentials) {
  platform::Launch launch;
  launch.arguments = command;
  launch.environment = {{"XRAY", "1"}, {"XRAY_RUN_DIR", directory}};
  for (const char* name : kForRecording) {
    const auto given = options.find(name);
    if (given != options.end()) {
      launch.environment.emplace_back("XRAY_" + upper_case(name), given->second);
    }
  }
  if (!with_credentials) {
    launch.hidden.assign(std::begin(kCredentials), std::end(kCredentials));
  }
  return launch;
}

}  // namespace

int could_not_start(const std::string& program, const std::string& problem) {
  std::cerr << "xrep: " << program << " could not be started: " << problem << "\n";
  return kNotStarted;
}

tl::expected<RecordedCommand, int> record_command(const std::vector<std::string>& command,
                                                  const SettingOptions& options,
                                                  const ResolvedSettings& settings,
                                                  bool with_credentials) {
  auto shared = SharedRun::make(settings);
  if (!shared) {
    std::cerr << "xrep: " << shared.error() << "\n";
    return tl::make_unexpected(kUsage);
  }
  auto launch = launch_of(command, options, shared->directory(), with_credentials);
  launch.timeout = settings.values.run_timeout;
  auto end = platform::run_in_foreground(launch);
  if (!end.problem.empty()) {
    shared->discard();
    return tl::make_unexpected(could_not_start(command.front(), end.problem));
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
  RecordedCommand recorded{std::move(end), std::nullopt};
  if (shared->is_empty()) {
    shared->discard();
    std::cerr << "xrep: nothing was recorded: no program below " << command.front()
              << " is linked with xrep, or none ran a test\n";
  } else {
    recorded.run = std::move(*shared);
  }
  return recorded;
}

}  // namespace xrep::command
