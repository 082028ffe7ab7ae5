#include "cloud/answers.hpp"

#include <algorithm>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

std::vector<RemoteEvidence> evidence_of(const json& owner) {
  std::vector<RemoteEvidence> evidence;
  for (const auto& item : list_at(owner, "evidence")) {
    evidence.push_back({text_at(item, "id"), text_at(item, "filename"), number_at(item, "size")});
  }
  return evidence;
}

RemoteStep step_of(const json& step) {
  return {text_at(step, "id"), text_at(object_at(step, "status"), "name"),
          text_at(step, "actualResult"), evidence_of(step), texts_of(list_at(step, "defects"))};
}

}  // namespace

std::string text_at(const json& object, const char* name) {
  if (!object.is_object()) {
    return {};
  }
  const auto found = object.find(name);
  if (found == object.end()) {
    return {};
  }
  if (found->is_string()) {
    return found->get<std::string>();
  }
  return found->is_number_integer() ? std::to_string(found->get<std::int64_t>()) : std::string();
}

const json& object_at(const json& object, const char* name) {
  static const json none = json::object();
  if (object.is_object()) {
    const auto found = object.find(name);
    if (found != object.end() && found->is_object()) {
      return *found;
    }
  }
  return none;
}

const json& list_at(const json& object, const char* name) {
  static const json none = json::array();
  if (object.is_object()) {
    const auto found = object.find(name);
    if (found != object.end() && found->is_array()) {
      return *found;
    }
  }
  return none;
}

std::uint64_t number_at(const json& object, const char* name) {
  if (!object.is_object()) {
    return 0;
  }
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) {
    return 0;
  }
  // What has no place in an integer would be undefined to convert.
  constexpr double kMost = 9e15;
  return static_cast<std::uint64_t>(std::clamp(found->get<double>(), 0.0, kMost));
}

std::vector<std::string> texts_of(const json& list) {
  std::vector<std::string> texts;
  if (list.is_array()) {
    for (const auto& item : list) {
      if (item.is_string() && !item.get_ref<const std::string&>().empty()) {
        texts.push_back(item.get<std::string>());
      }
    }
  }
  return texts;
}

RunFields run_fields_of(const json& settings) {
  const json& fields = object_at(settings, "testRunCustomFieldSettings");
  if (!fields.contains("fields") || !fields["fields"].is_array()) {
    return std::nullopt;
  }
  std::vector<RunField> all;
  for (const auto& item : fields["fields"]) {
    RunField field{text_at(item, "id"), text_at(item, "name"), text_at(item, "type"), false,
                   texts_of(list_at(item, "values"))};
    field.required = item.is_object() && item.value("required", json()) == json(true);
    if (!field.id.empty()) {
      all.push_back(std::move(field));
    }
  }
  return all;
}

RemoteTest test_of(const json& issue) {
  const json& jira = object_at(issue, "jira");
  RemoteTest test;
  test.id = text_at(issue, "issueId");
  test.key = text_at(jira, "key");
  test.summary = text_at(jira, "summary");
  test.definition = text_at(issue, "unstructured");
  test.type = text_at(object_at(issue, "testType"), "name");
  // Custom test types have one of three kinds as well; only Steps ones take step results.
  test.kind = text_at(object_at(issue, "testType"), "kind") == "Steps" ? TestKind::steps
                                                                       : TestKind::generic;
  test.step_count = static_cast<std::uint32_t>(list_at(issue, "steps").size());
  return test;
}

RemoteRun run_of(const json& run) {
  const json& test = object_at(run, "test");
  RemoteRun result;
  result.id = text_at(run, "id");
  result.test_id = text_at(test, "issueId");
  result.test_key = text_at(object_at(test, "jira"), "key");
  result.test_summary = text_at(object_at(test, "jira"), "summary");
  result.definition = text_at(run, "unstructured");
  result.status = text_at(object_at(run, "status"), "name");
  result.comment = text_at(run, "comment");
  result.evidence = evidence_of(run);
  for (const auto& step : list_at(run, "steps")) {
    result.steps.push_back(step_of(step));
  }
  result.defects = texts_of(list_at(run, "defects"));
  result.iterations = number_at(object_at(run, "iterations"), "total");
  return result;
}

RemoteIteration iteration_of(const json& iteration) {
  RemoteIteration result;
  result.rank = text_at(iteration, "rank");
  result.status = text_at(object_at(iteration, "status"), "name");
  for (const auto& parameter : list_at(iteration, "parameters")) {
    result.parameters.push_back({text_at(parameter, "name"), text_at(parameter, "value")});
  }
  for (const auto& step : list_at(object_at(iteration, "stepResults"), "results")) {
    result.steps.push_back(step_of(step));
  }
  return result;
}

}  // namespace xrep::client::cloud
