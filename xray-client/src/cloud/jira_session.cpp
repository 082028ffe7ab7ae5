#include "cloud/jira_session.hpp"

#include "base64.hpp"
#include "cloud/answers.hpp"

#include <utility>

namespace xrep::client::cloud {

namespace {

constexpr const char* kApi = "/rest/api/3/";

Refusal judge(const std::string& what, const HttpResponse& response, Effect effect) {
  const std::string text = what + " failed: " + status_of(kJira, response);
  if (response.status == 401 || response.status == 403) {
    return {{Errc::settings,
             text + "; check JIRA_USER (the e-mail address of a user) and JIRA_TOKEN "
                    "(an API token of theirs, without scopes)",
             false, Suspect::credentials}};
  }
  return {error_of_status(kJira, text, response, effect)};
}

// RFC 7617.
std::string basic(const JiraCredentials& credentials) {
  return to_base64(credentials.user.expose() + ":" + credentials.token.expose());
}

}  // namespace

const Peer kJira{"Jira", "jira_url", judge};

JiraSession::JiraSession(HttpClient http, const JiraCredentials& credentials, Deadline deadline,
                         Pacing pacing, Repetition repetition)
    : exchange_(std::move(http), kJira, deadline, std::move(pacing), repetition),
      authorization_("Basic " + basic(credentials)) {
  exchange_.hide(basic(credentials));
  exchange_.hide(credentials.token.expose());
  exchange_.hide(credentials.user.expose());
}

Expected<void> JiraSession::sign_in() {
  const std::string what = "signing in to Jira at " + exchange_.base_url();
  const auto answered = get(what, "myself");
  if (!answered.value) {
    Error error = answered.value.error();
    if (error.code == Errc::refused) {
      error = {Errc::settings, error.message + "; check jira_url"};
    }
    return tl::make_unexpected(error);
  }
  if (text_at(*answered.value, "accountId").empty()) {
    return fail(Errc::settings, what + " named no account; check jira_url");
  }
  return {};
}

Exchange::Answered JiraSession::get(const std::string& what, const std::string& path) {
  HttpRequest request;
  request.method = HttpMethod::get;
  request.path = kApi + path;
  request.authorization = authorization_;
  return exchange_.send(what, std::move(request), Effect::reads);
}

Exchange::Answered JiraSession::post(const std::string& what, const std::string& path,
                                     std::string body) {
  HttpRequest request;
  request.path = kApi + path;
  request.authorization = authorization_;
  request.body.append(std::move(body));
  return exchange_.send(what, std::move(request), Effect::changes);
}

}  // namespace xrep::client::cloud
