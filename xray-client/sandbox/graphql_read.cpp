#include "graphql_operations.hpp"
#include "jql.hpp"
#include "statuses.hpp"

#include <algorithm>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t kPage = 100;
constexpr std::size_t kExecutionsPage = 10;

json type_json(const TestType& type) {
  return {{"id", type.id}, {"name", type.name}, {"kind", type.kind}};
}

json jira_json(World& world, const Issue& issue, bool with_self) {
  json jira = {{"key", issue.key}, {"summary", issue.summary}};
  if (with_self && world.answers.self_in_jira) jira["self"] = world.self_link(issue);
  return jira;
}

json test_json(World& world, const Test& test) {
  json steps = json::array();
  for (const TestStep& step : test.steps) {
    steps.push_back(
        {{"id", step.id}, {"action", step.action}, {"data", step.data}, {"result", step.result}});
  }
  const bool unstructured = test.type.kind == "Unstructured";
  return {{"issueId", std::to_string(test.issue.id)},
          {"unstructured", unstructured ? json(test.definition) : json()},
          {"testType", {{"name", test.type.name}, {"kind", test.type.kind}}},
          {"steps", std::move(steps)},
          {"jira", jira_json(world, test.issue, false)}};
}

json evidence_json(const std::vector<Evidence>& list) {
  json out = json::array();
  for (const Evidence& evidence : list) {
    out.push_back({{"id", evidence.id}, {"filename", evidence.filename}, {"size", evidence.size}});
  }
  return out;
}

json step_results_json(const std::vector<StepResult>& steps) {
  json out = json::array();
  for (const StepResult& step : steps) {
    out.push_back({{"id", step.id},
                   {"status", {{"name", step.status}}},
                   {"comment", step.comment},
                   {"actualResult", step.actual_result},
                   {"evidence", evidence_json(step.evidence)}});
  }
  return out;
}

json run_json(World& world, const Run& run, const Test& test) {
  return {
      {"id", run.id},
      {"status", {{"name", shown_run_status(world.answers, run.status)}}},
      {"comment", run.comment},
      {"unstructured", test.type.kind == "Unstructured" ? json(test.definition) : json()},
      {"testType", {{"name", test.type.name}, {"kind", test.type.kind}}},
      {"test",
       {{"issueId", std::to_string(test.issue.id)}, {"jira", jira_json(world, test.issue, false)}}},
      {"evidence", evidence_json(run.evidence)},
      {"defects", run.defects},
      {"steps", step_results_json(run.steps)}};
}

/// Everything a JQL search finds among `items`, or why it fails.
template <typename Item>
tl::expected<std::vector<Item*>, std::string> search(World& world, std::map<IssueId, Item>& items,
                                                     const std::string& text) {
  const auto jql = parse_jql(text);
  if (!jql) return tl::unexpected(jql.error());
  if (auto fault = check_jql(world, *jql)) return tl::unexpected(*fault);
  std::vector<Item*> found;
  for (auto& [id, item] : items) {
    if (world.visible(item.issue.created) && matches(*jql, item.issue)) found.push_back(&item);
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

Execution* execution_for_runs(World& world, const std::string& id) {
  if (Execution* execution = find_by_id(world.model.executions, id)) return execution;
  return world.answers.runs_found_by_key ? world.model.find_execution(id) : nullptr;
}

// getTestRuns lists no run and no execution that searches do not know yet.
std::vector<const Run*> visible_runs(World& world, const json& ids) {
  std::vector<const Run*> found;
  for (const json& id : ids) {
    const Execution* execution = execution_for_runs(world, id);
    if (!execution || !world.visible(execution->issue.created)) continue;
    for (const Run& run : execution->runs) {
      if (world.visible(run.created)) found.push_back(&run);
    }
  }
  return found;
}

bool bad_start(const json& variables) {
  return variables.at("start").get<std::int64_t>() < 0;
}

json iteration_json(const Iteration& iteration) {
  json parameters = json::array();
  for (const Parameter& parameter : iteration.parameters) {
    parameters.push_back({{"name", parameter.name}, {"value", parameter.value}});
  }
  return {{"rank", iteration.rank},
          {"parameters", std::move(parameters)},
          {"status", {{"name", iteration.status}}},
          {"stepResults", {{"results", step_results_json(iteration.steps)}}}};
}

}  // namespace

Outcome preflight(World& world, const json& variables) {
  const std::string wanted = variables.at("project");
  const Project* project = world.model.find_project(wanted);
  if (!project) return failed("No project could be found with key '" + wanted + "'.");
  json types = json::array();
  for (const TestType& type : project->test_types) types.push_back(type_json(type));
  return {{{"getProjectSettings",
            {{"projectId", project->id},
             {"testEnvironments", project->environments},
             {"testTypeSettings",
              {{"defaultTestTypeId", project->test_types.front().id},
               {"testTypes", std::move(types)}}}}}}};
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

Outcome tests_by_jql(World& world, const json& variables) {
  return search_answer(world, world.model.tests, variables, "getTests", kPage,
                       [&](const Test& test) { return test_json(world, test); });
}

Outcome tests_by_project(World& world, const json& variables) {
  if (bad_start(variables)) return failed("start must not be negative.");
  const std::string id = variables.at("projectId");
  const Project* project = world.model.find_project(id);
  const auto start = variables.at("start").get<std::size_t>();
  std::size_t total = 0;
  json results = json::array();
  for (const auto& [issue_id, test] : world.model.tests) {
    const bool in_project = project && project->id == id && test.issue.project == project->key;
    if (!in_project || !world.visible(test.issue.created)) continue;
    if (total >= start && results.size() < kPage) results.push_back(test_json(world, test));
    ++total;
  }
  return {
      {{"getTests", {{"total", total}, {"start", start}, {"limit", kPage}, {"results", results}}}}};
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

Outcome runs(World& world, const json& variables) {
  if (bad_start(variables)) return failed("start must not be negative.");
  const auto start = variables.at("start").get<std::size_t>();
  const std::vector<const Run*> found = visible_runs(world, variables.at("executions"));
  json results = json::array();
  for (std::size_t i = start; i < found.size() && results.size() < kPage; ++i) {
    results.push_back(run_json(world, *found[i], *world.model.find_test(found[i]->test_key)));
  }
  return {{{"getTestRuns",
            {{"total", found.size()},
             {"limit", kPage},
             {"start", start},
             {"results", std::move(results)}}}}};
}

Outcome run_iterations(World& world, const json& variables) {
  if (bad_start(variables)) return failed("start must not be negative.");
  const auto start = variables.at("start").get<std::size_t>();
  const Execution* execution = find_by_id(world.model.executions, variables.at("execution"));
  const Test* test = find_by_id(world.model.tests, variables.at("test"));
  const Run* run = execution && test ? world.model.find_run(*execution, test->issue.key) : nullptr;
  if (!run || !world.visible(run->created)) return {{{"getTestRun", nullptr}}};
  json results = json::array();
  for (std::size_t i = start; i < run->iterations.size() && results.size() < kPage; ++i) {
    results.push_back(iteration_json(run->iterations[i]));
  }
  return {
      {{"getTestRun",
        {{"id", run->id},
         {"iterations", {{"total", run->iterations.size()}, {"results", std::move(results)}}}}}}};
}

}  // namespace xrep::sandbox
