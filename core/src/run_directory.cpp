#include "run_directory.hpp"

#include "new_directory.hpp"
#include "platform/file.hpp"
#include "run_file.hpp"
#include "text.hpp"

#include <cstdlib>
#include <system_error>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using tl::make_unexpected;

tl::expected<RunDirectory, std::string> use_shared(const fs::path& path) {
  const auto info = platform::file_info(path);
  if (!info) return make_unexpected(info.error().message() + "; make that directory first");
  if (info->kind != platform::FileKind::directory) {
    return make_unexpected("it is no directory; make it one first");
  }
  if (const auto others = platform::who_else_writes(path); !others.empty()) {
    return make_unexpected(others + "; its user should own it alone: chmod 700 " + path.string());
  }
  auto error = platform::can_write_in(path);
  if (!error) error = make_attachments_folder(path);
  if (error) return make_unexpected(error.message() + "; let the user of the tests write there");
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

}  // namespace

DirectoryChoice make_run_directory(const RunFacts& facts) {
  const fs::path results_dir = facts.settings.values.results_dir;
  DirectoryChoice choice;
  if (const char* named = std::getenv("XRAY_RUN_DIR"); named != nullptr && *named != '\0') {
    const auto path = absolute_path(named);
    if (auto shared = use_shared(path)) {
      choice.directory = std::move(*shared);
      if (const auto error = write_run_file(path, choice.directory->id, facts)) {
        choice.notices.push_back("cannot write " + (path / "run.json").string() + ": " +
                                 error.message() +
                                 "; the settings of this run have to be given to xrep push");
      }
      return choice;
    } else {
      choice.push_elsewhere = true;
      choice.notices.push_back("cannot record in XRAY_RUN_DIR=" + path.string() + ": " +
                               shared.error() + ". This process records in " +
                               results_dir.string() + " instead, without a push");
    }
  }
  const auto results = absolute_path(results_dir);
  if (auto made = make_new(results, facts)) {
    choice.directory = std::move(*made);
    return choice;
  } else {
    choice.notices.push_back("cannot record in results_dir " + results.string() + ": " +
                             made.error().message() +
                             "; make it writable, with space, or name another with "
                             "XRAY_RESULTS_DIR. This run goes to the temporary folder");
  }
  auto why = std::make_error_code(std::errc::no_such_file_or_directory);
  for (const auto& folder : platform::temporary_folders()) {
    auto made = make_temporary(folder, facts);
    if (made) {
      choice.directory = std::move(*made);
      return choice;
    }
    why = made.error();
  }
  choice.directory = make_unexpected(
      "nothing is recorded: the temporary folder cannot be used either: " + why.message() +
      "; set TMPDIR to a writable one");
  return choice;
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
