#include "graphql_operations.hpp"
#include "jql.hpp"
#include "statuses.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t kExecutionsPage = 10;

json type_json(const TestType& type) {
  return {{"id", type.id}, {"name", type.name}, {"kind", type.kind}};
}

json test_json(World& world, const Test& test) {
  const bool unstructured = test.type.kind == "Unstructured";
  return {{"issueId", std::to_string(test.issue.id)},
          {"unstructured", unstructured ? json(test.definition) : json()},
          {"testType", {{"name", test.type.name}, {"kind", test.type.kind}}},
          {"steps", steps_json(world, test)},
          {"jira", jira_json(world, test.issue, false)}};
}

// A search among many thousand Tests for a hundred keys need not look at each Test.
std::set<IssueId> ids_of(const Model& model, const std::vector<std::string>& keys) {
  std::set<IssueId> ids;
  for (const std::string& key : keys) {
    if (const auto id = model.ids.find(key); id != model.ids.end()) ids.insert(id->second);
  }
  return ids;
}

/// Everything a JQL search finds among `items`, or why it fails.
template <typename Item>
tl::expected<std::vector<Item*>, std::string> search(World& world, std::map<IssueId, Item>& items,
                                                     const std::string& text) {
  const auto jql = parse_jql(text);
  if (!jql) return tl::unexpected(jql.error());
  if (auto fault = check_jql(world, *jql)) return tl::unexpected(*fault);
  std::vector<Item*> found;
  const auto consider = [&](Item& item) {
    if (world.visible(item.issue.created) && matches(*jql, item.issue)) found.push_back(&item);
  };
  if (jql->keys.empty()) {
    for (auto& [id, item] : items) consider(item);
  } else {
    for (const IssueId id : ids_of(world.model, jql->keys)) {
      if (const auto item = items.find(id); item != items.end()) consider(item->second);
    }
  }
  if (found.size() > kPage || jql->keys.size() > kPage) {
    return tl::unexpected<std::string>(
        "The jql returned more than 100 issues. Please refine your search.");
  }
  return found;
}

template <typename Item, typename ToJson>
Outcome search_answer(World& world, std::map<IssueId, Item>& items, const json& variables,
                      const char* field, std::size_t limit, ToJson to_json) {
  const auto found = search(world, items, variables.at("jql"));
  if (!found) return failed(found.error());
  json results = json::array();
  for (const Item* item : *found) {
    if (results.size() == limit) break;
    results.push_back(to_json(*item));
  }
  return {{{field, {{"total", found->size()}, {"results", std::move(results)}}}}};
}

/// One page of the Tests of a project; of none, when the id is that of no project.
json tests_page(World& world, const std::string& project_id, std::int64_t start) {
  static const std::vector<IssueId> none;
  const Project* project = world.model.find_project(project_id);
  const bool known = project && project->id == project_id;
  const std::vector<IssueId>& ids = known ? world.model.tests_of(project->key) : none;
  const auto test_of = [&](IssueId id) -> const Test& { return world.model.tests.at(id); };
  // In the order in which they were made, so that those not yet visible come last.
  const auto end = std::partition_point(
      ids.begin(), ids.end(), [&](IssueId id) { return world.visible(test_of(id).issue.created); });
  const std::int64_t total = end - ids.begin();
  json results = json::array();
  for (std::int64_t i = start; i < total && results.size() < kPage; ++i) {
    results.push_back(test_json(world, test_of(ids[static_cast<std::size_t>(i)])));
  }
  return {{"total", total}, {"start", start}, {"limit", kPage}, {"results", std::move(results)}};
}

}  // namespace

json jira_json(const World& world, const Issue& issue, bool with_self) {
  json jira = {{"key", issue.key}, {"summary", issue.summary}};
  if (with_self && world.answers.self_in_jira) jira["self"] = world.self_link(issue);
  return jira;
}

Outcome preflight_alone(World& world, const json& variables) {
  const std::string wanted = variables.at("project");
  const Project* project = world.model.find_project(wanted);
  if (!project) return failed("No project could be found with key '" + wanted + "'.");
  json types = json::array();
  for (const TestType& type : project->test_types) types.push_back(type_json(type));
  return {
      {{"getProjectSettings",
        {{"projectId", project->id},
         {"testEnvironments", project->environments},
         {"testCoverageSettings", {{"issueLinkTypeId", world.answers.coverage_settings_link_type}}},
         {"testTypeSettings",
          {{"defaultTestTypeId", project->test_types.front().id},
           {"testTypes", std::move(types)}}}}}}};
}

Outcome preflight(World& world, const json& variables) {
  Outcome outcome = preflight_alone(world, variables);
  if (outcome.data.is_null()) return outcome;
  json fields = json::array();
  for (const RunField& field : world.model.find_project(variables.at("project"))->run_fields) {
    fields.push_back({{"id", field.id},
                      {"name", field.name},
                      {"type", field.type},
                      {"required", field.required},
                      {"values", field.values}});
  }
  outcome.data["getProjectSettings"]["testRunCustomFieldSettings"]["fields"] = std::move(fields);
  return outcome;
}

Outcome statuses(World& world, const json& variables) {
  const json id = variables.value("projectId", json());
  json of_runs = json::array();
  json of_steps = json::array();
  // An id that is none, for example a key, has no statuses.
  const bool known = id.is_null() || [&] {
    const Project* project = world.model.find_project(id);
    return project && project->id == id;
  }();
  for (const RunStatus& status : known ? run_statuses(world.answers) : std::vector<RunStatus>()) {
    of_runs.push_back({{"name", shown_run_status(world.answers, status.name)},
                       {"final", status.final},
                       {"coverageStatus", status.coverage}});
  }
  for (const std::string& name : known ? step_statuses() : std::vector<std::string>()) {
    of_steps.push_back(
        {{"name", name}, {"testStatus", {{"name", shown_run_status(world.answers, name)}}}});
  }
  return {{{"getStatuses", std::move(of_runs)}, {"getStepStatuses", std::move(of_steps)}}};
}

// Of one issue of a kind, which is enough to see where the site is.
Outcome self_links(World& world, const json& variables) {
  const Project* project = world.model.find_project(variables.at("projectId"));
  const bool known = project && project->id == variables.at("projectId");
  const auto first_of = [&](const auto& items) {
    json results = json::array();
    for (const auto& [id, item] : items) {
      if (!known || !results.empty()) break;
      if (item.issue.project == project->key && world.visible(item.issue.created)) {
        results.push_back({{"jira", jira_json(world, item.issue, true)}});
      }
    }
    return json{{"results", std::move(results)}};
  };
  return {{{"getTestExecutions", first_of(world.model.executions)},
           {"getTests", first_of(world.model.tests)}}};
}

Outcome tests_by_jql(World& world, const json& variables) {
  return search_answer(world, world.model.tests, variables, "getTests", kPage,
                       [&](const Test& test) { return test_json(world, test); });
}

Outcome tests_by_project(World& world, const json& variables) {
  const std::int64_t start = variables.at("start");
  if (start < 0) return failed(kNegativeStart);
  return {{{"getTests", tests_page(world, variables.at("projectId"), start)}}};
}

Outcome test_pages(World& world, const json& variables) {
  return pages_of(variables, [&](std::int64_t start) {
    return tests_page(world, variables.at("projectId"), start);
  });
}

Outcome executions(World& world, const json& variables) {
  const auto execution_json = [&](const Execution& execution) -> json {
    json jira = jira_json(world, execution.issue, true);
    jira["labels"] = execution.issue.labels;
    return {{"issueId", std::to_string(execution.issue.id)},
            {"testEnvironments", execution.environments},
            {"jira", std::move(jira)}};
  };
  return search_answer(world, world.model.executions, variables, "getTestExecutions",
                       kExecutionsPage, execution_json);
}

Outcome plans(World& world, const json& variables) {
  const auto plan_json = [](const Plan& plan) -> json {
    return {{"issueId", std::to_string(plan.issue.id)}, {"jira", {{"key", plan.issue.key}}}};
  };
  return search_answer(world, world.model.plans, variables, "getTestPlans", kPage, plan_json);
}

Outcome test_sets(World& world, const json& variables) {
  const auto set_json = [](const TestSet& set) -> json {
    return {{"issueId", std::to_string(set.issue.id)}, {"jira", {{"key", set.issue.key}}}};
  };
  return search_answer(world, world.model.sets, variables, "getTestSets", kPage, set_json);
}

}  // namespace xrep::sandbox
