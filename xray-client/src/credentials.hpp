#pragma once

#include "error.hpp"

#include <optional>
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

/// Of a Jira user: e-mail address and API token.
struct JiraCredentials {
  Secret user;
  Secret token;
};

struct JiraLogin {
  std::optional<JiraCredentials> credentials;
  std::string missing = "JIRA_USER and JIRA_TOKEN";  ///< when there are none: what has to be given
};

/// From JIRA_USER and JIRA_TOKEN, or from the files that JIRA_USER_FILE and JIRA_TOKEN_FILE name.
/// On Cloud a push goes without them; what they are needed for is left undone then.
JiraLogin jira_login();

}  // namespace xrep::client
