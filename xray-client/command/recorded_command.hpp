#pragma once

#include "options.hpp"
#include "platform/child.hpp"
#include "shared_run.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <vector>

namespace xrep::command {

/// Says so; the exit code for it, as a shell has it.
int could_not_start(const std::string& program, const std::string& problem);

/// A command that has ended, with what was recorded below it.
struct RecordedCommand {
  platform::ChildEnd end;
  std::optional<SharedRun> run;  ///< nothing: nobody recorded anything
};

/// Runs a command in the foreground: every program below it that is linked with xrep records into
/// the same new run directory. What people should know of its end is told on stderr. The error is
/// an exit code; then it did not run.
tl::expected<RecordedCommand, int> record_command(const std::vector<std::string>& command,
                                                  const SettingOptions& options,
                                                  const ResolvedSettings& settings,
                                                  bool with_credentials);

}  // namespace xrep::command
