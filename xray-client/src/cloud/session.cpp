#include "cloud/session.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr int kMaxTries = 5;
constexpr std::chrono::milliseconds kFirstPause{500};
constexpr std::chrono::milliseconds kLongestPause{30'000};

std::string dump(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

json parse(const std::string& text) {
  return json::parse(text, nullptr, false);
}

// The body of an error answer, short enough for a message.
std::string said(const HttpResponse& response) {
  const json document = parse(response.body);
  std::string text = response.body;
  if (document.is_object() && document.contains("error")) {
    text = document["error"].is_string() ? document["error"].get<std::string>()
                                         : dump(document["error"]);
  } else if (!response.is_json()) {
    text = response.body.empty() ? "no text" : "a page that is not from Xray";
  }
  constexpr std::size_t kLongest = 500;
  return text.size() > kLongest ? text.substr(0, kLongest) + "…" : text;
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
    return {Errc::not_delivered, text + kRegionHint};
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
std::chrono::milliseconds pause_before(int attempt) {
  const auto longest = std::min(kLongestPause, kFirstPause * (1 << std::min(attempt, 10)));
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(1, longest.count())(random));
}

bool may_repeat(const Error& error, Effect effect) {
  return error.code == Errc::not_delivered ||
         (error.code == Errc::in_doubt && effect == Effect::reads);
}

}  // namespace

Expected<json> interpret(const std::string& what, const HttpResponse& response, Effect effect) {
  if (response.status < 200 || response.status >= 300) {
    return tl::make_unexpected(error_of(what, response, effect));
  }
  json document = parse(response.body);
  if (document.is_discarded()) {
    // A login or proxy page with 200: what became of the request is unknown.
    return fail(Errc::in_doubt, what + ": the answer is not JSON (" + said(response) +
                                    "); check api_url and the proxy");
  }
  return document;
}

Session::Session(HttpClient http, CloudCredentials credentials, Deadline deadline)
    : http_(std::move(http)), credentials_(std::move(credentials)), deadline_(deadline) {}

Expected<void> Session::authenticate() {
  HttpRequest request;
  request.path = "/api/v2/authenticate";
  request.body.append(dump({{"client_id", credentials_.client_id.expose()},
                            {"client_secret", credentials_.client_secret.expose()}}));
  token_.clear();
  const auto answer =
      call("authentication at " + http_.base_url(), std::move(request), Effect::reads);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  const std::string token = answer->is_string() ? answer->get<std::string>() : "";
  const bool printable =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (token.empty() || !printable) {
    return fail(Errc::settings,
                "authentication at " + http_.base_url() + " gave no token; check api_url");
  }
  token_ = token;
  return {};
}

Expected<HttpResponse> Session::send_with_token(HttpRequest& request) {
  const bool authenticating = token_.empty();
  request.bearer = token_;
  auto response = http_.post(request, deadline_);
  if (!response || response->status != 401 || authenticating) {
    return response;
  }
  // Xray may revoke a token before its time: once more with a new one.
  if (const auto renewed = authenticate(); !renewed) {
    return tl::make_unexpected(renewed.error());
  }
  request.bearer = token_;
  return http_.post(request, deadline_);
}

Expected<json> Session::call(const std::string& what, HttpRequest request, Effect effect) {
  request.changes = effect == Effect::changes;
  for (int attempt = 0;; ++attempt) {
    auto response = send_with_token(request);
    auto answer = response
                      ? interpret(what, *response, effect)
                      : Expected<json>(tl::make_unexpected(Error{
                            response.error().code, what + " failed: " + response.error().message}));
    if (answer || attempt + 1 >= kMaxTries || !may_repeat(answer.error(), effect)) {
      return answer;
    }
    if (response && looks_like_wrong_region(*response) && !response->retry_after && attempt >= 1) {
      return answer;
    }
    const auto pause = response && response->retry_after
                           ? std::chrono::milliseconds(*response->retry_after)
                           : pause_before(attempt);
    if (!deadline_.wait(pause)) {
      return answer;
    }
  }
}

Expected<json> Session::graphql(const char* name, const Body& request, Effect effect) {
  HttpRequest http;
  http.path = "/api/v2/graphql";
  http.body = request;
  auto answer = call(std::string("Xray's ") + name, std::move(http), effect);
  if (!answer) {
    return answer;
  }
  if (const auto errors = answer->find("errors"); errors != answer->end() && !errors->empty()) {
    std::string messages;
    for (const auto& error : *errors) {
      const bool named =
          error.is_object() && error.contains("message") && error["message"].is_string();
      messages += (messages.empty() ? "" : "; ") +
                  (named ? error["message"].get<std::string>() : dump(error));
    }
    return fail(Errc::refused, std::string("Xray's ") + name + " failed: " + messages);
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
  request.form = FormFile{"attachment", file.file, file.name, file.media_type};
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
