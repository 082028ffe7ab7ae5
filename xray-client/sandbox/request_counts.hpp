#pragma once

#include "model.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace xrep::sandbox {

/// How many requests to the API there were: all, by route or operation, and refused ones.
[[nodiscard]] nlohmann::json request_counts(const std::vector<LoggedRequest>& requests);

}  // namespace xrep::sandbox
