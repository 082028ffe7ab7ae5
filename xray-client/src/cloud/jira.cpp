#include "cloud/jira.hpp"

#include "cloud/answers.hpp"

#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

Expected<std::unique_ptr<Jira>> Jira::open(HttpClient http, const JiraCredentials& credentials,
                                           Deadline deadline, Pacing pacing,
                                           const std::string& preferred, Repetition repetition) {
  std::unique_ptr<Jira> jira(
      new Jira(JiraSession(std::move(http), credentials, deadline, std::move(pacing), repetition)));
  auto ready = jira->session_.sign_in();
  if (ready) {
    ready = jira->find_link_type(preferred);
  }
  return ready ? Expected<std::unique_ptr<Jira>>(std::move(jira))
               : tl::make_unexpected(ready.error());
}

Expected<void> Jira::find_link_type(const std::string& preferred) {
  const auto answered = session_.get("Jira's list of link types", "issueLinkType");
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
  const auto answered = session_.get("reading the links of " + requirement,
                                     "issue/" + requirement + "?fields=issuelinks");
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
  const auto answered =
      session_.post("linking " + test + " to " + requirement, "issueLink",
                    dump({{"type", {{"id", type_.id}}},
                          {"inwardIssue", {{"key", reversed ? requirement : test}}},
                          {"outwardIssue", {{"key", reversed ? test : requirement}}}}));
  if (answered.status == 404) {
    return fail(Errc::refused, answered.value.error().message +
                                   "; the user of JIRA_USER needs the permissions Browse Projects "
                                   "and Link Issues for both");
  }
  return answered.value ? Expected<void>() : tl::make_unexpected(answered.value.error());
}

}  // namespace xrep::client::cloud
