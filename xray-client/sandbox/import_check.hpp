#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <unordered_set>

namespace xrep::sandbox {

/// The text of a refusal, or nothing.
using Refusal = std::optional<std::string>;

/// Checks an info object for a new Test Execution in `project`, or for the edit of an existing one.
[[nodiscard]] Refusal check_info(World& world, const nlohmann::json& info, const Project& project);

/// Checks one entry of tests[] for an execution in `project`. `done` holds the keys of Tests that
/// earlier entries of the same document have filled.
[[nodiscard]] Refusal check_test(World& world, const Project& project, const nlohmann::json& entry,
                                 const std::unordered_set<std::string>& done);

/// The summary of a new issue as Jira wants it.
[[nodiscard]] Refusal check_summary(const std::string& summary);
[[nodiscard]] Refusal check_step_action(const std::string& action);
[[nodiscard]] Refusal check_labels(const std::vector<std::string>& labels);

/// The Test that an entry means, when it exists already.
[[nodiscard]] Test* test_of(World& world, const nlohmann::json& entry);

}  // namespace xrep::sandbox
