#pragma once

#include "cloud/graphql.hpp"
#include "credentials.hpp"
#include "plan/import_plan.hpp"
#include "transport/http.hpp"
#include "transport/pace.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace xrep::client::cloud {

/// Does a call change something in Xray?
enum class Effect { reads, changes };

/// How long a call is tried that may be repeated. A pause is drawn by chance, up to `first_pause`
/// doubled with every try, unless the server says how long to wait.
struct Repetition {
  int max_tries = 5;
  std::chrono::milliseconds first_pause{500};
  std::chrono::milliseconds longest_pause{30'000};
  std::chrono::seconds longest_retry_after{600};  ///< a server that wants more has to do without
};

/// Keeps a site's rate limit.
struct Pacing {
  Pace pace;
  std::function<void(std::chrono::milliseconds)> waiting;  ///< told before a wait; may be empty
};

/// Requests to one Xray Cloud site: token (renewed once on 401), answers turned into JSON or an
/// Error, repetition where it is harmless. No message shows credentials or the token, even if the
/// server repeats them. Not thread-safe.
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

  /// Gives the id of the uploaded file.
  Expected<std::string> upload(const PlannedFile& file);

  const Deadline& deadline() const { return deadline_; }

 private:
  struct Answered {
    Expected<nlohmann::json> value;
    long status = 0;  ///< 0: no answer
  };

  Expected<nlohmann::json> call(const std::string& what, HttpRequest request, Effect effect);
  Answered send(const std::string& what, const HttpRequest& request, Effect effect);
  Expected<HttpResponse> post(const HttpRequest& request);
  bool wait(std::chrono::milliseconds pause);
  std::string without_secrets(std::string text) const;

  HttpClient http_;
  CloudCredentials credentials_;
  Deadline deadline_;
  Pacing pacing_;
  Repetition repetition_;
  std::string token_;
};

/// What an answer means; `what` names the request in messages. A JSON value, or the Error: also
/// when the deadline passes while the answer is read.
Expected<nlohmann::json> interpret(const std::string& what, const HttpResponse& response,
                                   Effect effect, const Deadline& deadline = Deadline::never());

}  // namespace xrep::client::cloud
