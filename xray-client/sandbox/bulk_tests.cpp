#include "bulk_tests.hpp"

#include "issue_fields.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestField = 8192;
constexpr const char* kFolder = "xray_test_repository_folder";

// Each of these may carry the prefix "xray_".
const json* find_member(const json& element, const std::string& name) {
  for (const std::string& spelling : {name, "xray_" + name}) {
    if (const auto found = element.find(spelling); found != element.end()) return &*found;
  }
  return nullptr;
}

std::string text_of(const json& element, const char* name) {
  const json* member = find_member(element, name);
  return member && member->is_string() ? member->get<std::string>() : std::string();
}

const json& fields_of(const json& element) {
  return element.at("fields");
}

json error(const std::string& field, const std::string& text) {
  return {{field, text}};
}

// "labels: Field …" as {"labels": "Field …"}
json error_of(const std::string& text) {
  const auto colon = text.find(": ");
  return error(text.substr(0, colon), text.substr(colon + 2));
}

std::optional<std::string> fault_in_steps(const json& steps) {
  if (!steps.is_array() || steps.empty()) return "steps must be a list that is not empty";
  for (const json& step : steps) {
    if (!step.is_object() || !step.contains("action")) return "a step needs an action";
    for (const auto& item : step.items()) {
      static const std::set<std::string> known = {"action", "data", "result"};
      if (known.count(item.key()) == 0 || !item.value().is_string()) {
        return "a step has action, data and result, which are texts";
      }
    }
  }
  return std::nullopt;
}

bool folder_exists(const World& world, const Project& project, const std::string& path) {
  const auto& ids = world.model.tests_of(project.key);
  return std::any_of(ids.begin(), ids.end(), [&](IssueId id) {
    const std::string& folder = world.model.tests.at(id).folder;
    return folder == path || folder.compare(0, path.size() + 1, path + "/") == 0;
  });
}

std::optional<json> refuse_content(const World& world, const json& element, const TestType& type,
                                   const Project& project) {
  const json* steps = find_member(element, "steps");
  const bool misplaced = (steps && type.kind != "Steps") ||
                         (find_member(element, "unstructured_def") && type.kind != "Unstructured");
  if (misplaced) return error("testtype", "A Test of type " + type.name + " cannot take that.");
  for (const json& step : steps ? *steps : json::array()) {
    if (utf16_length(step.at("action").get_ref<const std::string&>()) > kLongestField) {
      return error("steps", "Test Step Action should not have more than 8192 characters.");
    }
  }
  const std::string folder = element.value(kFolder, "");
  if (!folder.empty() && world.answers.unknown_folder_refused &&
      !folder_exists(world, project, folder)) {
    return error(kFolder, "The Test Repository folder " + folder + " does not exist.");
  }
  return std::nullopt;
}

std::vector<TestStep> steps_of(World& world, const json& element) {
  std::vector<TestStep> steps;
  const json* list = find_member(element, "steps");
  for (const json& step : list ? *list : json::array()) {
    steps.push_back({random_uuid(world.random), step.at("action"), step.value("data", ""),
                     step.value("result", "")});
  }
  return steps;
}

}  // namespace

std::optional<std::string> fault_in_form(const json& element) {
  static const std::set<std::string> known = {
      "testtype",         "xray_testtype",         "steps",  "xray_steps",
      "unstructured_def", "xray_unstructured_def", "fields", kFolder};
  if (!element.is_object()) return "it is no object";
  for (const auto& item : element.items()) {
    if (known.count(item.key()) == 0) return "the sandbox does not know \"" + item.key() + "\"";
  }
  if (text_of(element, "testtype").empty()) return "testtype is required";
  if (!element.value("fields", json()).is_object()) return "fields are required";
  for (const char* text : {"unstructured_def", "test_repository_folder"}) {
    const json* member = find_member(element, text);
    if (member && !member->is_string()) return std::string(text) + " must be a text";
  }
  const json* steps = find_member(element, "steps");
  return steps ? fault_in_steps(*steps) : std::nullopt;
}

bool names_element(const std::vector<std::string>& names, const json& element) {
  const json fields = element.value("fields", json::object());
  const json summary = fields.is_object() ? fields.value("summary", json()) : json();
  return (summary.is_string() && contains(names, summary)) ||
         contains(names, text_of(element, "unstructured_def"));
}

tl::expected<const Test*, json> make_test(World& world, const json& element,
                                          const std::string& project_key) {
  const json& fields = fields_of(element);
  Project* project = fields.contains("project") ? project_in(world, fields)
                                                : world.model.find_project(project_key);
  if (!project) return tl::unexpected(error("project", "valid project is required"));
  const TestType* type = project->find_type(text_of(element, "testtype"));
  if (!type) return tl::unexpected(error("testtype", "There is no such test type."));
  auto texts = issue_texts_of(fields, *project);
  if (!texts) return tl::unexpected(error_of(texts.error()));
  if (auto refused = refuse_content(world, element, *type, *project)) {
    return tl::unexpected(std::move(*refused));
  }
  Test test;
  test.issue = world.model.new_issue(*project, std::move(texts->summary), world.now);
  test.issue.labels = std::move(texts->labels);
  test.type = *type;
  test.definition = text_of(element, "unstructured_def");
  test.steps = steps_of(world, element);
  test.folder = element.value(kFolder, "");
  return &world.model.add_test(std::move(test));
}

}  // namespace xrep::sandbox
