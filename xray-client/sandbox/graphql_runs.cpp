#include "graphql_operations.hpp"
#include "statuses.hpp"
#include "variables.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

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
                   {"defects", step.defects},
                   {"evidence", evidence_json(step.evidence)}});
  }
  return out;
}

json run_json(const World& world, const Run& run, const Test& test) {
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
      {"steps", step_results_json(run.steps)},
      {"iterations", {{"total", run.iterations.size()}}}};
}

Execution* execution_for_runs(World& world, const std::string& id) {
  if (Execution* execution = find_by_id(world.model.executions, id)) return execution;
  return world.answers.runs_found_by_key ? world.model.find_execution(id) : nullptr;
}

/// The runs at the beginning of an execution's list that getTestRuns lists already.
struct Listed {
  const Execution* execution;
  std::int64_t count;
};

// getTestRuns lists no run and no execution that searches do not know yet. Runs stand in the order
// in which they were made, so that those not yet visible come last.
std::vector<Listed> listed_runs(World& world, const json& ids) {
  std::vector<Listed> found;
  for (const json& id : ids) {
    const Execution* execution = execution_for_runs(world, id);
    if (!execution || !world.visible(execution->issue.created)) continue;
    const std::vector<Run>& runs = execution->runs;
    const auto end = std::partition_point(
        runs.begin(), runs.end(), [&](const Run& run) { return world.visible(run.created); });
    found.push_back({execution, end - runs.begin()});
  }
  return found;
}

// The runs of these Tests that are listed already.
json runs_of(World& world, const std::vector<Listed>& listed, const json& test_ids) {
  json results = json::array();
  for (const json& id : test_ids) {
    const Test* test = find_by_id(world.model.tests, id.get<std::string>());
    for (const auto& [execution, count] : listed) {
      const Run* run = test ? world.model.find_run(*execution, test->issue.key) : nullptr;
      if (run && run - execution->runs.data() < count && results.size() < kPage) {
        results.push_back(run_json(world, *run, *test));
      }
    }
  }
  return {{"total", results.size()}, {"limit", kPage}, {"start", 0}, {"results", results}};
}

json runs_page(World& world, const std::vector<Listed>& listed, std::int64_t start) {
  json results = json::array();
  std::int64_t total = 0;
  for (const auto& [execution, count] : listed) {
    for (std::int64_t i = std::max<std::int64_t>(start - total, 0);
         i < count && results.size() < kPage; ++i) {
      const Run& run = execution->runs[static_cast<std::size_t>(i)];
      results.push_back(run_json(world, run, *world.model.find_test(run.test_key)));
    }
    total += count;
  }
  return {{"total", total}, {"limit", kPage}, {"start", start}, {"results", std::move(results)}};
}

/// The run of a Test in an execution, when getTestRun finds it already.
const Run* found_run(World& world, const std::string& execution_id, const std::string& test_id) {
  const Execution* execution = find_by_id(world.model.executions, execution_id);
  const Test* test = find_by_id(world.model.tests, test_id);
  const Run* run = execution && test ? world.model.find_run(*execution, test->issue.key) : nullptr;
  return run && world.visible(run->created) ? run : nullptr;
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

/// The iterations of a run from `start` on.
json iterations_page(const Run& run, std::int64_t start) {
  json results = json::array();
  for (auto i = static_cast<std::size_t>(start); i < run.iterations.size(); ++i) {
    if (results.size() == kPage) break;
    results.push_back(iteration_json(run.iterations[i]));
  }
  return {{"id", run.id},
          {"iterations", {{"total", run.iterations.size()}, {"results", std::move(results)}}}};
}

}  // namespace

Outcome runs(World& world, const json& variables) {
  const std::int64_t start = variables.at("start");
  if (start < 0) return failed(kNegativeStart);
  const std::vector<Listed> listed = listed_runs(world, variables.at("executions"));
  return {{{"getTestRuns", runs_page(world, listed, start)}}};
}

Outcome run_pages(World& world, const json& variables) {
  const std::vector<Listed> listed = listed_runs(world, variables.at("executions"));
  return pages_of(variables, [&](std::int64_t start) { return runs_page(world, listed, start); });
}

Outcome runs_of_tests(World& world, const json& variables) {
  const std::vector<Listed> listed = listed_runs(world, variables.at("executions"));
  Outcome outcome;
  for (std::size_t n = 0; n < count_numbered(variables, "tests"); ++n) {
    const std::string number = std::to_string(n);
    outcome.data["p" + number] = runs_of(world, listed, variables.at("tests" + number));
  }
  return outcome;
}

Outcome run_iterations(World& world, const json& variables) {
  const std::int64_t start = variables.at("start");
  if (start < 0) return failed(kNegativeStart);
  const Run* run = found_run(world, variables.at("execution"), variables.at("test"));
  if (!run) return {{{"getTestRun", nullptr}}};
  return {{{"getTestRun", iterations_page(*run, start)}}};
}

Outcome iterations_of_runs(World& world, const json& variables) {
  Outcome outcome;
  for (std::size_t n = 0; n < count_numbered(variables, "test"); ++n) {
    const std::string number = std::to_string(n);
    const Run* run = found_run(world, variables.at("execution"), variables.at("test" + number));
    outcome.data["r" + number] = run ? iterations_page(*run, 0) : json();
  }
  return outcome;
}

}  // namespace xrep::sandbox
