#pragma once

#include "options.hpp"
#include <xrep/client.hpp>

#include <string>
#include <vector>

namespace xrep::command {

/// Pushes run directories as one; what goes on meanwhile is told on stderr.
client::PushReport push_runs(const std::vector<std::string>& directories,
                             const SettingOptions& settings, bool verbose);

}  // namespace xrep::command
