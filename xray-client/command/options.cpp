#include "options.hpp"

#include "run.hpp"

#include <algorithm>
#include <iostream>
#include <string_view>

namespace xrep::command {

namespace {

std::string with_dashes(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

void add(CLI::App& command, SettingOptions& values, const std::string& name,
         const std::string& help) {
  command
      .add_option_function<std::string>(
          "--" + with_dashes(name),
          [&values, name](const std::string& value) { values[name] = value; }, help)
      ->group("Settings (win over the environment, xrep.json and what the run recorded)");
}

// What was decided when the run was recorded, or concerns the test program alone.
bool is_for_recording(const std::string& name) {
  return name == "strict" || name == "max_attachment_size" || name == "max_attachments_size" ||
         name == "run_timeout";
}

}  // namespace

void add_push_settings(CLI::App& command, SettingOptions& values) {
  for (const auto& setting : setting_table()) {
    if (!is_for_recording(setting.name)) {
      add(command, values, setting.name, setting.allowed);
    }
  }
  add(command, values, "config", "settings file instead of xrep.json");
}

void add_run_settings(CLI::App& command, SettingOptions& values) {
  for (const auto& setting : setting_table()) {
    add(command, values, setting.name, setting.allowed);
  }
  add(command, values, "config", "settings file instead of xrep.json");
}

void add_pair_settings(CLI::App& command, SettingOptions& values) {
  constexpr std::string_view kNames[] = {
      "project",  "api_url",    "jira_url",   "results_dir", "links", "parameters",  "retries",
      "disabled", "rate_limit", "search_lag", "ca_file",     "proxy", "client_cert", "plain_http"};
  for (const auto& setting : setting_table()) {
    if (std::find(std::begin(kNames), std::end(kNames), setting.name) != std::end(kNames)) {
      add(command, values, setting.name, setting.allowed);
    }
  }
  add(command, values, "config", "settings file instead of xrep.json");
}

void add_results_dir(CLI::App& command, SettingOptions& values) {
  add(command, values, "results_dir", "folder of the run directories");
  add(command, values, "links", "links file instead of xray-links.json");
  add(command, values, "config", "settings file instead of xrep.json");
}

ResolvedSettings resolved_of(const SettingOptions& values) {
  std::vector<recording::GivenSetting> flags;
  for (const auto& [name, value] : values) {
    flags.push_back({name, value, "--" + with_dashes(name), true});
  }
  return resolve_settings(flags);
}

bool resolve(const SettingOptions& values, ResolvedSettings& settings) {
  settings = resolved_of(values);
  for (const auto& problem : settings.problems) {
    std::cerr << "xrep: " << problem << "\n";
  }
  return settings.problems.empty();
}

std::vector<std::string> run_directories(const std::vector<std::string>& arguments) {
  std::vector<std::string> all;
  for (const auto& argument : arguments) {
    const auto found = find_run_directories(argument);
    if (found.empty()) {
      std::cerr << "xrep: " << argument
                << " is no run directory and holds none; name a folder below the results "
                   "directory, or the results directory itself\n";
      return {};
    }
    for (const auto& directory : found) {
      all.push_back(directory.string());
    }
  }
  return all;
}

std::vector<std::string> in_one_spelling(const std::vector<std::string>& arguments) {
  constexpr std::string_view kPrefix = "--xray-";
  std::vector<std::string> result;
  bool ours = true;  // what follows -- belongs to another program
  for (const auto& argument : arguments) {
    ours = ours && argument != "--";
    if (!ours || argument.rfind("--", 0) != 0) {
      result.push_back(argument);
      continue;
    }
    const auto end = std::min(argument.find('='), argument.size());
    std::string name = with_dashes(argument.substr(0, end));
    if (name.rfind(kPrefix, 0) == 0) {
      name.replace(0, kPrefix.size(), "--");
    }
    result.push_back(name + argument.substr(end));
  }
  return result;
}

}  // namespace xrep::command
