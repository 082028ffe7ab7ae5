#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace xrep::sandbox {

/// The text of an Atlassian document (version 1), one line per block; nothing when `document` is
/// not such a document.
[[nodiscard]] std::optional<std::string> text_of_document(const nlohmann::json& document);

}  // namespace xrep::sandbox
