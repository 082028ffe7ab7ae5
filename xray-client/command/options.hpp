#pragma once

#include "settings.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <vector>

namespace xrep::command {

/// Values of settings given as options, by name.
using SettingOptions = std::map<std::string, std::string>;

/// `--xray_test_plan=X`, as test programs spell it, and `--test_plan` become `--test-plan`.
std::vector<std::string> in_one_spelling(const std::vector<std::string>& arguments);

/// The settings that a push obeys as options, e.g. `--test-plan`.
void add_push_settings(CLI::App& command, SettingOptions& values);

/// All settings, those that only recording obeys included.
void add_run_settings(CLI::App& command, SettingOptions& values);

/// Those that pairing obeys.
void add_pair_settings(CLI::App& command, SettingOptions& values);

/// `--results-dir` and `--config` alone.
void add_results_dir(CLI::App& command, SettingOptions& values);

/// `xrep.json`, environment and `values` together.
ResolvedSettings resolved_of(const SettingOptions& values);

/// The same; prints problems. False when there are any.
bool resolve(const SettingOptions& values, ResolvedSettings& settings);

/// The run directories that `arguments` name: run directories, or folders that hold some. Prints
/// what is none. Empty when one of them is none.
std::vector<std::string> run_directories(const std::vector<std::string>& arguments);

}  // namespace xrep::command
