#include "import_check.hpp"

#include "run_fields.hpp"
#include "statuses.hpp"
#include "text.hpp"

#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

constexpr std::size_t kLongestField = 8192;
constexpr std::size_t kLongestComment = 32767;
constexpr std::size_t kLongestSummary = 255;

std::string quoted_list(const Texts& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
  return text;
}

Refusal check_plan(World& world, const json& info) {
  const auto key = info.find("testPlanKey");
  if (key == info.end() || world.model.find_plan(key->get<std::string>())) return std::nullopt;
  return "Error importing results: issue with key " + key->get<std::string>() +
         " does not exist or is not of issue type Test Plan!";
}

Refusal check_environments(const json& info, const Project& project) {
  Texts unknown;
  for (const std::string& name : info.value("testEnvironments", Texts{})) {
    if (!contains(project.environments, name)) unknown.push_back(name);
  }
  if (unknown.empty()) return std::nullopt;
  return "Error importing results: the following environments dont exist or are not in the "
         "context of test execution project: " +
         quoted_list(unknown) + "!";
}

Refusal check_version(const json& info, const Project& project) {
  const auto version = info.find("version");
  if (version == info.end()) return std::nullopt;
  if (contains(project.fields_off_screen, "fixVersions")) {
    return "Error assembling issue data: Field 'fixVersions' cannot be set. It is not on the "
           "appropriate screen, or unknown.";
  }
  if (contains(project.versions, version->get<std::string>())) return std::nullopt;
  return "Error creating Test Execution - Issue create failed! - fixVersions: Version name '" +
         version->get<std::string>() + "' is not valid";
}

Refusal check_user(const World& world, const json& object, const char* member) {
  const auto user = object.find(member);
  if (user == object.end() || is_account(*user) || !world.answers.unknown_account_refused) {
    return std::nullopt;
  }
  return "Error importing results: user with account id " + user->get<std::string>() +
         " does not exist!";
}

Refusal check_requirements(World& world, const json& test_info) {
  std::string refused;
  for (const std::string& key : test_info.value("requirementKeys", Texts{})) {
    const PlainIssue* issue = world.model.find_plain_issue(key);
    if (!issue || issue->type != "Story") {
      refused += " " + key + " is not a requirement issue or is not a valid issue key.;";
    }
  }
  if (refused.empty()) return std::nullopt;
  return "Error importing results:" + refused;
}

Refusal check_content(const json& test_info, const TestType& type) {
  const auto misplaced = [&](const char* member, const char* kind) {
    return test_info.contains(member) && type.kind != kind;
  };
  if (misplaced("steps", "Steps") || misplaced("definition", "Unstructured") ||
      misplaced("scenario", "Gherkin")) {
    return "Error importing results: a Test of type " + type.name +
           " cannot take what testInfo gives it!";
  }
  for (const json& step : test_info.value("steps", json::array())) {
    if (auto refusal = check_step_action(step.at("action"))) return refusal;
  }
  return std::nullopt;
}

Refusal check_test_info(World& world, const json& test_info) {
  const std::string project_key = test_info.at("projectKey");
  const auto project = world.model.projects.find(project_key);
  if (project == world.model.projects.end()) {
    return "Error retrieving Project from Jira with key \"" + project_key + "\"";
  }
  const TestType* type = project->second.find_type(test_info.at("type"));
  if (!type) {
    return "Error importing results: test type with name " +
           test_info.at("type").get<std::string>() + " does not exist!";
  }
  const std::string prefix = "Error creating Test - Issue create failed! - ";
  if (auto refusal = check_summary(test_info.at("summary"))) return prefix + *refusal;
  const Texts labels = test_info.value("labels", Texts{});
  if (!labels.empty() && contains(project->second.fields_off_screen, "labels")) {
    return prefix +
           "labels: Field 'labels' cannot be set. It is not on the appropriate screen, or unknown.";
  }
  if (auto refusal = check_labels(labels)) return prefix + *refusal;
  if (auto refusal = check_requirements(world, test_info)) return refusal;
  return check_content(test_info, *type);
}

Refusal check_defects(World& world, const json& object) {
  for (const std::string& key : object.value("defects", Texts{})) {
    const PlainIssue* issue = world.model.find_plain_issue(key);
    if (!issue || issue->type != "Bug") {
      return "Error importing results: issue with key " + key +
             " does not exist or is not a Defect!";
    }
  }
  return std::nullopt;
}

Refusal check_comment(const World& world, const json& object) {
  const auto comment = object.find("comment");
  if (comment == object.end() || !world.answers.long_comment_refused ||
      utf16_length(comment->get_ref<const std::string&>()) <= kLongestComment) {
    return std::nullopt;
  }
  return "Test Run Comment should not have more than 32767 characters.";
}

Refusal unknown_status(const std::string& name) {
  return "Error importing results: status " + name + " does not exist!";
}

Refusal check_step_results(World& world, const json& object, std::size_t steps_of_test) {
  const auto steps = object.find("steps");
  if (steps == object.end()) return std::nullopt;
  if (world.answers.surplus_steps_refused && steps->size() > steps_of_test) {
    return "Error importing results: " + std::to_string(steps->size()) +
           " step results for a Test with " + std::to_string(steps_of_test) + " steps!";
  }
  for (const json& step : *steps) {
    const std::string status = step.at("status");
    if (world.answers.unknown_status_refused && !is_step_status(status)) {
      return unknown_status(status);
    }
    if (utf16_length(step.value("actualResult", "")) > kLongestField) {
      return "Test Step Actual Result should not have more than 8192 characters.";
    }
    if (auto refusal = check_comment(world, step)) return refusal;
    if (auto refusal = check_defects(world, step)) return refusal;
  }
  return std::nullopt;
}

Refusal check_iterations(World& world, const json& entry, const std::string& kind,
                         std::size_t steps_of_test) {
  const auto iterations = entry.find("iterations");
  if (iterations == entry.end()) return std::nullopt;
  if (kind != "Steps" && world.answers.iterations_on_generic_refused) {
    return "Error importing results: iterations need a Test with steps!";
  }
  for (const json& iteration : *iterations) {
    const std::string status = iteration.at("status");
    if (world.answers.unknown_status_refused && !is_step_status(status)) {
      return unknown_status(status);
    }
    if (auto refusal = check_step_results(world, iteration, steps_of_test)) return refusal;
  }
  return std::nullopt;
}

Refusal check_which_test(World& world, const json& entry) {
  const auto key = entry.find("testKey");
  if (key == entry.end()) return std::nullopt;
  const auto& text = key->get_ref<const std::string&>();
  if (!is_issue_key(text)) return "Invalid JQL query";
  if (world.model.find_test(text)) return std::nullopt;
  return "Error importing results: issue with key " + text +
         " does not exist or is not of issue type Test!";
}

Refusal check_custom_fields(const Project& project, const json& entry) {
  for (const json& given : entry.value("customFields", json::array())) {
    const std::string id = given.at("id");
    const RunField* field = find_run_field(project, id);
    if (!field) {
      return "Error importing results: test run custom field with id " + id + " does not exist!";
    }
    if (!takes(*field, given.at("value"))) return "Result is not valid Xray Format";
  }
  return std::nullopt;
}

Refusal check_result(World& world, const Project& project, const json& entry,
                     const std::string& kind, std::size_t steps_of_test) {
  const std::string status = entry.at("status");
  if (world.answers.unknown_status_refused && !is_run_status(world.answers, status)) {
    return unknown_status(status);
  }
  if (entry.contains("examples") && kind != "Gherkin") {
    return "Error importing results: examples need a Cucumber Test!";
  }
  if (auto refusal = check_custom_fields(project, entry)) return refusal;
  for (const char* member : {"executedBy", "assignee"}) {
    if (auto refusal = check_user(world, entry, member)) return refusal;
  }
  if (auto refusal = check_comment(world, entry)) return refusal;
  if (auto refusal = check_defects(world, entry)) return refusal;
  if (auto refusal = check_iterations(world, entry, kind, steps_of_test)) return refusal;
  return check_step_results(world, entry, steps_of_test);
}

}  // namespace

Refusal check_summary(const std::string& summary) {
  if (summary.find_first_not_of(" \t") == std::string::npos) {
    return "summary: You must specify a summary of the issue.";
  }
  if (summary.find_first_of("\r\n") != std::string::npos) {
    return "summary: The summary is invalid because it contains newline characters.";
  }
  if (utf16_length(summary) > kLongestSummary) {
    return "summary: Summary must be less than 255 characters.";
  }
  return std::nullopt;
}

Refusal check_step_action(const std::string& action) {
  if (utf16_length(action) <= kLongestField) return std::nullopt;
  return "Test Step Action should not have more than 8192 characters.";
}

Refusal check_labels(const Texts& labels) {
  for (const std::string& label : labels) {
    if (label.empty() || has_blank(label)) {
      return "labels: The label '" + label + "' contains spaces which is invalid.";
    }
    if (utf16_length(label) > kLongestSummary) {
      return "labels: The label '" + label + "' exceeds the maximum length.";
    }
  }
  return std::nullopt;
}

Refusal check_info(World& world, const json& info, const Project& project) {
  if (auto refusal = check_plan(world, info)) return refusal;
  if (auto refusal = check_environments(info, project)) return refusal;
  if (auto refusal = check_version(info, project)) return refusal;
  return check_user(world, info, "user");
}

Test* test_of(World& world, const json& entry) {
  if (const auto key = entry.find("testKey"); key != entry.end()) {
    return world.model.find_test(key->get<std::string>());
  }
  const json& test_info = entry.at("testInfo");
  const auto project = world.model.projects.find(test_info.at("projectKey").get<std::string>());
  if (project == world.model.projects.end()) return nullptr;
  const TestType* type = project->second.find_type(test_info.at("type"));
  if (!type) return nullptr;
  return world.model.find_test(project->first, *type, test_info.at("summary"),
                               test_info.value("definition", ""));
}

Refusal check_test(World& world, const Project& project, const json& entry,
                   const std::unordered_set<std::string>& done) {
  if (auto refusal = check_which_test(world, entry)) return refusal;
  const Test* test = test_of(world, entry);
  std::string kind = test ? test->type.kind : std::string();
  std::size_t steps = test ? test->steps.size() : 0;
  if (const auto test_info = entry.find("testInfo"); test_info != entry.end()) {
    if (auto refusal = check_test_info(world, *test_info)) return refusal;
    const Project& home = world.model.projects.at(test_info->at("projectKey"));
    kind = home.find_type(test_info->at("type"))->kind;
    steps = test_info->value("steps", json::array()).size();
  }
  if (test && world.answers.repeated_test_refused && done.count(test->issue.key) != 0) {
    return "Error importing results: more than one result for Test " + test->issue.key + "!";
  }
  return check_result(world, project, entry, kind, steps);
}

}  // namespace xrep::sandbox
