#include "cloud/jira.hpp"

#include "base64.hpp"
#include "cloud/answers.hpp"

#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr const char* kApi = "/rest/api/3/";

Refusal judge(const std::string& what, const HttpResponse& response, Effect effect) {
  const std::string text = what + " failed: " + status_of(kJira, response);
  if (response.status == 401 || response.status == 403) {
    return {{Errc::settings, text +
                                 "; check JIRA_USER (the e-mail address of a user) and JIRA_TOKEN "
                                 "(an API token of theirs, without scopes)"}};
  }
  return {error_of_status(kJira, text, response, effect)};
}

// RFC 7617.
std::string basic(const JiraCredentials& credentials) {
  return to_base64(credentials.user.expose() + ":" + credentials.token.expose());
}

}  // namespace

const Peer kJira{"Jira", "jira_url", judge};

Jira::Jira(Exchange exchange, const JiraCredentials& credentials)
    : exchange_(std::move(exchange)), authorization_("Basic " + basic(credentials)) {
  exchange_.hide(basic(credentials));
  exchange_.hide(credentials.token.expose());
  exchange_.hide(credentials.user.expose());
}

Expected<std::unique_ptr<Jira>> Jira::open(HttpClient http, const JiraCredentials& credentials,
                                           Deadline deadline, Pacing pacing,
                                           const std::string& preferred, Repetition repetition) {
  std::unique_ptr<Jira> jira(new Jira(
      Exchange(std::move(http), kJira, deadline, std::move(pacing), repetition), credentials));
  auto ready = jira->sign_in();
  if (ready) {
    ready = jira->find_link_type(preferred);
  }
  return ready ? Expected<std::unique_ptr<Jira>>(std::move(jira))
               : tl::make_unexpected(ready.error());
}

Exchange::Answered Jira::get(const std::string& what, const std::string& path) {
  HttpRequest request;
  request.method = HttpMethod::get;
  request.path = kApi + path;
  request.authorization = authorization_;
  return exchange_.send(what, std::move(request), Effect::reads);
}

// Most of Jira can be asked by anyone, who then finds nothing ("Issue does not exist or you do not
// have permission to see it"). Only this says that the credentials are wrong.
Expected<void> Jira::sign_in() {
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

Expected<void> Jira::find_link_type(const std::string& preferred) {
  const auto answered = get("Jira's list of link types", "issueLinkType");
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  auto type = coverage_link_type(*answered.value, preferred);
  if (!type) {
    return fail(Errc::refused,
                "Jira has no type of issue links named \"Test\" (\"tests\", \"is tested by\"), "
                "which Xray brings along; a Jira administrator can add it");
  }
  type_ = std::move(*type);
  return {};
}

Expected<std::optional<std::set<std::string>>> Jira::tests_of(const std::string& requirement) {
  const auto answered =
      get("reading the links of " + requirement, "issue/" + requirement + "?fields=issuelinks");
  if (answered.status == 404) {
    return std::optional<std::set<std::string>>();
  }
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  // Whichever way round a link was made: it is there.
  std::set<std::string> keys;
  for (const auto& link : list_at(object_at(*answered.value, "fields"), "issuelinks")) {
    if (text_at(object_at(link, "type"), "id") != type_.id) {
      continue;
    }
    for (const char* end : {"inwardIssue", "outwardIssue"}) {
      if (auto key = text_at(object_at(link, end), "key"); !key.empty()) {
        keys.insert(std::move(key));
      }
    }
  }
  return keys;
}

// A link runs from `inwardIssue` to `outwardIssue`: the issue that is sent as inwardIssue shows the
// outward phrase, "tests", and GET lists the other one there as its outwardIssue. (The API
// reference calls the outward issue "from"; clients that followed it had to turn round, e.g.
// mozilla/jira-bugzilla-integration#1285. Whoever links Xray Tests sends the Test as inwardIssue.)
Expected<void> Jira::link(const std::string& test, const std::string& requirement) {
  const bool reversed = type_.starts_at_requirement();
  HttpRequest request;
  request.path = std::string(kApi) + "issueLink";
  request.authorization = authorization_;
  request.body.append(dump({{"type", {{"id", type_.id}}},
                            {"inwardIssue", {{"key", reversed ? requirement : test}}},
                            {"outwardIssue", {{"key", reversed ? test : requirement}}}}));
  const auto answered =
      exchange_.send("linking " + test + " to " + requirement, std::move(request), Effect::changes);
  if (answered.status == 404) {
    return fail(Errc::refused, answered.value.error().message +
                                   "; the user of JIRA_USER needs the permissions Browse Projects "
                                   "and Link Issues for both");
  }
  return answered.value ? Expected<void>() : tl::make_unexpected(answered.value.error());
}

}  // namespace xrep::client::cloud
