#pragma once

#include "options.hpp"
#include <xrep/client.hpp>

#include <string>
#include <vector>

namespace xrep::command {

/// Pushes run directories as one; what goes on meanwhile is told on stderr. `tests`: only the
/// results of these; empty: all.
client::PushReport push_runs(const std::vector<std::string>& directories,
                             const std::vector<std::string>& tests, const SettingOptions& settings,
                             bool verbose);

}  // namespace xrep::command
