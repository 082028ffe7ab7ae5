#include "cloud/session.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

// The characters of RFC 6750, section 2.1.
bool is_token(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
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
  const std::string text = what + " failed: " + status_of(kXray, response);
  if (looks_like_wrong_region(response)) {
    const bool any_gateway = response.status == 503 && !response.retry_after;
    const bool unknown = any_gateway && effect == Effect::changes;
    return {unknown ? Errc::in_doubt : Errc::not_delivered, text + kRegionHint, false,
            Suspect::region};
  }
  switch (response.status) {
    case 401:
      return {Errc::settings,
              text + "; check XRAY_CLIENT_ID and XRAY_CLIENT_SECRET and the Xray licence", false,
              Suspect::credentials};
    case 403:
    case 404:
      return {Errc::settings, text + "; check api_url and the permissions of the API key's user"};
    default:
      return error_of_status(kXray, text, response, effect);
  }
}

bool has_data(const json& answer) {
  const auto data = answer.find("data");
  return data != answer.end() && data->is_object() &&
         std::any_of(data->begin(), data->end(), [](const json& item) { return !item.is_null(); });
}

Refusal judge(const std::string& what, const HttpResponse& response, Effect effect) {
  Refusal refusal{error_of(what, response, effect)};
  if (looks_like_wrong_region(response) && !response.retry_after) {
    refusal.max_tries = 2;
  }
  return refusal;
}

}  // namespace

const Peer kXray{"Xray", "api_url", judge};

Session::Session(HttpClient http, CloudCredentials credentials, Deadline deadline, Pacing pacing,
                 Repetition repetition)
    : exchange_(std::move(http), kXray, deadline, std::move(pacing), repetition),
      credentials_(std::move(credentials)) {
  exchange_.hide(credentials_.client_id.expose());
  exchange_.hide(credentials_.client_secret.expose());
}

Expected<void> Session::authenticate() {
  const std::string what = "authentication at " + exchange_.base_url();
  HttpRequest request;
  request.path = "/api/v2/authenticate";
  request.body.append(dump({{"client_id", credentials_.client_id.expose()},
                            {"client_secret", credentials_.client_secret.expose()}}));
  const auto answered = exchange_.send(what, std::move(request), Effect::reads);
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  const auto& answer = *answered.value;
  const std::string token = answer.is_string() ? answer.get<std::string>() : "";
  if (!is_token(token)) {
    return fail(Errc::settings, what + " gave no token; check api_url");
  }
  token_ = token;
  exchange_.hide(token);
  return {};
}

Exchange::Answered Session::call(const std::string& what, HttpRequest request, Effect effect) {
  request.authorization = "Bearer " + token_;
  auto answered = exchange_.send(what, request, effect);
  if (answered.status != 401) {
    return answered;
  }
  // Xray may revoke a token before its time: once more with a new one.
  if (auto renewed = authenticate(); !renewed) {
    auto& error = renewed.error();
    // Whatever became of the authentication, the call itself was turned away.
    return {fail(error.code == Errc::in_doubt ? Errc::not_delivered : error.code,
                 what + " failed: " + error.message),
            answered.status};
  }
  request.authorization = "Bearer " + token_;
  return exchange_.send(what, std::move(request), effect);
}

Expected<json> Session::graphql(const char* name, const Body& request, Effect effect) {
  HttpRequest http;
  http.path = "/api/v2/graphql";
  http.name = name;
  http.body = request;
  auto answer = call(std::string("Xray's ") + name, std::move(http), effect).value;
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
                std::string("Xray's ") + name + " failed: " +
                    shortened(exchange_.without_secrets(std::move(messages)), kLongest));
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
  return call("the import of results", std::move(request), Effect::changes).value;
}

Exchange::Answered Session::start_bulk_job(const Body& document) {
  HttpRequest request;
  request.path = "/api/v2/import/test/bulk";
  request.body = document;
  return call("the creation of Tests", std::move(request), Effect::changes);
}

Expected<std::optional<json>> Session::bulk_job(const std::string& id) {
  constexpr long kNotFound = 404;
  HttpRequest request;
  request.method = HttpMethod::get;
  request.path = "/api/v2/import/test/bulk/" + id + "/status";
  auto answered = call("the job that creates Tests", std::move(request), Effect::reads);
  if (answered.status == kNotFound) {
    return std::optional<json>();
  }
  return answered.value ? Expected<std::optional<json>>(std::move(*answered.value))
                        : tl::make_unexpected(answered.value.error());
}

Expected<std::string> Session::upload(const PlannedFile& file) {
  HttpRequest request;
  request.path = "/api/v2/attachments";
  request.form = FormFile{"attachment", file.file, file.size, file.name, file.media_type};
  // An upload belongs to nothing until its id is used, so that repeating one harms nobody.
  auto answer = call("the upload of " + file.name, std::move(request), Effect::reads).value;
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  if (!answer->is_object() || !answer->contains("id") || !(*answer)["id"].is_string()) {
    return fail(Errc::in_doubt, "the upload of " + file.name + " gave no id");
  }
  return (*answer)["id"].get<std::string>();
}

}  // namespace xrep::client::cloud
