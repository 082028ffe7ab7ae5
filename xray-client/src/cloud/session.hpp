#pragma once

#include "cloud/exchange.hpp"
#include "cloud/graphql.hpp"
#include "credentials.hpp"
#include "plan/import_plan.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace xrep::client::cloud {

/// How Xray's answers are to be read.
extern const Peer kXray;

/// Requests to one Xray Cloud site: an Exchange with a token (renewed once on 401). No message
/// shows credentials or the token, even if the server repeats them. Not thread-safe.
class Session {
 public:
  Session(HttpClient http, CloudCredentials credentials, Deadline deadline, Pacing pacing = {},
          Repetition repetition = {});

  Expected<void> authenticate();

  /// The member `data` of the answer. Errors that GraphQL reports are `refused`.
  Expected<nlohmann::json> graphql(const Operation& operation, nlohmann::json variables,
                                   Effect effect);
  Expected<nlohmann::json> graphql(const char* name, const Body& request, Effect effect);

  Expected<nlohmann::json> import_results(const Body& document);

  /// Starts a job that makes the Tests of the document. Its answer, or why there is none.
  Exchange::Answered start_bulk_job(const Body& document);

  /// What the site tells of such a job; nothing when it knows none of this id.
  Expected<std::optional<nlohmann::json>> bulk_job(const std::string& id);

  /// Gives the id of the uploaded file.
  Expected<std::string> upload(const PlannedFile& file);

 private:
  Exchange::Answered call(const std::string& what, HttpRequest request, Effect effect);

  Exchange exchange_;
  CloudCredentials credentials_;
  std::string token_;
};

}  // namespace xrep::client::cloud
