#include "cloud/session.hpp"

#include "text.hpp"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

std::string dump(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

struct TimeIsUp : std::exception {};

// What is nested deeper than any answer of Xray is dropped: writing and copying JSON is recursive.
// The 16 MiB that an answer may have can be millions of values, which take seconds to read.
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

std::string shortened(const std::string& text, std::size_t longest) {
  const std::string fit = repair(std::string_view(text).substr(0, 4 * longest));
  return fit.size() <= longest ? fit : std::string(cut(fit, longest)) + "…";
}

void hide(const std::string& secret, std::string& text) {
  // Anything shorter would rather garble the text.
  constexpr std::size_t kShortest = 8;
  if (secret.size() < kShortest) {
    return;
  }
  constexpr std::string_view kHidden = "***";
  for (std::size_t at = 0; (at = text.find(secret, at)) != text.npos; at += kHidden.size()) {
    text.replace(at, secret.size(), kHidden);
  }
}

// The characters of RFC 6750, section 2.1.
bool is_token(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
}

bool is_success(const HttpResponse& response) {
  return response.status >= 200 && response.status < 300;
}

// The body of an error answer, short enough for a message.
std::string said(const HttpResponse& response) {
  constexpr std::size_t kLongest = 64U << 10;
  std::string text = response.body.substr(0, kLongest);
  const json document = parse(text, Deadline::never());
  if (document.is_object() && document.contains("error")) {
    text = document["error"].is_string() ? document["error"].get<std::string>()
                                         : dump(document["error"]);
  } else if (!response.is_json()) {
    text = response.body.empty() ? "no text" : "a page that is not from Xray";
  }
  return shortened(text, 500);
}

std::string status_of(const HttpResponse& response) {
  return "HTTP " + std::to_string(response.status) + " (" + said(response) + ")";
}

constexpr const char* kRegionHint =
    "; if this goes on, check the data residency region of your Xray site: api_url "
    "https://us.xray.cloud.getxray.app, https://eu.xray.cloud.getxray.app or "
    "https://au.xray.cloud.getxray.app";

// A gateway page (HTML) of 403 or 503 is what a token of another region gets.
bool looks_like_wrong_region(const HttpResponse& response) {
  return !response.is_json() && (response.status == 503 || response.status == 403);
}

Error error_of(const std::string& what, const HttpResponse& response, Effect effect) {
  const std::string text = what + " failed: " + status_of(response);
  const Errc unknown = effect == Effect::reads ? Errc::not_delivered : Errc::in_doubt;
  if (looks_like_wrong_region(response)) {
    const bool any_gateway = response.status == 503 && !response.retry_after;
    return {any_gateway ? unknown : Errc::not_delivered, text + kRegionHint};
  }
  switch (response.status) {
    case 401:
      return {Errc::settings,
              text + "; check XRAY_CLIENT_ID and XRAY_CLIENT_SECRET and the Xray licence"};
    case 403:
    case 404:
      return {Errc::settings, text + "; check api_url and the permissions of the API key's user"};
    case 408:
    case 429:
      return {Errc::not_delivered, text};
    case 413:
      return {Errc::refused, text, true};
    case 500:
    case 502:
    case 504:
      return {unknown, text};
    case 503:
      return {response.retry_after ? Errc::not_delivered : unknown, text};
    default:
      break;
  }
  if (response.status >= 300 && response.status < 400) {
    return {Errc::settings, text + "; a redirect is not followed: check api_url and the proxy"};
  }
  return {response.status >= 500 ? unknown : Errc::refused, text};
}

// Full jitter keeps the shards of one CI run from coming back in step.
std::chrono::milliseconds pause_after(int tries, const Repetition& repetition) {
  const auto longest =
      std::min(repetition.longest_pause, repetition.first_pause * (1 << std::min(tries - 1, 10)));
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(1, longest.count())(random));
}

bool has_data(const json& answer) {
  const auto data = answer.find("data");
  return data != answer.end() && data->is_object() &&
         std::any_of(data->begin(), data->end(), [](const json& item) { return !item.is_null(); });
}

bool may_repeat(const Error& error, Effect effect) {
  return error.code == Errc::not_delivered ||
         (error.code == Errc::in_doubt && effect == Effect::reads);
}

}  // namespace

Expected<json> interpret(const std::string& what, const HttpResponse& response, Effect effect,
                         const Deadline& deadline) {
  if (!is_success(response)) {
    return tl::make_unexpected(error_of(what, response, effect));
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
    return fail(Errc::in_doubt,
                what + ": the answer is not JSON" +
                    (response.is_json() ? "" : " but a page that is not from Xray") +
                    "; check api_url and the proxy");
  }
  return document;
}

Session::Session(HttpClient http, CloudCredentials credentials, Deadline deadline, Pacing pacing,
                 Repetition repetition)
    : http_(std::move(http)),
      credentials_(std::move(credentials)),
      deadline_(deadline),
      pacing_(std::move(pacing)),
      repetition_(repetition) {}

Expected<void> Session::authenticate() {
  const std::string what = "authentication at " + http_.base_url();
  HttpRequest request;
  request.path = "/api/v2/authenticate";
  request.body.append(dump({{"client_id", credentials_.client_id.expose()},
                            {"client_secret", credentials_.client_secret.expose()}}));
  const auto answered = send(what, request, Effect::reads);
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  const auto& answer = *answered.value;
  const std::string token = answer.is_string() ? answer.get<std::string>() : "";
  if (!is_token(token)) {
    return fail(Errc::settings, what + " gave no token; check api_url");
  }
  token_ = token;
  return {};
}

std::string Session::without_secrets(std::string text) const {
  hide(credentials_.client_id.expose(), text);
  hide(credentials_.client_secret.expose(), text);
  hide(token_, text);
  return text;
}

bool Session::wait(std::chrono::milliseconds pause) {
  if (pacing_.waiting) {
    pacing_.waiting(pause);
  }
  return deadline_.wait(pause);
}

Expected<HttpResponse> Session::post(const HttpRequest& request) {
  const auto pause =
      std::chrono::ceil<std::chrono::milliseconds>(pacing_.pace.wait_at(Pace::Clock::now()));
  if (pause.count() > 0 && !wait(pause)) {
    return fail(Errc::out_of_time,
                "Xray's rate limit (setting rate_limit) leaves no request within the time that is "
                "left");
  }
  pacing_.pace.note(Pace::Clock::now());
  return http_.post(request, deadline_);
}

Session::Answered Session::send(const std::string& what, const HttpRequest& request,
                                Effect effect) {
  for (int tries = 1;; ++tries) {
    auto response = post(request);
    if (!response) {
      response.error().message = what + " failed: " + response.error().message;
    } else if (!is_success(*response)) {
      response->body = without_secrets(std::move(response->body));
    }
    Answered answered{response ? interpret(what, *response, effect, deadline_)
                               : Expected<json>(tl::make_unexpected(response.error())),
                      response ? response->status : 0};
    if (answered.value) {
      return answered;
    }
    auto& error = answered.value.error();
    error.message = without_secrets(std::move(error.message));
    const bool asked_to_wait = response && response->retry_after;
    const bool wrong_region = response && looks_like_wrong_region(*response) && !asked_to_wait;
    if (tries >= (wrong_region ? std::min(2, repetition_.max_tries) : repetition_.max_tries) ||
        !may_repeat(error, effect)) {
      return answered;
    }
    const std::chrono::milliseconds pause =
        asked_to_wait ? *response->retry_after : pause_after(tries, repetition_);
    if ((asked_to_wait && pause > repetition_.longest_retry_after) || !wait(pause)) {
      return answered;
    }
  }
}

Expected<json> Session::call(const std::string& what, HttpRequest request, Effect effect) {
  request.changes = effect == Effect::changes;
  request.bearer = token_;
  auto answered = send(what, request, effect);
  if (answered.status != 401) {
    return std::move(answered.value);
  }
  // Xray may revoke a token before its time: once more with a new one.
  if (auto renewed = authenticate(); !renewed) {
    auto& error = renewed.error();
    // Whatever became of the authentication, the call itself was turned away.
    return fail(error.code == Errc::in_doubt ? Errc::not_delivered : error.code,
                what + " failed: " + error.message);
  }
  request.bearer = token_;
  return send(what, request, effect).value;
}

Expected<json> Session::graphql(const char* name, const Body& request, Effect effect) {
  HttpRequest http;
  http.path = "/api/v2/graphql";
  http.name = name;
  http.body = request;
  auto answer = call(std::string("Xray's ") + name, std::move(http), effect);
  if (!answer) {
    return answer;
  }
  if (const auto errors = answer->find("errors"); errors != answer->end() && !errors->empty()) {
    constexpr std::size_t kLongest = 2000;
    std::string messages;
    for (const auto& error : *errors) {
      if (messages.size() > 4 * kLongest) {
        break;
      }
      const bool named =
          error.is_object() && error.contains("message") && error["message"].is_string();
      messages += (messages.empty() ? "" : "; ") +
                  (named ? error["message"].get<std::string>() : dump(error));
    }
    // With data beside the errors something was done, e.g. a field of what was created not found.
    const bool partly_done = effect == Effect::changes && has_data(*answer);
    return fail(partly_done ? Errc::in_doubt : Errc::refused,
                std::string("Xray's ") + name +
                    " failed: " + shortened(without_secrets(std::move(messages)), kLongest));
  }
  if (!answer->is_object() || !answer->contains("data") || !(*answer)["data"].is_object()) {
    return fail(effect == Effect::reads ? Errc::not_delivered : Errc::in_doubt,
                std::string("Xray's ") + name + " gave an answer without data");
  }
  return std::move((*answer)["data"]);
}

Expected<json> Session::graphql(const Operation& operation, json variables, Effect effect) {
  Body body;
  body.append(dump({{"operationName", operation.name},
                    {"query", operation.text},
                    {"variables", std::move(variables)}}));
  return graphql(operation.name, body, effect);
}

Expected<json> Session::import_results(const Body& document) {
  HttpRequest request;
  request.path = "/api/v2/import/execution";
  request.body = document;
  return call("the import of results", std::move(request), Effect::changes);
}

Expected<std::string> Session::upload(const PlannedFile& file) {
  HttpRequest request;
  request.path = "/api/v2/attachments";
  request.form = FormFile{"attachment", file.file, file.size, file.name, file.media_type};
  // An upload belongs to nothing until its id is used, so that repeating one harms nobody.
  auto answer = call("the upload of " + file.name, std::move(request), Effect::reads);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  if (!answer->is_object() || !answer->contains("id") || !(*answer)["id"].is_string()) {
    return fail(Errc::in_doubt, "the upload of " + file.name + " gave no id");
  }
  return (*answer)["id"].get<std::string>();
}

}  // namespace xrep::client::cloud
