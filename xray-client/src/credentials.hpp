#pragma once

#include "error.hpp"

#include <string>
#include <utility>

namespace xrep::client {

/// A text that must not be seen: it has no way into a stream or a message but expose().
class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  const std::string& expose() const { return text_; }

 private:
  std::string text_;
};

struct CloudCredentials {
  Secret client_id;
  Secret client_secret;
};

/// From XRAY_CLIENT_ID and XRAY_CLIENT_SECRET, or from the files that XRAY_CLIENT_ID_FILE and
/// XRAY_CLIENT_SECRET_FILE name. An error says which of them is missing, and never a value.
Expected<CloudCredentials> cloud_credentials();

}  // namespace xrep::client
