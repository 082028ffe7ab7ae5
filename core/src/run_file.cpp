#include "run_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uintmax_t kMaxSize = 16U << 20;

std::string text(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::optional<SettingSource> source_of(const std::string& word) {
  if (word == "flag") return SettingSource::flag;
  if (word == "environment") return SettingSource::environment;
  if (word == "file") return SettingSource::file;
  return std::nullopt;
}

std::vector<SourcedSetting> settings_of(const json& document) {
  std::vector<SourcedSetting> settings;
  const auto list = document.find("settings");
  if (list == document.end() || !list->is_array()) return settings;
  for (const auto& item : *list) {
    if (!item.is_object()) continue;
    const auto source = source_of(text(item, "source"));
    if (!source || text(item, "name").empty()) continue;
    settings.push_back(
        {{text(item, "name"), text(item, "value"), text(item, "origin"), true}, *source});
  }
  return settings;
}

std::vector<std::string> problems_of(const json& document) {
  std::vector<std::string> problems;
  const auto list = document.find("problems");
  if (list == document.end() || !list->is_array()) return problems;
  for (const auto& item : *list) {
    if (item.is_string()) problems.push_back(item.get<std::string>());
  }
  return problems;
}

}  // namespace

std::string too_new(const fs::path& file, std::uint64_t format) {
  return file.string() + ": has format " + std::to_string(format) +
         ", written by a later version of xrep; this one reads up to format " +
         std::to_string(kReadableFormat) + ": push it with that version";
}

tl::expected<RunFile, std::string> read_run_file(const fs::path& directory) {
  const fs::path file = directory / "run.json";
  RunFile run;
  run.id = directory.filename().string();
  std::error_code error;
  if (!fs::exists(file, error)) return run;
  if (!fs::is_regular_file(file, error) || fs::file_size(file, error) > kMaxSize) {
    return tl::make_unexpected(file.string() + ": is not a file of xrep");
  }
  std::ifstream in(file, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) return tl::make_unexpected(file.string() + ": cannot be read; check its permissions");
  const json document = json::parse(content, nullptr, false);
  if (!document.is_object()) {
    return tl::make_unexpected(file.string() +
                               ": is damaged; remove it, and give the settings to xrep push");
  }
  if (const auto format = number(document, "format"); format > kReadableFormat) {
    return tl::make_unexpected(too_new(file, format));
  }
  if (auto id = text(document, "run"); !id.empty()) run.id = std::move(id);
  run.started = static_cast<std::int64_t>(number(document, "started"));
  run.settings = settings_of(document);
  run.problems = problems_of(document);
  run.revision = text(document, "revision");
  run.branch = text(document, "branch");
  run.build_url = text(document, "build_url");
  run.ci = text(document, "ci");
  return run;
}

bool is_events_file(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.rfind("events-", 0) == 0 && file.extension() == ".jsonl";
}

bool is_run_directory(const fs::path& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return false;
  if (fs::exists(directory / "run.json", error)) return true;
  const fs::directory_iterator entries(directory, error);
  return !error && std::any_of(begin(entries), end(entries),
                               [](const auto& entry) { return is_events_file(entry.path()); });
}

}  // namespace xrep
