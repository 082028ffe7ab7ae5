#pragma once

#include "model.hpp"

#include <optional>
#include <string>

namespace xrep::sandbox {

/// The web page of a path: `/`, or `/browse/KEY` for Test Executions, Tests, Test Plans and Test
/// Sets; nothing for any other path.
[[nodiscard]] std::optional<std::string> page_for(Model& model, const std::string& path);

[[nodiscard]] std::string missing_page();

}  // namespace xrep::sandbox
