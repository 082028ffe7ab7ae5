#include "settings.hpp"

#include "nearest.hpp"
#include "setting_rows.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace xrep {
namespace {

using values::Wrong;

template <class Enum, std::size_t N>
Wrong word(const std::string& text, const std::array<std::pair<std::string_view, Enum>, N>& words,
           Enum& value) {
  for (const auto& [name, meaning] : words) {
    if (name == text) {
      value = meaning;
      return {};
    }
  }
  return in_quotes(text) + " is not known";
}

Wrong flavor(Settings& s, const std::string& v) {
  if (v == "server") return "this version pushes to Xray Cloud only";
  return word<Flavor, 1>(v, {{{"cloud", Flavor::cloud}}}, s.flavor);
}

Wrong upload(Settings& s, const std::string& v) {
  return word<Upload, 3>(
      v, {{{"end", Upload::end}, {"never", Upload::never}, {"dry_run", Upload::dry_run}}},
      s.upload);
}

Wrong attachments(Settings& s, const std::string& v) {
  using Policy = AttachmentPolicy;
  return word<Policy, 3>(
      v, {{{"on", Policy::on}, {"off", Policy::off}, {"failed", Policy::failed}}}, s.attachments);
}

Wrong parameters(Settings& s, const std::string& v) {
  using Policy = ParameterPolicy;
  return word<Policy, 3>(v,
                         {{{"iterations", Policy::iterations},
                           {"separate", Policy::separate},
                           {"collapse", Policy::collapse}}},
                         s.parameters);
}

Wrong retries(Settings& s, const std::string& v) {
  return word<RetryPolicy, 2>(v, {{{"worst", RetryPolicy::worst}, {"last", RetryPolicy::last}}},
                              s.retries);
}

Wrong disabled(Settings& s, const std::string& v) {
  return word<DisabledPolicy, 2>(
      v, {{{"leave_out", DisabledPolicy::leave_out}, {"todo", DisabledPolicy::todo}}}, s.disabled);
}

Wrong defects(Settings& s, const std::string& v) {
  return word<DefectPolicy, 2>(
      v, {{{"always", DefectPolicy::always}, {"failed", DefectPolicy::failed}}}, s.defects);
}

Wrong custom_fields(Settings& s, const std::string& v) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (auto wrong = values::named_values(v, pairs)) return wrong;
  s.custom_fields.clear();
  for (auto& [name, value] : pairs) s.custom_fields.push_back({std::move(name), std::move(value)});
  return {};
}

Wrong api_url(Settings& s, const std::string& v) {
  std::string url;
  if (auto wrong = values::base_url(v, url)) return wrong;
  s.api_url = url.empty() ? Settings().api_url : url;
  return {};
}

Wrong results_dir(Settings& s, const std::string& v) {
  s.results_dir = v.empty() ? Settings().results_dir : std::filesystem::path(v);
  return {};
}

// Xray's status names are words of people, so nearly everything is allowed.
template <std::string Settings::*Member>
Wrong status(Settings& s, const std::string& v) {
  std::string name;
  values::line(v, name);
  if (name.empty() && Member != &Settings::status_crashed) return "a status needs a name";
  s.*Member = std::move(name);
  return {};
}

template <auto Member, auto Parse>
Wrong into(Settings& s, const std::string& v) {
  return Parse(v, s.*Member);
}

template <std::filesystem::path Settings::*Member>
Wrong path(Settings& s, const std::string& v) {
  s.*Member = v;
  return {};
}

constexpr std::string_view kIssueKey = "an issue key such as CALC-9";
constexpr std::string_view kUrl =
    "an https URL (http to this machine, or with plain_http=on), without credentials";
constexpr std::string_view kSize = "a size such as 100MiB, 100MB, 1G or plain bytes";
constexpr std::string_view kTruth = "on or off";
constexpr std::string_view kAccount = "a Jira account id, without blanks";
constexpr std::string_view kStatus = "the name of a status in Xray";

std::vector<SettingRow> make_rows() {
  using S = Settings;
  using Kind = SettingKind;
  return {
      {"project", "", "a project key such as CALC", Kind::text,
       into<&S::project, values::project_key>},
      {"test_execution", "", kIssueKey, Kind::text, into<&S::test_execution, values::issue_key>},
      {"test_plan", "", kIssueKey, Kind::text, into<&S::test_plan, values::issue_key>},
      {"environments", "", "names of 2 to 18 characters without blanks, separated by , or ;",
       Kind::list, into<&S::environments, values::environments>},
      {"version", "", "a version of the project", Kind::text, into<&S::version, values::line>},
      {"revision", "", "text", Kind::text, into<&S::revision, values::line>},
      {"summary", "", "text", Kind::text, into<&S::summary, values::line>},
      {"description", "", "text", Kind::text, into<&S::description, values::paragraphs>},
      {"labels", "", "words of at most 255 characters, separated by , or ;", Kind::list,
       into<&S::labels, values::labels>},
      {"flavor", "cloud", "cloud", Kind::text, flavor},
      {"api_url", "https://xray.cloud.getxray.app", kUrl, Kind::text, api_url},
      {"jira_url", "", kUrl, Kind::text, into<&S::jira_url, values::base_url>},
      {"results_dir", "xray-results", "a folder", Kind::path, results_dir},
      {"upload", "end", "end, never or dry_run", Kind::text, upload},
      {"links", "", "a JSON file", Kind::path, path<&S::links>},
      {"create_tests", "on", kTruth, Kind::truth, into<&S::create_tests, values::truth>},
      {"attachments", "on", "on, off or failed", Kind::text, attachments},
      {"defects", "always", "always or failed", Kind::text, defects},
      {"custom_fields", "", "NAME=VALUE, several separated by ; (in a value: \\;)", Kind::text,
       custom_fields},
      {"assignee", "", kAccount, Kind::text, into<&S::assignee, values::word>},
      {"executed_by", "", kAccount, Kind::text, into<&S::executed_by, values::word>},
      {"max_attachment_size", "100MiB", kSize, Kind::text,
       into<&S::max_attachment_size, values::size>},
      {"max_attachments_size", "1GiB", kSize, Kind::text,
       into<&S::max_attachments_size, values::size>},
      {"parameters", "iterations", "iterations, separate or collapse", Kind::text, parameters},
      {"retries", "worst", "worst or last", Kind::text, retries},
      {"disabled", "leave_out", "leave_out or todo", Kind::text, disabled},
      {"status_passed", "PASSED", kStatus, Kind::text, status<&S::status_passed>},
      {"status_failed", "FAILED", kStatus, Kind::text, status<&S::status_failed>},
      {"status_skipped", "TODO", kStatus, Kind::text, status<&S::status_skipped>},
      {"status_crashed", "", kStatus, Kind::text, status<&S::status_crashed>},
      {"status_not_started", "TODO", kStatus, Kind::text, status<&S::status_not_started>},
      {"strict", "off", kTruth, Kind::truth, into<&S::strict, values::truth>},
      {"timeout", "120s", "a time from 1s to 24h, such as 120s or 2m", Kind::text,
       into<&S::timeout, values::duration>},
      {"run_timeout", "0", "a time up to 24h, such as 90s or 30m; 0: none", Kind::text,
       into<&S::run_timeout, values::duration_or_none>},
      {"rate_limit", "300", "a number of requests; 0: no limit", Kind::text,
       into<&S::rate_limit, values::count>},
      {"search_lag", "10s", "a time from 1s to 24h, such as 10s or 1m", Kind::text,
       into<&S::search_lag, values::duration>},
      {"ca_file", "", "a file of PEM certificates", Kind::path, path<&S::ca_file>},
      {"proxy", "", "host:port or a URL, without credentials", Kind::text,
       into<&S::proxy, values::proxy>},
      {"plain_http", "off", kTruth, Kind::truth, into<&S::plain_http, values::truth>},
      {"client_cert", "", "a PEM file", Kind::path, path<&S::client_cert>},
  };
}

}  // namespace

const std::vector<SettingRow>& setting_rows() {
  static const auto* const rows = new std::vector<SettingRow>(make_rows());
  return *rows;
}

const SettingRow* find_setting(std::string_view name) {
  for (const auto& row : setting_rows()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

bool names_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 9> kParts{"secret",  "token",  "password",
                                                   "passwd",  "pwd",    "client_id",
                                                   "api_key", "apikey", "credential"};
  return name == "user" || name == "jira_user" ||
         std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return name.find(part) != name.npos; });
}

std::vector<SettingInfo> setting_table() {
  std::vector<SettingInfo> table;
  for (const auto& row : setting_rows()) {
    table.push_back(
        {std::string(row.name), std::string(row.default_text), std::string(row.allowed)});
  }
  return table;
}

std::string nearest_setting(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& row : setting_rows()) names.emplace_back(row.name);
  return nearest(name, names);
}

}  // namespace xrep
