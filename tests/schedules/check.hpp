#pragma once

#include "recording.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace xrep::schedules {

using Violations = std::vector<std::string>;

/// What is wrong when all has been delivered. `before` is the state of the fresh sandbox.
Violations check_all(const Recording& recording, const nlohmann::json& before,
                     const nlohmann::json& state, const std::string& profile);

/// What is wrong with the --json of a push, whatever became of it: its sum, and that what it calls
/// delivered is there. Without `state` the latter is not looked at.
Violations check_report(const Recording& recording, const std::string& out,
                        const nlohmann::json* state, const std::string& profile);

/// Imports that created a Test again which was there: on a site whose index lags there would be two
/// of it. `sent` is the folder of the sandbox's records.
Violations check_creations(const nlohmann::json& state, const std::filesystem::path& sent);

/// How many of the Tests that lack steps of later results were given them.
std::int64_t extended_tests(const Recording& recording, const nlohmann::json& state);

/// The requests after the first `count` that change something.
std::vector<std::string> changes_since(const nlohmann::json& state, std::size_t count);

}  // namespace xrep::schedules
