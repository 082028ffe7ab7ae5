#include "graphql_operations.hpp"

#include <string>
#include <utility>
#include <vector>

namespace xrep::sandbox {

using nlohmann::json;

// Xray's schema: "issueId: the issue id of the Test Set, testIssueIds: the issue ids of the Tests",
// answered by `addedTests`, those that were not in it, and `warning`.
Outcome add_tests_to_set(World& world, const json& variables) {
  const std::string id = variables.at("set");
  TestSet* set = find_by_id(world.model.sets, id);
  if (!set) return failed("Test Set with id " + id + " not found.");
  std::vector<std::string> keys;
  std::string warning;
  for (const std::string& test_id : variables.at("tests").get<std::vector<std::string>>()) {
    const Test* test = find_by_id(world.model.tests, test_id);
    if (test) {
      keys.push_back(test->issue.key);
    } else {
      warning += "Test with id " + test_id + " not found. ";
    }
  }
  json added = json::array();
  for (const std::string& key : set->tests.add(keys)) {
    added.push_back(std::to_string(world.model.ids.at(key)));
  }
  return {{{"addTestsToTestSet", {{"addedTests", std::move(added)}, {"warning", warning}}}}};
}

}  // namespace xrep::sandbox
