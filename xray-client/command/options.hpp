#pragma once

#include "settings.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <vector>

namespace xrep::command {

/// Values of settings given as options, by name.
using SettingOptions = std::map<std::string, std::string>;

/// The settings that a push obeys as options: `--test-plan`, also spelled as in test binaries.
void add_push_settings(CLI::App& command, SettingOptions& values);

/// `--results-dir` and `--config` alone.
void add_results_dir(CLI::App& command, SettingOptions& values);

/// `xrep.json`, environment and `values` together; prints problems. False when there are any.
bool resolve(const SettingOptions& values, ResolvedSettings& settings);

/// The run directories that `arguments` name: run directories, or folders that hold some. Prints
/// what is none. Empty when one of them is none.
std::vector<std::string> run_directories(const std::vector<std::string>& arguments);

}  // namespace xrep::command
