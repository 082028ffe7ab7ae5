#include "run_directory.hpp"

#include "platform/file.hpp"
#include "random_name.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <system_error>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using tl::make_unexpected;

constexpr int kFormat = 1;

std::error_code make_attachments_folder(const fs::path& run) {
  const auto error = platform::create_directory(run / "attachments");
  return error == std::errc::file_exists ? std::error_code() : error;
}

/// A new run directory in `results`, which is made when missing.
tl::expected<RunDirectory, std::error_code> make_new(const fs::path& results) {
  RunDirectory made;
  std::error_code error;
  if (!fs::exists(results, error)) {
    if (!results.parent_path().empty()) fs::create_directories(results.parent_path(), error);
    if (error) return make_unexpected(error);
    error = platform::create_directory(results);
    if (!error) made.made_parent = results;
    if (error && error != std::errc::file_exists) return make_unexpected(error);
  }
  constexpr int kAttempts = 16;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    made.id = new_run_id();
    made.path = results / made.id;
    error = platform::create_directory(made.path);
    if (error != std::errc::file_exists) break;
  }
  if (!error) error = make_attachments_folder(made.path);
  if (error) return make_unexpected(error);
  return made;
}

tl::expected<RunDirectory, std::error_code> use_shared(const fs::path& path) {
  const auto info = platform::file_info(path);
  if (!info) return make_unexpected(info.error());
  if (info->kind != platform::FileKind::directory) {
    return make_unexpected(std::make_error_code(std::errc::not_a_directory));
  }
  if (const auto error = platform::can_write_in(path)) return make_unexpected(error);
  if (const auto error = make_attachments_folder(path)) return make_unexpected(error);
  RunDirectory shared;
  shared.path = path;
  shared.id = path.filename().string();
  shared.shared = true;
  return shared;
}

fs::path absolute_path(const fs::path& path) {
  std::error_code error;
  auto result = fs::absolute(path, error).lexically_normal();
  if (error) return path;
  return result.has_filename() ? result : result.parent_path();
}

nlohmann::json settings_document(const std::vector<SourcedSetting>& settings) {
  auto list = nlohmann::json::array();
  for (const auto& [given, source] : settings) {
    const char* name = source == SettingSource::flag          ? "flag"
                       : source == SettingSource::environment ? "environment"
                                                              : "file";
    list.push_back({{"name", given.name},
                    {"value", repair(given.value)},
                    {"source", name},
                    {"origin", single_line(given.origin)}});
  }
  return list;
}

std::string run_document(const RunDirectory& directory, const ResolvedSettings& settings,
                         const CiBuild& ci, std::int64_t started) {
  nlohmann::ordered_json document{
      {"format", kFormat}, {"run", single_line(directory.id)}, {"started", started}};
  document["settings"] = settings_document(settings.given);
  document["problems"] = settings.problems;
  if (!ci.system.empty()) document["ci"] = ci.system;
  if (!ci.revision.empty()) document["revision"] = ci.revision;
  if (!ci.branch.empty()) document["branch"] = ci.branch;
  if (!ci.url.empty()) document["build_url"] = ci.url;
  using Json = nlohmann::ordered_json;
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

DirectoryChoice make_run_directory(const fs::path& results_dir) {
  DirectoryChoice choice;
  if (const char* named = std::getenv("XRAY_RUN_DIR"); named != nullptr && *named != '\0') {
    const auto path = absolute_path(named);
    if (auto shared = use_shared(path)) {
      choice.directory = std::move(*shared);
      return choice;
    } else {
      choice.push_elsewhere = true;
      choice.notices.push_back("cannot record in XRAY_RUN_DIR=" + path.string() + ": " +
                               shared.error().message() + "; recording in " + results_dir.string() +
                               " instead, without a push; make that directory first");
    }
  }
  const auto results = absolute_path(results_dir);
  if (auto made = make_new(results)) {
    choice.directory = std::move(*made);
    return choice;
  } else {
    choice.notices.push_back("cannot record in results_dir " + results.string() + ": " +
                             made.error().message() +
                             "; make it writable or name another with XRAY_RESULTS_DIR. "
                             "This run goes to the temporary folder");
  }
  const auto fallback = platform::create_temporary_directory("xrep-results-");
  const auto made = fallback ? make_new(*fallback) : make_unexpected(fallback.error());
  if (made) {
    choice.directory = *made;
  } else {
    choice.directory = make_unexpected(
        "nothing is recorded: the temporary folder cannot be used "
        "either: " +
        made.error().message() + "; set TMPDIR to a writable one");
  }
  return choice;
}

std::string write_run_file(const RunDirectory& directory, const ResolvedSettings& settings,
                           const CiBuild& ci, std::int64_t started) {
  const auto final_path = directory.path / "run.json";
  const auto draft = directory.path / (".run.json." + random_digits());
  std::error_code error;
  if (fs::exists(final_path, error)) return {};
  const auto file = platform::create_file(draft);
  error = file ? platform::write_all(file->get(), run_document(directory, settings, ci, started))
               : file.error();
  if (!error) error = platform::sync(file->get());
  if (!error) error = platform::publish_new(draft, final_path);
  if (!error || error == std::errc::file_exists) {
    platform::sync_directory(directory.path);
    return {};
  }
  std::error_code ignored;
  fs::remove(draft, ignored);
  return "cannot write " + final_path.string() + ": " + error.message();
}

void remove_unused(const RunDirectory& directory, const fs::path& events_file) {
  std::error_code ignored;
  fs::remove(events_file, ignored);
  if (directory.shared) return;
  // An attachment, or a file of somebody else, keeps its folder: remove takes empty ones only.
  fs::remove(directory.path / "attachments", ignored);
  fs::remove(directory.path / "run.json", ignored);
  fs::remove(directory.path, ignored);
  if (!directory.made_parent.empty()) fs::remove(directory.made_parent, ignored);
}

}  // namespace xrep
