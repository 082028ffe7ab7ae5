#pragma once

#include "attachment_store.hpp"
#include "run_directory.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace xrep {

/// What a process wrote into its run directory.
struct WrittenPart {
  RunDirectory directory;
  std::filesystem::path events;  ///< its events file
  std::string prefix;            ///< with which the names of its attachments begin
};

/// What the disk did not take.
struct UnwrittenPart {
  std::string events;  ///< lines
  std::vector<UnwrittenFile> files;
  bool empty() const { return events.empty() && files.empty(); }
};

/// Where a run is now.
struct MovedRun {
  RunDirectory directory;
  std::uint64_t missing_files = 0;  ///< attachments that did not fit there either
  bool still_there = false;         ///< the old events file could not be removed
};

/// Makes the same run (same id) anew in a temporary folder, else in memory, with all of `written`
/// and `unwritten`. Then the events file at the old place is removed, so that nothing is pushed
/// twice. On error everything is as it was.
tl::expected<MovedRun, std::error_code> move_run(const WrittenPart& written,
                                                 const UnwrittenPart& unwritten,
                                                 const RunFacts& facts);

}  // namespace xrep
