#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

/// What an operation gives: its data, errors of single fields beside it, or one error instead.
struct Outcome {
  nlohmann::json data;
  nlohmann::json errors = nlohmann::json::array();
};

[[nodiscard]] inline Outcome failed(const std::string& message) {
  return {nullptr, nlohmann::json::array({{{"message", message}}})};
}

// Each takes variables that were checked against the operation's specification.
Outcome preflight(World& world, const nlohmann::json& variables);
Outcome statuses(World& world, const nlohmann::json& variables);
Outcome tests_by_jql(World& world, const nlohmann::json& variables);
Outcome tests_by_project(World& world, const nlohmann::json& variables);
Outcome executions(World& world, const nlohmann::json& variables);
Outcome plans(World& world, const nlohmann::json& variables);
Outcome runs(World& world, const nlohmann::json& variables);
Outcome run_iterations(World& world, const nlohmann::json& variables);

Outcome create_execution(World& world, const nlohmann::json& variables);
Outcome add_environments(World& world, const nlohmann::json& variables);
Outcome link_plan(World& world, const nlohmann::json& variables);
Outcome add_tests_to_plan(World& world, const nlohmann::json& variables);
Outcome add_evidence(World& world, const nlohmann::json& variables);
Outcome add_defects(World& world, const nlohmann::json& variables);

/// The object with this id, which is a string of digits. Keys are not ids: nothing is found.
template <typename Item>
[[nodiscard]] Item* find_by_id(std::map<IssueId, Item>& items, const std::string& id) {
  const bool digits =
      !id.empty() && id.size() < 19 && id.find_first_not_of("0123456789") == std::string::npos;
  const auto found = digits ? items.find(std::stoll(id)) : items.end();
  return found == items.end() ? nullptr : &found->second;
}

}  // namespace xrep::sandbox
