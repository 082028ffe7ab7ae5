#pragma once

#include "run_file.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace xrep {

/// Where a process records.
struct RunDirectory {
  std::filesystem::path path;  ///< absolute
  std::string id;

  /// Named by XRAY_RUN_DIR: several processes record here, and somebody else pushes.
  bool shared = false;

  /// The results folder was made by this process; empty otherwise.
  std::filesystem::path made_parent;
};

/// What to say to people, and the directory if there is one.
struct DirectoryChoice {
  tl::expected<RunDirectory, std::string> directory;
  std::vector<std::string> notices;

  /// XRAY_RUN_DIR was set, but could not be used: whoever set it expects no push from here.
  bool push_elsewhere = false;
};

/// Makes the run directory with its run.json: the one named by XRAY_RUN_DIR, else a new one in the
/// setting results_dir, else a new one in a temporary folder, else one in memory (/dev/shm). In a
/// shared directory run.json has one writer, the first.
DirectoryChoice make_run_directory(const RunFacts& facts);

/// Removes a run directory in which nothing was recorded; of a shared one only this process's
/// events file.
void remove_unused(const RunDirectory& directory, const std::filesystem::path& events_file);

}  // namespace xrep
