#include "cloud/exchange.hpp"

#include "cloud/answers.hpp"
#include "text.hpp"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

struct TimeIsUp : std::exception {};

// What is nested deeper than any answer of Xray or Jira is dropped: writing and copying JSON is
// recursive. The 16 MiB that an answer may have can be millions of values, which take seconds to
// read.
json parse(const std::string& text, const Deadline& deadline) {
  constexpr int kDeepest = 64;
  constexpr std::size_t kUntilTheNextLook = 4096;
  std::size_t values = 0;
  const auto keep = [&](int depth, json::parse_event_t, json&) {
    if (++values % kUntilTheNextLook == 0 && deadline.passed()) {
      throw TimeIsUp();
    }
    return depth <= kDeepest;
  };
  return json::parse(text, keep, false);
}

void replace_all(const std::string& secret, std::string& text) {
  constexpr std::string_view kHidden = "***";
  for (std::size_t at = 0; (at = text.find(secret, at)) != text.npos; at += kHidden.size()) {
    text.replace(at, secret.size(), kHidden);
  }
}

bool is_success(const HttpResponse& response) {
  return response.status >= 200 && response.status < 300;
}

// Created, or No Content.
bool may_be_empty(const HttpResponse& response) {
  return response.status == 201 || response.status == 204;
}

// Full jitter keeps the shards of one CI run from coming back in step.
std::chrono::milliseconds pause_after(int tries, const Repetition& repetition) {
  const auto longest =
      std::min(repetition.longest_pause, repetition.first_pause * (1 << std::min(tries - 1, 10)));
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(1, longest.count())(random));
}

bool may_repeat(const Error& error, Effect effect) {
  return error.code == Errc::not_delivered ||
         (error.code == Errc::in_doubt && effect == Effect::reads);
}

Expected<json> read_success(const Peer& peer, const std::string& what, const HttpResponse& response,
                            const Deadline& deadline) {
  if (response.body.empty() && may_be_empty(response)) {
    return json();
  }
  json document;
  try {
    document = parse(response.body, deadline);
  } catch (const TimeIsUp&) {
    return fail(Errc::in_doubt, what + ": the time for pushing ran out over an answer of " +
                                    std::to_string(response.body.size()) + " bytes");
  }
  if (document.is_discarded()) {
    // A login or proxy page with 200: what became of the request is unknown. It is not shown: an
    // answer to authentication may hold a token.
    return fail(
        Errc::in_doubt,
        what + ": the answer is not JSON" +
            (response.is_json() ? "" : std::string(" but a page that is not from ") + peer.name) +
            "; check " + peer.url_setting + " and the proxy");
  }
  return document;
}

// The messages in an error of Xray ("error") or Jira ("errorMessages").
std::string message_in(const json& document) {
  if (document.is_object() && document.contains("error")) {
    return document["error"].is_string() ? document["error"].get<std::string>()
                                         : dump(document["error"]);
  }
  std::string text;
  for (const auto& message : texts_of(list_at(document, "errorMessages"))) {
    text += (text.empty() ? "" : "; ") + message;
  }
  return text;
}

std::string said(const Peer& peer, const HttpResponse& response) {
  constexpr std::size_t kLongest = 64U << 10;
  const std::string start = response.body.substr(0, kLongest);
  std::string text = message_in(parse(start, Deadline::never()));
  if (text.empty() && response.is_json()) {
    text = start;
  } else if (text.empty()) {
    text = response.body.empty() ? "no text" : std::string("a page that is not from ") + peer.name;
  }
  return shortened(text, 500);
}

}  // namespace

std::string status_of(const Peer& peer, const HttpResponse& response) {
  return "HTTP " + std::to_string(response.status) + " (" + said(peer, response) + ")";
}

Error error_of_status(const Peer& peer, const std::string& text, const HttpResponse& response,
                      Effect effect) {
  const Errc unknown = effect == Effect::reads ? Errc::not_delivered : Errc::in_doubt;
  if (response.status >= 300 && response.status < 400) {
    return {Errc::settings,
            text + "; a redirect is not followed: check " + peer.url_setting + " and the proxy"};
  }
  switch (response.status) {
    case 408:
    case 429:
      return {Errc::not_delivered, text};
    case 413:
      return {Errc::refused, text, true};
    case 503:
      return {response.retry_after ? Errc::not_delivered : unknown, text};
    default:
      return {response.status >= 500 ? unknown : Errc::refused, text};
  }
}

std::string shortened(const std::string& text, std::size_t longest) {
  const std::string fit = repair(std::string_view(text).substr(0, 4 * longest));
  return fit.size() <= longest ? fit : std::string(cut(fit, longest)) + "…";
}

std::string dump(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

Expected<json> interpret(const Peer& peer, const std::string& what, const HttpResponse& response,
                         Effect effect, const Deadline& deadline) {
  if (!is_success(response)) {
    return tl::make_unexpected(peer.judge(what, response, effect).error);
  }
  return read_success(peer, what, response, deadline);
}

Exchange::Exchange(HttpClient http, const Peer& peer, Deadline deadline, Pacing pacing,
                   Repetition repetition)
    : http_(std::move(http)),
      peer_(&peer),
      deadline_(deadline),
      pacing_(std::move(pacing)),
      repetition_(repetition) {}

void Exchange::hide(std::string secret) {
  // Anything shorter would rather garble the text.
  constexpr std::size_t kShortest = 8;
  if (secret.size() >= kShortest) {
    secrets_.push_back(std::move(secret));
  }
}

std::string Exchange::without_secrets(std::string text) const {
  for (const auto& secret : secrets_) {
    replace_all(secret, text);
  }
  return text;
}

bool Exchange::wait(std::chrono::milliseconds pause) {
  if (pacing_.waiting) {
    pacing_.waiting(pause);
  }
  return deadline_.wait(pause);
}

Expected<HttpResponse> Exchange::send_paced(const HttpRequest& request) {
  const auto pause =
      std::chrono::ceil<std::chrono::milliseconds>(pacing_.pace.wait_at(Pace::Clock::now()));
  if (pause.count() > 0 && !wait(pause)) {
    return fail(Errc::out_of_time,
                "Xray's rate limit (setting rate_limit) leaves no request within the time that is "
                "left");
  }
  pacing_.pace.note(Pace::Clock::now());
  return http_.send(request, deadline_);
}

Exchange::Answered Exchange::send(const std::string& what, HttpRequest request, Effect effect) {
  request.changes = effect == Effect::changes;
  for (int tries = 1;; ++tries) {
    auto response = send_paced(request);
    int max_tries = repetition_.max_tries;
    if (!response) {
      response.error().message = what + " failed: " + response.error().message;
    } else if (!is_success(*response)) {
      response->body = without_secrets(std::move(response->body));
      max_tries = std::min(max_tries, peer_->judge(what, *response, effect).max_tries);
    }
    Answered answered{response ? interpret(*peer_, what, *response, effect, deadline_)
                               : Expected<json>(tl::make_unexpected(response.error())),
                      response ? response->status : 0};
    if (answered.value) {
      return answered;
    }
    auto& error = answered.value.error();
    error.message = without_secrets(std::move(error.message));
    if (tries >= max_tries || !may_repeat(error, effect)) {
      return answered;
    }
    const bool asked_to_wait = response && response->retry_after;
    const std::chrono::milliseconds pause =
        asked_to_wait ? *response->retry_after : pause_after(tries, repetition_);
    if ((asked_to_wait && pause > repetition_.longest_retry_after) || !wait(pause)) {
      return answered;
    }
  }
}

}  // namespace xrep::client::cloud
