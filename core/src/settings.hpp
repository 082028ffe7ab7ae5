#pragma once

#include <xrep/export.hpp>
#include <xrep/recording.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace xrep {

enum class Flavor { cloud };
enum class Upload { end, never, dry_run };
enum class AttachmentPolicy { on, off, failed };
enum class ParameterPolicy { iterations, separate, collapse };
enum class RetryPolicy { worst, last };
enum class DisabledPolicy { leave_out, todo };
enum class DefectPolicy { always, failed };

struct NamedValue {
  std::string name;
  std::string value;
};

/// Every setting with its value; the README's table says what each means. To add one: a member
/// here, a row in settings.cpp, a row in the README (a test compares the two).
struct Settings {
  std::string project;
  std::string test_execution;
  std::string test_plan;
  std::vector<std::string> environments;
  std::string version;
  std::string revision;
  std::string summary;
  std::string description;
  std::vector<std::string> labels;
  Flavor flavor = Flavor::cloud;
  std::string api_url = "https://xray.cloud.getxray.app";
  std::string jira_url;
  std::filesystem::path results_dir = "xray-results";
  Upload upload = Upload::end;
  std::filesystem::path links;  ///< empty: looked for, see README
  bool create_tests = true;
  AttachmentPolicy attachments = AttachmentPolicy::on;
  std::vector<NamedValue> custom_fields;  ///< of every result; each name once
  std::string assignee;                   ///< Jira account ids
  std::string executed_by;
  std::uint64_t max_attachment_size = 100ULL << 20;  ///< bytes
  std::uint64_t max_attachments_size = 1ULL << 30;   ///< bytes, of one run
  std::chrono::seconds search_lag{10};               ///< until Xray shows what it stored
  std::uint64_t rate_limit = 300;                    ///< requests in 5 minutes; 0: no limit
  ParameterPolicy parameters = ParameterPolicy::iterations;
  RetryPolicy retries = RetryPolicy::worst;
  DisabledPolicy disabled = DisabledPolicy::leave_out;
  DefectPolicy defects = DefectPolicy::always;
  std::string status_passed = "PASSED";
  std::string status_failed = "FAILED";
  std::string status_skipped = "TODO";
  std::string status_crashed;  ///< empty: ABORTED if the site has it, else status_failed
  std::string status_not_started = "TODO";
  bool strict = false;
  std::chrono::seconds timeout{120};
  std::chrono::seconds run_timeout{0};  ///< of the command of `xrep run`; 0: none
  std::filesystem::path ca_file;
  std::string proxy;
  std::filesystem::path client_cert;
  bool plain_http = false;
};

/// Where a setting came from, strongest first.
enum class SettingSource { flag, environment, file };

struct SourcedSetting {
  recording::GivenSetting given;
  SettingSource source = SettingSource::flag;
};

struct ResolvedSettings {
  Settings values;
  std::vector<SourcedSetting> given;  ///< the ones in force, without duplicates
  std::vector<std::string> problems;  ///< each names its origin, what is wrong and what is allowed
  std::filesystem::path config_file;  ///< the one that was found or named; empty: none
};

/// One row of the table of settings.
struct SettingInfo {
  std::string name;
  std::string default_text;
  std::string allowed;  ///< e.g. "end, never or dry_run"
};
XREP_API std::vector<SettingInfo> setting_table();

/// The settings of this process: `flags` first, then the environment (XRAY_NAME), then xrep.json,
/// looked for in `working_directory` and upwards to the first folder that holds `.git` (or the file
/// named by the setting `config`, which only flag and environment may give).
/// `recorded` are those of a run directory: of two sources of the same kind the newer one wins, so
/// flag, recorded flag, environment, recorded environment, file, recorded file. Never throws;
/// what is wrong becomes a problem and leaves the default in force.
XREP_API ResolvedSettings resolve_settings(const std::vector<recording::GivenSetting>& flags,
                                           const std::vector<SourcedSetting>& recorded = {},
                                           const std::filesystem::path& working_directory = {});

/// As resolve_settings, of what a run directory recorded alone.
XREP_API ResolvedSettings recorded_settings(const std::vector<SourcedSetting>& recorded);

/// The setting whose name is nearest to `name`, for "did you mean"; empty if none is near.
XREP_API std::string nearest_setting(const std::string& name);

}  // namespace xrep
