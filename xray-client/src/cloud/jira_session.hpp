#pragma once

#include "cloud/exchange.hpp"
#include "credentials.hpp"

#include <string>

namespace xrep::client::cloud {

/// How Jira's answers are to be read.
extern const Peer kJira;

/// Requests to Jira Cloud's REST API v3 with the credentials of a user, which no message shows.
class JiraSession {
 public:
  JiraSession(HttpClient http, const JiraCredentials& credentials, Deadline deadline, Pacing pacing,
              Repetition repetition);

  /// Most of Jira can be asked by anyone, who then finds nothing ("Issue does not exist or you do
  /// not have permission to see it"). Only this says that the credentials are wrong.
  Expected<void> sign_in();

  /// `path` below /rest/api/3/; `what` names the request in messages.
  Exchange::Answered get(const std::string& what, const std::string& path);
  Exchange::Answered post(const std::string& what, const std::string& path, std::string body);

 private:
  Exchange exchange_;
  std::string authorization_;
};

}  // namespace xrep::client::cloud
