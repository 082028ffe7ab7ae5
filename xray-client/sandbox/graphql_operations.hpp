#pragma once

#include "variables.hpp"
#include "world.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <utility>

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
/// Without the custom fields of Test Runs.
Outcome preflight_alone(World& world, const nlohmann::json& variables);
Outcome preflight(World& world, const nlohmann::json& variables);
Outcome statuses(World& world, const nlohmann::json& variables);
Outcome self_links(World& world, const nlohmann::json& variables);
Outcome tests_by_jql(World& world, const nlohmann::json& variables);
Outcome tests_by_project(World& world, const nlohmann::json& variables);
Outcome test_pages(World& world, const nlohmann::json& variables);
Outcome steps_of_tests(World& world, const nlohmann::json& variables);
Outcome executions(World& world, const nlohmann::json& variables);
Outcome plans(World& world, const nlohmann::json& variables);
Outcome test_sets(World& world, const nlohmann::json& variables);
Outcome set_pages(World& world, const nlohmann::json& variables);
Outcome set_members(World& world, const nlohmann::json& variables);
Outcome plan_members(World& world, const nlohmann::json& variables);
Outcome runs(World& world, const nlohmann::json& variables);
Outcome run_pages(World& world, const nlohmann::json& variables);
Outcome runs_of_tests(World& world, const nlohmann::json& variables);
Outcome run_iterations(World& world, const nlohmann::json& variables);
Outcome iterations_of_runs(World& world, const nlohmann::json& variables);

Outcome create_execution(World& world, const nlohmann::json& variables);
Outcome add_environments(World& world, const nlohmann::json& variables);
Outcome link_plan(World& world, const nlohmann::json& variables);
Outcome create_set(World& world, const nlohmann::json& variables);
Outcome add_tests_to_plan(World& world, const nlohmann::json& variables);
Outcome add_tests_to_set(World& world, const nlohmann::json& variables);
Outcome add_steps(World& world, const nlohmann::json& variables);
Outcome amend_runs(World& world, const nlohmann::json& variables);
Outcome add_evidence(World& world, const nlohmann::json& variables);
Outcome add_defects(World& world, const nlohmann::json& variables);

inline constexpr const char* kNegativeStart = "start must not be negative.";

/// Answers `p0`, `p1`, … with the pages that begin at `start0`, `start1`, …
template <typename Page>
[[nodiscard]] Outcome pages_of(const nlohmann::json& variables, Page page) {
  Outcome outcome;
  for (std::size_t n = 0; n < count_numbered(variables, "start"); ++n) {
    const std::string number = std::to_string(n);
    const std::int64_t start = variables.at("start" + number);
    if (start < 0) return failed(kNegativeStart);
    outcome.data["p" + number] = page(start);
  }
  return outcome;
}

/// Answers one field after the other; a field that fails is null and has an error of its own.
template <typename AnswerOne>
[[nodiscard]] Outcome answer_each(const std::string& alias, std::size_t count,
                                  AnswerOne answer_one) {
  Outcome outcome;
  for (std::size_t n = 0; n < count; ++n) {
    const std::string number = std::to_string(n);
    auto answer = answer_one(number);
    if (answer) {
      outcome.data[alias + number] = std::move(*answer);
    } else {
      outcome.data[alias + number] = nullptr;
      outcome.errors.push_back(
          {{"message", answer.error()}, {"path", nlohmann::json::array({alias + number})}});
    }
  }
  return outcome;
}

/// The most that a list gives at once.
inline constexpr std::size_t kPage = 100;

/// The steps of a Test that are old enough to be shown.
[[nodiscard]] nlohmann::json steps_json(const World& world, const Test& test);

/// What `jira(fields: […])` shows of an issue.
[[nodiscard]] nlohmann::json jira_json(const World& world, const Issue& issue, bool with_self);

/// The object with this id, which is a string of digits. Keys are not ids: nothing is found.
template <typename Item>
[[nodiscard]] Item* find_by_id(std::map<IssueId, Item>& items, const std::string& id) {
  const bool digits =
      !id.empty() && id.size() < 19 && id.find_first_not_of("0123456789") == std::string::npos;
  const auto found = digits ? items.find(std::stoll(id)) : items.end();
  return found == items.end() ? nullptr : &found->second;
}

}  // namespace xrep::sandbox
