#include "cloud/jira_facts.hpp"

#include "cloud/answers.hpp"

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

std::vector<std::string> names_in(const json& list) {
  std::vector<std::string> names;
  for (const auto& item : list) {
    if (auto name = text_at(item, "name"); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace

Expected<std::unique_ptr<JiraQuestions>> JiraQuestions::open(JiraSession session) {
  std::unique_ptr<JiraQuestions> jira(new JiraQuestions(std::move(session)));
  if (auto in = jira->session_.sign_in(); !in) {
    return tl::make_unexpected(in.error());
  }
  return jira;
}

Expected<std::optional<std::string>> JiraQuestions::project_id(const std::string& project) {
  const auto answered =
      session_.get("reading the project " + project + " in Jira", "project/" + project);
  if (answered.status == 404) {
    return std::optional<std::string>();
  }
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  return text_at(*answered.value, "id");
}

Expected<std::vector<std::string>> JiraQuestions::issue_types(const std::string& project) {
  // A page holds 50 unless more are asked for, 200 at most; no project has as many.
  const auto answered = session_.get("reading the issue types of " + project + " in Jira",
                                     "issue/createmeta/" + project + "/issuetypes?maxResults=200");
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  return names_in(list_at(*answered.value, "issueTypes"));
}

Expected<std::vector<std::string>> JiraQuestions::versions(const std::string& project) {
  // A plain list, not in pages.
  const auto answered = session_.get("reading the versions of " + project + " in Jira",
                                     "project/" + project + "/versions");
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  return answered.value->is_array() ? names_in(*answered.value) : std::vector<std::string>();
}

Expected<std::optional<std::string>> JiraQuestions::type_of(const std::string& key) {
  const auto answered =
      session_.get("reading " + key + " in Jira", "issue/" + key + "?fields=issuetype");
  if (answered.status == 404) {
    return std::optional<std::string>();
  }
  if (!answered.value) {
    return tl::make_unexpected(answered.value.error());
  }
  return text_at(object_at(object_at(*answered.value, "fields"), "issuetype"), "name");
}

}  // namespace xrep::client::cloud
