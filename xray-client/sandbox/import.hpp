#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

struct ImportAnswer {
  int status = 200;
  nlohmann::json body;
};

/// Puts the results of a document that ImportFormat took into the model.
[[nodiscard]] ImportAnswer import_results(World& world, const nlohmann::json& document);

}  // namespace xrep::sandbox
