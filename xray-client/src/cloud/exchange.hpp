#pragma once

#include "error.hpp"
#include "transport/http.hpp"
#include "transport/pace.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace xrep::client::cloud {

/// Does a call change something on the server?
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

/// What an answer without success means to the caller.
struct Refusal {
  Error error;
  int max_tries = std::numeric_limits<int>::max();  ///< when repeating it helps less than usual
};

/// The kind of server at the other end.
struct Peer {
  const char* name;         ///< for messages
  const char* url_setting;  ///< where its address comes from
  /// Reads an answer without success; `what` names the request in messages.
  Refusal (*judge)(const std::string& what, const HttpResponse& response, Effect effect);
};

/// Requests to one server: answers turned into JSON or an Error, repetition where it is harmless,
/// the server's wishes to wait and its rate limit kept. No message shows what was named by hide(),
/// even if the server repeats it. Not thread-safe.
class Exchange {
 public:
  /// `peer` has to live as long.
  Exchange(HttpClient http, const Peer& peer, Deadline deadline, Pacing pacing,
           Repetition repetition);

  /// From now on `secret` appears in no message.
  void hide(std::string secret);
  std::string without_secrets(std::string text) const;

  struct Answered {
    Expected<nlohmann::json> value;
    long status = 0;  ///< 0: no answer
  };
  Answered send(const std::string& what, HttpRequest request, Effect effect);

  const std::string& base_url() const { return http_.base_url(); }

 private:
  Expected<HttpResponse> send_paced(const HttpRequest& request);
  bool wait(std::chrono::milliseconds pause);

  HttpClient http_;
  const Peer* peer_;
  Deadline deadline_;
  Pacing pacing_;
  Repetition repetition_;
  std::vector<std::string> secrets_;
};

/// What an answer means. A JSON value (null for a creation that answers with nothing), or the
/// Error: also when the deadline passes while the answer is read.
Expected<nlohmann::json> interpret(const Peer& peer, const std::string& what,
                                   const HttpResponse& response, Effect effect,
                                   const Deadline& deadline = Deadline::never());

/// "HTTP 404 (no such issue)": the status with what the answer says, short enough for a message.
std::string status_of(const Peer& peer, const HttpResponse& response);

/// The Error `text` of an answer whose status means the same at every server: busy, broken, moved,
/// and else that the server does not take what was sent.
Error error_of_status(const Peer& peer, const std::string& text, const HttpResponse& response,
                      Effect effect);

/// A printable form of `text` of at most `longest` bytes.
std::string shortened(const std::string& text, std::size_t longest);

/// The document as text, broken characters replaced.
std::string dump(const nlohmann::json& document);

}  // namespace xrep::client::cloud
