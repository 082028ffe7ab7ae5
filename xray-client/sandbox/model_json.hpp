#pragma once

#include "model.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

/// The whole model as one document: the answer of /sandbox/state and the file on disk.
[[nodiscard]] std::string state_text(const Model& model);

/// Reads such a document back and builds the indexes. Throws nlohmann::json::exception.
[[nodiscard]] Model model_from_json(const nlohmann::json& document);

}  // namespace xrep::sandbox
