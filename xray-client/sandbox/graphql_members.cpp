// Which Tests Test Sets and Test Plans hold, and which Test Sets a project has.

#include "graphql_operations.hpp"
#include "issue_fields.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace xrep::sandbox {

using nlohmann::json;

namespace {

template <typename Item, typename ToJson>
json page(const std::vector<const Item*>& items, std::int64_t start, ToJson to_json) {
  json results = json::array();
  for (auto i = static_cast<std::size_t>(start); i < items.size() && results.size() < kPage; ++i) {
    results.push_back(to_json(*items[i]));
  }
  return {{"total", items.size()}, {"results", std::move(results)}};
}

json tests_page(World& world, const KeyList& tests, std::int64_t start) {
  std::vector<const Issue*> issues;
  for (const std::string& key : tests.items()) {
    issues.push_back(&world.model.find_test(key)->issue);
  }
  return page(issues, start, [](const Issue& issue) -> json {
    return {{"issueId", std::to_string(issue.id)}, {"jira", {{"key", issue.key}}}};
  });
}

template <typename Item>
Outcome members(World& world, std::map<IssueId, Item>& items, const json& variables) {
  Outcome outcome;
  for (std::size_t n = 0; n < count_numbered(variables, "start"); ++n) {
    const std::string number = std::to_string(n);
    const std::int64_t start = variables.at("start" + number);
    if (start < 0) return failed(kNegativeStart);
    const Item* item = find_by_id(items, variables.at("id" + number).get<std::string>());
    outcome.data["p" + number] = nullptr;
    if (item && world.visible(item->issue.created)) {
      outcome.data["p" + number] = {{"tests", tests_page(world, item->tests, start)}};
    }
  }
  return outcome;
}

}  // namespace

Outcome set_members(World& world, const json& variables) {
  return members(world, world.model.sets, variables);
}

Outcome plan_members(World& world, const json& variables) {
  return members(world, world.model.plans, variables);
}

Outcome set_pages(World& world, const json& variables) {
  const Project* project = world.model.find_project(variables.at("projectId"));
  std::vector<const Issue*> sets;
  for (const auto& [id, set] : world.model.sets) {
    const bool ours = project && set.issue.project == project->key;
    if (ours && world.visible(set.issue.created)) sets.push_back(&set.issue);
  }
  return pages_of(variables, [&](std::int64_t start) {
    return page(sets, start, [&](const Issue& issue) -> json {
      return {{"issueId", std::to_string(issue.id)}, {"jira", jira_json(world, issue, false)}};
    });
  });
}

Outcome create_set(World& world, const json& variables) {
  const json& jira = variables.at("jira");
  const json fields = jira.value("fields", json());
  if (!fields.is_object() || jira.size() != 1) return failed("jira must hold fields and no more.");
  Project* project = project_in(world, fields);
  if (!project) return failed("project: valid project is required");
  auto texts = issue_texts_of(fields, *project);
  if (!texts) return failed(texts.error());
  TestSet set;
  set.issue = world.model.new_issue(*project, std::move(texts->summary), world.now);
  set.issue.labels = std::move(texts->labels);
  const TestSet& added = world.model.add_set(std::move(set));
  return {{{"createTestSet",
            {{"testSet",
              {{"issueId", std::to_string(added.issue.id)},
               {"jira", jira_json(world, added.issue, false)}}},
             {"warnings", json::array()}}}}};
}

}  // namespace xrep::sandbox
