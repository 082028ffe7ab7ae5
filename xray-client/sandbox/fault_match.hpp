#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace xrep::sandbox {

/// True when an import document holds a result of one of these Tests, which are named by key,
/// summary or definition.
[[nodiscard]] bool concerns_import(World& world, const std::vector<std::string>& tests,
                                   const nlohmann::json& document);

/// True when a GraphQL request body adds something to a run of one of these Tests.
[[nodiscard]] bool concerns_runs(World& world, const std::vector<std::string>& tests,
                                 const nlohmann::json& request);

/// What the rules of this request lose of one entry of tests[].
[[nodiscard]] LostParts lost_parts(World& world, const nlohmann::json& entry);

/// True when the rules of this request lose evidence that is added to this run.
[[nodiscard]] bool loses_evidence(World& world, const Run& run);

}  // namespace xrep::sandbox
