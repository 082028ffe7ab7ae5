#include "new_directory.hpp"

#include "platform/file.hpp"
#include "random_name.hpp"
#include "run_file.hpp"

namespace xrep {
namespace {

namespace fs = std::filesystem;
using tl::make_unexpected;

std::error_code make_folder(const fs::path& results, fs::path& made) {
  std::error_code error;
  if (fs::exists(results, error)) return {};
  if (!results.parent_path().empty()) fs::create_directories(results.parent_path(), error);
  if (error) return error;
  error = platform::create_directory(results);
  if (!error) made = results;
  return error == std::errc::file_exists ? std::error_code() : error;
}

/// A directory of a new name, or of the name `id`, in `results`, which is made when missing.
tl::expected<RunDirectory, std::error_code> make_empty(const fs::path& results,
                                                       const std::string& id) {
  RunDirectory made;
  std::error_code error = make_folder(results, made.made_parent);
  if (error) return make_unexpected(error);
  constexpr int kAttempts = 16;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    made.id = id.empty() ? new_run_id() : id;
    made.path = results / made.id;
    error = platform::create_directory(made.path);
    if (error != std::errc::file_exists) break;
  }
  if (error) return make_unexpected(error);
  return made;
}

}  // namespace

std::error_code make_attachments_folder(const fs::path& run) {
  const auto error = platform::create_directory(run / "attachments");
  return error == std::errc::file_exists ? std::error_code() : error;
}

tl::expected<RunDirectory, std::error_code> make_new(const fs::path& results, const RunFacts& facts,
                                                     const std::string& id) {
  auto made = make_empty(results, id);
  if (!made) return made;
  auto error = make_attachments_folder(made->path);
  if (!error) error = write_run_file(made->path, made->id, facts);
  if (!error) return made;
  remove_unused(*made, {});
  return make_unexpected(error);
}

tl::expected<RunDirectory, std::error_code> make_temporary(const fs::path& folder,
                                                           const RunFacts& facts,
                                                           const std::string& id) {
  const auto parent = platform::create_directory_in(folder, "xrep-results-");
  if (!parent) return make_unexpected(parent.error());
  auto made = make_new(*parent, facts, id);
  std::error_code ignored;
  if (!made) fs::remove(*parent, ignored);
  return made;
}

}  // namespace xrep
