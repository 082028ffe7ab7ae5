// The steps of Tests: what they are, and more of them.

#include "graphql_operations.hpp"
#include "import_check.hpp"
#include "text.hpp"

#include <tl/expected.hpp>

#include <string>
#include <utility>
#include <vector>

namespace xrep::sandbox {

using nlohmann::json;

namespace {

json step_json(const TestStep& step) {
  return {{"id", step.id}, {"action", step.action}, {"data", step.data}, {"result", step.result}};
}

// At most a page of Tests by their ids. Those that are not there are left out.
json tests_with_steps(World& world, const std::vector<std::string>& ids) {
  json results = json::array();
  for (const std::string& id : ids) {
    const Test* test = find_by_id(world.model.tests, id);
    if (test && world.visible(test->issue.created) && results.size() < kPage) {
      results.push_back({{"issueId", std::to_string(test->issue.id)},
                         {"steps", steps_json(world, *test)},
                         {"jira", {{"labels", test->issue.labels}}}});
    }
  }
  return {{"total", results.size()}, {"results", std::move(results)}};
}

tl::expected<json, std::string> add_step(World& world, const std::string& test_id,
                                         const json& step) {
  Test* test = find_by_id(world.model.tests, test_id);
  if (!test) return tl::unexpected("Test with id " + test_id + " not found.");
  if (test->type.kind != "Steps") {
    return tl::unexpected("Test with id " + test_id + " is not of a kind that has steps.");
  }
  if (auto refusal = check_step_action(step.value("action", ""))) return tl::unexpected(*refusal);
  test->steps.push_back({random_uuid(world.random), step.value("action", ""),
                         step.value("data", ""), step.value("result", ""), world.now});
  return step_json(test->steps.back());
}

}  // namespace

json steps_json(const World& world, const Test& test) {
  json steps = json::array();
  for (const TestStep& step : test.steps) {
    if (world.visible(step.created)) steps.push_back(step_json(step));
  }
  return steps;
}

Outcome steps_of_tests(World& world, const json& variables) {
  Outcome outcome;
  for (std::size_t n = 0; n < count_numbered(variables, "tests"); ++n) {
    const std::string number = std::to_string(n);
    outcome.data["p" + number] = tests_with_steps(world, variables.at("tests" + number));
  }
  return outcome;
}

Outcome add_steps(World& world, const json& variables) {
  return answer_each("s", count_numbered(variables, "test"), [&](const std::string& n) {
    return add_step(world, variables.at("test" + n), variables.at("step" + n));
  });
}

}  // namespace xrep::sandbox
