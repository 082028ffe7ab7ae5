#pragma once

#include "cloud/graphql.hpp"
#include "credentials.hpp"
#include "plan/import_plan.hpp"
#include "transport/http.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

namespace xrep::client::cloud {

/// Does a call change something in Xray?
enum class Effect { reads, changes };

/// Requests to one Xray Cloud site: token (renewed once on 401), answers turned into JSON or an
/// Error, repetition where it is harmless. Not thread-safe.
class Session {
 public:
  Session(HttpClient http, CloudCredentials credentials, Deadline deadline);

  Expected<void> authenticate();

  /// The member `data` of the answer. Errors that GraphQL reports are `refused`.
  Expected<nlohmann::json> graphql(const Operation& operation, nlohmann::json variables,
                                   Effect effect);
  Expected<nlohmann::json> graphql(const char* name, const Body& request, Effect effect);

  Expected<nlohmann::json> import_results(const Body& document);

  /// Gives the id of the uploaded file.
  Expected<std::string> upload(const PlannedFile& file);

  const Deadline& deadline() const { return deadline_; }

 private:
  Expected<nlohmann::json> call(const std::string& what, HttpRequest request, Effect effect);
  Expected<HttpResponse> send_with_token(HttpRequest& request);

  HttpClient http_;
  CloudCredentials credentials_;
  Deadline deadline_;
  std::string token_;
};

/// What an answer means; `what` names the request in messages. A JSON value, or the Error.
Expected<nlohmann::json> interpret(const std::string& what, const HttpResponse& response,
                                   Effect effect);

}  // namespace xrep::client::cloud
