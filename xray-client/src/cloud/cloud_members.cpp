// Test Sets of a project, and the Tests that Test Sets and Test Plans hold.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"
#include "cloud/graphql.hpp"

#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

const char* field_of(Container container) {
  return container == Container::set ? "getTestSet" : "getTestPlan";
}

std::string members_document(Container container, std::size_t count) {
  const std::string name = container == Container::set ? "SetMembers" : "PlanMembers";
  auto variables = repeated(count, ", $id#: String, $start#: Int!").substr(2);
  return "query " + name + "(" + variables + ") {\n" +
         repeated(count,
                  std::string("  p#: ") + field_of(container) +
                      "(issueId: $id#) { tests(limit: 100, start: $start#) { ...page } }\n") +
         "}\nfragment page on TestResults { total results { issueId jira(fields: [\"key\"]) } }";
}

std::string set_pages_document(std::size_t count) {
  return "query TestSetPages($projectId: String!" + repeated(count, ", $start#: Int!") + ") {\n" +
         repeated(count,
                  "  p#: getTestSets(projectId: $projectId, limit: 100, start: $start#) "
                  "{ ...page }\n") +
         "}\nfragment page on TestSetResults {\n  total\n"
         "  results { issueId jira(fields: [\"key\", \"summary\"]) }\n}";
}

const Operation kCreateTestSet{"CreateTestSet", R"(mutation CreateTestSet($jira: JSON!) {
  createTestSet(jira: $jira) {
    testSet { issueId jira(fields: ["key", "summary"]) }
    warnings
  }
})"};

RemoteSet set_of(const json& issue) {
  const json& jira = object_at(issue, "jira");
  return {text_at(issue, "issueId"), text_at(jira, "key"), text_at(jira, "summary")};
}

void add_keys(const json& page, std::set<std::string>& keys) {
  for (const auto& test : list_at(page, "results")) {
    keys.insert(text_at(object_at(test, "jira"), "key"));
  }
}

}  // namespace

Expected<void> Cloud::each_set(const Site& site, const std::function<void(RemoteSet)>& visit) {
  return batching_.each_page(
      0,
      [&](const std::vector<std::size_t>& starts) {
        json variables = {{"projectId", site.project_id}};
        for (std::size_t i = 0; i < starts.size(); ++i) {
          variables["start" + std::to_string(i)] = starts[i];
        }
        const auto text = set_pages_document(starts.size());
        return session_.graphql({"TestSetPages", text.c_str()}, std::move(variables),
                                Effect::reads);
      },
      [&](const json& issue) { visit(set_of(issue)); });
}

Expected<RemoteSet> Cloud::create_set(const std::string& project, const std::string& summary) {
  const json fields = {{"project", {{"key", project}}}, {"summary", summary}};
  const auto answer =
      session_.graphql(kCreateTestSet, {{"jira", {{"fields", fields}}}}, Effect::changes);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  auto set = set_of(object_at(object_at(*answer, "createTestSet"), "testSet"));
  if (set.id.empty() || !is_issue_key(set.key)) {
    return fail(Errc::in_doubt, "creating the Test Set " + summary + " gave no key");
  }
  return set;
}

// The pages that begin at `starts`, of the containers `ids`.
Expected<json> Cloud::member_pages(Container container, const std::vector<std::string>& ids,
                                   const std::vector<std::size_t>& starts) {
  json variables = json::object();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    variables["id" + std::to_string(i)] = ids[i];
    variables["start" + std::to_string(i)] = starts[i];
  }
  const auto text = members_document(container, ids.size());
  const char* name = container == Container::set ? "SetMembers" : "PlanMembers";
  auto answer = session_.graphql({name, text.c_str()}, std::move(variables), Effect::reads);
  if (!answer) {
    return answer;
  }
  json pages = json::object();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string alias = "p" + std::to_string(i);
    pages[alias] = object_at(object_at(*answer, alias.c_str()), "tests");
  }
  return pages;
}

Expected<std::vector<std::set<std::string>>> Cloud::members(Container container,
                                                            const std::vector<std::string>& ids) {
  std::vector<std::set<std::string>> all(ids.size());
  std::vector<std::size_t> totals(ids.size());
  auto asked = batching_.each(ids.size(), [&](std::size_t first, std::size_t count) {
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(first);
    const std::vector<std::string> some(begin, begin + static_cast<std::ptrdiff_t>(count));
    const auto pages = member_pages(container, some, std::vector<std::size_t>(count));
    for (std::size_t i = 0; pages && i < count; ++i) {
      const json& page = object_at(*pages, ("p" + std::to_string(i)).c_str());
      totals[first + i] = number_at(page, "total");
      add_keys(page, all[first + i]);
    }
    return pages ? Expected<void>() : tl::make_unexpected(pages.error());
  });
  for (std::size_t i = 0; asked && i < ids.size(); ++i) {
    if (totals[i] <= all[i].size()) {
      continue;
    }
    asked = batching_.each_page(
        totals[i],
        [&](const std::vector<std::size_t>& starts) {
          return member_pages(container, std::vector<std::string>(starts.size(), ids[i]), starts);
        },
        [&](const json& test) { all[i].insert(text_at(object_at(test, "jira"), "key")); });
  }
  return asked ? Expected<std::vector<std::set<std::string>>>(std::move(all))
               : tl::make_unexpected(asked.error());
}

}  // namespace xrep::client::cloud
