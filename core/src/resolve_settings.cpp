#include "config_file.hpp"
#include "setting_rows.hpp"
#include "settings.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using recording::GivenSetting;

std::string known_names() {
  std::string names;
  for (const auto& row : setting_rows())
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

// Never repeats the value: what is not a setting may be a secret.
std::string unknown(const SourcedSetting& setting) {
  const auto& given = setting.given;
  if (names_a_secret(given.name)) {
    return given.origin +
           ": credentials are taken from the environment only (XRAY_CLIENT_ID, "
           "XRAY_CLIENT_SECRET, JIRA_USER, JIRA_TOKEN, or a file named by …_FILE); take it out "
           "here, and replace it if others could see it";
  }
  if (given.name == "run_dir") {
    return given.origin + ": is no setting; set the environment variable XRAY_RUN_DIR";
  }
  if (given.name == "config") {
    return given.origin + ": a settings file cannot name another; use XRAY_CONFIG";
  }
  const auto near = nearest_setting(given.name);
  if (!near.empty()) return given.origin + ": unknown setting; did you mean " + near + "?";
  return given.origin + ": unknown setting; known are " + known_names();
}

std::vector<SourcedSetting> from_flags(const std::vector<GivenSetting>& flags) {
  // Of a flag given twice the last counts, as everywhere on command lines.
  std::vector<SourcedSetting> result;
  for (auto flag = flags.rbegin(); flag != flags.rend(); ++flag) {
    result.push_back({*flag, SettingSource::flag});
  }
  return result;
}

std::string environment_name(std::string_view setting) {
  std::string name = "XRAY_";
  for (const char c : setting) {
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

// An empty variable counts as unset: that is how CI systems pass what a job does not define.
std::vector<SourcedSetting> from_environment() {
  std::vector<SourcedSetting> result;
  for (const auto& row : setting_rows()) {
    const auto variable = environment_name(row.name);
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr || *value == '\0') continue;
    result.push_back({{std::string(row.name), value, variable, true}, SettingSource::environment});
  }
  return result;
}

// Takes the name of the settings file out of the flags.
std::string config_name(std::vector<SourcedSetting>& flags, std::vector<std::string>& problems) {
  std::string name;
  for (auto flag = flags.begin(); flag != flags.end();) {
    if (flag->given.name != "config") {
      ++flag;
      continue;
    }
    if (flag->given.value.empty()) {
      problems.push_back(flag->given.origin + ": needs a value; allowed: the path of a file");
    }
    if (name.empty()) name = flag->given.value;
    flag = flags.erase(flag);
  }
  const char* variable = std::getenv("XRAY_CONFIG");
  if (name.empty() && variable != nullptr) name = variable;
  return name;
}

/// Collects settings from the strongest source to the weakest.
class Resolution {
 public:
  explicit Resolution(fs::path folder) : folder_(std::move(folder)) {}

  void add(const std::vector<SourcedSetting>& settings) {
    for (const auto& setting : settings) {
      if (find_setting(setting.given.name) == nullptr) {
        if (!is_on_switch(setting)) result_.problems.push_back(unknown(setting));
      } else if (seen_.insert(setting.given.name).second) {
        take(setting);
      }
    }
  }

  // A later version may have recorded settings that this one does not know; they do no harm.
  void add_recorded(const std::vector<SourcedSetting>& settings, SettingSource source) {
    for (const auto& setting : settings) {
      if (setting.source != source || find_setting(setting.given.name) == nullptr) continue;
      if (seen_.insert(setting.given.name).second) take(setting);
    }
  }

  void add_problems(const std::vector<std::string>& problems) {
    result_.problems.insert(result_.problems.end(), problems.begin(), problems.end());
  }

  ResolvedSettings result() {
    const Settings defaults;
    refuse_unencrypted("api_url", result_.values.api_url, defaults.api_url);
    refuse_unencrypted("jira_url", result_.values.jira_url, defaults.jira_url);
    return std::move(result_);
  }

 private:
  // `--xray=maybe`: the switch itself, with a value that it does not have.
  bool is_on_switch(const SourcedSetting& setting) {
    if (!setting.given.name.empty()) return false;
    result_.problems.push_back(setting.given.origin + ": " + in_quotes(setting.given.value) +
                               " is neither on nor off; allowed: on or off");
    return true;
  }

  void take(SourcedSetting setting) {
    const SettingRow& row = *find_setting(setting.given.name);
    auto& given = setting.given;
    if (!given.has_value) {
      if (row.kind != SettingKind::truth) {
        result_.problems.push_back(given.origin +
                                   ": needs a value; allowed: " + std::string(row.allowed));
        return;
      }
      given.value = "on";
      given.has_value = true;
    }
    // Absolute, since the working directory may be another one when it is used.
    if (row.kind == SettingKind::path && !given.value.empty()) {
      given.value = (folder_ / given.value).lexically_normal().string();
    }
    if (const auto wrong = row.set(result_.values, given.value)) {
      result_.problems.push_back(given.origin + ": " + *wrong +
                                 "; allowed: " + std::string(row.allowed));
      return;
    }
    result_.given.push_back(std::move(setting));
  }

  void refuse_unencrypted(const std::string& name, std::string& url, const std::string& otherwise) {
    if (result_.values.plain_http || !values::is_unencrypted(url)) return;
    const auto is_it = [&](const SourcedSetting& setting) { return setting.given.name == name; };
    const auto given = std::find_if(result_.given.begin(), result_.given.end(), is_it);
    result_.problems.push_back((given == result_.given.end() ? name : given->given.origin) + ": " +
                               in_quotes(url) +
                               " would send credentials unencrypted; use https, or set "
                               "plain_http=on if that network can be trusted");
    url = otherwise;
    if (given != result_.given.end()) result_.given.erase(given);
  }

  fs::path folder_;
  std::set<std::string> seen_;
  ResolvedSettings result_;
};

fs::path folder_or_current(const fs::path& folder) {
  std::error_code ignored;
  return folder.empty() ? fs::current_path(ignored) : folder;
}

}  // namespace

ResolvedSettings resolve_settings(const std::vector<GivenSetting>& flags,
                                  const std::vector<SourcedSetting>& recorded,
                                  const fs::path& working_directory) {
  const fs::path folder = folder_or_current(working_directory);
  auto sourced_flags = from_flags(flags);
  std::vector<std::string> problems;
  const auto config = read_config(folder, config_name(sourced_flags, problems));
  Resolution resolution(folder);
  resolution.add_problems(problems);
  resolution.add(sourced_flags);
  resolution.add_recorded(recorded, SettingSource::flag);
  resolution.add(from_environment());
  resolution.add_recorded(recorded, SettingSource::environment);
  resolution.add(config.settings);
  resolution.add_problems(config.problems);
  resolution.add_recorded(recorded, SettingSource::file);
  auto resolved = resolution.result();
  resolved.config_file = config.path;
  return resolved;
}

ResolvedSettings recorded_settings(const std::vector<SourcedSetting>& recorded) {
  Resolution resolution(folder_or_current({}));
  resolution.add_recorded(recorded, SettingSource::flag);
  resolution.add_recorded(recorded, SettingSource::environment);
  resolution.add_recorded(recorded, SettingSource::file);
  return resolution.result();
}

}  // namespace xrep
