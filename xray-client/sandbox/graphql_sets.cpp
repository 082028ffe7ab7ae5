// Tests into Test Plans and Test Sets.

#include "graphql_operations.hpp"

#include <string>
#include <utility>
#include <vector>

namespace xrep::sandbox {

using nlohmann::json;

namespace {

// Xray's schema answers both mutations alike: `addedTests`, those that were not there before, and
// `warning`.
json added_to(World& world, KeyList& tests, const json& ids) {
  std::vector<std::string> keys;
  std::string warning;
  for (const std::string& id : ids.get<std::vector<std::string>>()) {
    const Test* test = find_by_id(world.model.tests, id);
    if (test) {
      keys.push_back(test->issue.key);
    } else {
      warning += "Test with id " + id + " not found. ";
    }
  }
  json added = json::array();
  for (const std::string& key : tests.add(keys)) {
    added.push_back(std::to_string(world.model.ids.at(key)));
  }
  return {{"addedTests", std::move(added)}, {"warning", warning}};
}

}  // namespace

Outcome add_tests_to_plan(World& world, const json& variables) {
  const std::string id = variables.at("plan");
  Plan* plan = find_by_id(world.model.plans, id);
  if (!plan) return failed("Test Plan with id " + id + " not found.");
  return {{{"addTestsToTestPlan", added_to(world, plan->tests, variables.at("tests"))}}};
}

Outcome add_tests_to_set(World& world, const json& variables) {
  const std::string id = variables.at("set");
  TestSet* set = find_by_id(world.model.sets, id);
  if (!set) return failed("Test Set with id " + id + " not found.");
  return {{{"addTestsToTestSet", added_to(world, set->tests, variables.at("tests"))}}};
}

}  // namespace xrep::sandbox
