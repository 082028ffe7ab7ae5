#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

/// The name of the operation that a request body means: `operationName`, else the first name after
/// `query` or `mutation`; `unknown` when there is none.
[[nodiscard]] std::string operation_name(const nlohmann::json& request);

/// True when the operation with this name changes nothing.
[[nodiscard]] bool only_reads(const std::string& name);

/// Answers a GraphQL request body. Application errors are part of the answer.
[[nodiscard]] nlohmann::json answer_graphql(World& world, const nlohmann::json& request);

}  // namespace xrep::sandbox
