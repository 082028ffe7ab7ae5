// What only `xrep check` asks: where the site is, which keys are those of Test Sets, Jira's facts.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"
#include "cloud/jira_address.hpp"
#include "cloud/jira_facts.hpp"
#include "cloud/key_list.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

Expected<void> Cloud::sign_in() {
  return session_.authenticate();
}

Expected<std::string> Cloud::address_of(const Site& site) {
  const auto answer = session_.graphql(kSelfLinks, {{"projectId", site.project_id}}, Effect::reads);
  if (!answer) {
    // Whether `self` may be asked for is documented nowhere.
    return answer.error().code == Errc::refused ? Expected<std::string>(std::string())
                                                : tl::make_unexpected(answer.error());
  }
  for (const char* list : {"getTestExecutions", "getTests"}) {
    for (const auto& issue : list_at(object_at(*answer, list), "results")) {
      const auto self = text_at(object_at(issue, "jira"), "self");
      if (auto address = believable_site(self, jira_.http.base_url); !address.empty()) {
        return address;
      }
    }
  }
  return std::string();
}

// One key that does not exist fails a whole search: then each half is searched alone.
Expected<void> Cloud::find_sets(const std::vector<std::string>& keys, std::set<std::string>& sets) {
  const auto answer = session_.graphql(kTestSets, {{"jql", key_list(keys)}}, Effect::reads);
  if (answer) {
    for (const auto& set : list_at(object_at(*answer, "getTestSets"), "results")) {
      sets.insert(text_at(object_at(set, "jira"), "key"));
    }
    return {};
  }
  if (answer.error().code != Errc::refused) {
    return tl::make_unexpected(answer.error());
  }
  if (keys.size() == 1) {
    return {};
  }
  const auto middle = keys.begin() + static_cast<std::ptrdiff_t>(keys.size() / 2);
  auto found = find_sets({keys.begin(), middle}, sets);
  return found ? find_sets({middle, keys.end()}, sets) : found;
}

Expected<std::set<std::string>> Cloud::sets_by_key(const std::vector<std::string>& keys) {
  std::set<std::string> sets;
  for (std::size_t first = 0; first < keys.size(); first += kMostKeys) {
    const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(kMostKeys, keys.size() - first);
    if (auto found = find_sets({begin, begin + static_cast<std::ptrdiff_t>(count)}, sets); !found) {
      return tl::make_unexpected(found.error());
    }
  }
  return sets;
}

Expected<std::unique_ptr<JiraFacts>> Cloud::jira_facts(const std::string& address) {
  auto http = jira_client(address);
  if (!http) {
    return tl::make_unexpected(http.error());
  }
  auto jira = JiraQuestions::open(JiraSession(std::move(*http), *jira_.login.credentials,
                                              jira_.deadline, jira_.pacing, jira_.repetition));
  if (!jira) {
    return tl::make_unexpected(jira.error());
  }
  return std::move(*jira);
}

}  // namespace xrep::client::cloud
