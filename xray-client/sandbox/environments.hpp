#pragma once

#include "model.hpp"

#include <optional>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// Why one of the names cannot be a Test Environment, or nothing.
[[nodiscard]] std::optional<std::string> check_environment_names(
    const std::vector<std::string>& names);

/// Registers the names that the project does not know yet and returns those.
std::vector<std::string> register_environments(Project& project,
                                               const std::vector<std::string>& names);

}  // namespace xrep::sandbox
