#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::client::cloud {

/// Never throws for bad UTF-8: it becomes U+FFFD.
inline std::string json_text(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace xrep::client::cloud
