#pragma once

#include "options.hpp"
#include "push/prepare.hpp"

#include <string>
#include <vector>

namespace xrep::command {

/// The run directories that `named` names, or the latest run in the results directory. Prints what
/// is wrong; then empty.
std::vector<std::string> named_or_latest(const std::string& named, const SettingOptions& settings);

/// What a push of `directories`, and of those that they were pushed together with, would send.
/// Prints what is wrong.
client::Expected<client::Prepared> read_recorded(const std::vector<std::string>& directories,
                                                 const SettingOptions& settings);

/// What is in Xray of it, as JSON.
std::string json_of(client::Prepared& prepared);

int exit_code_of(const client::Error& error);

}  // namespace xrep::command
