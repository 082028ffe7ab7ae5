#pragma once

#include "run_directory.hpp"
#include "settings.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace xrep::command {

/// A run directory into which the processes below a command record.
class SharedRun {
 public:
  /// The error says what to do.
  static tl::expected<SharedRun, std::string> make(const ResolvedSettings& settings);

  std::string directory() const { return directory_.path.string(); }

  /// Nobody recorded anything.
  bool is_empty() const;

  /// Removes it.
  void discard() const;

  /// Of a process that only its parent knows the end of: what it recorded says so from now on.
  void note_death(long pid, const std::string& signal) const;

  /// Processes may outlive the command for a moment; not for long.
  void wait_for_the_last() const;

  /// One line for each process that died before its end, with the test it was in.
  std::vector<std::string> deaths() const;

 private:
  explicit SharedRun(RunDirectory directory) : directory_(std::move(directory)) {}

  RunDirectory directory_;
};

}  // namespace xrep::command
