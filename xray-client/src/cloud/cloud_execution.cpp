// The Test Execution and what it hangs on: creation, search, plan, environments,
// Test Sets.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"
#include "cloud/links.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
    }
    result += c;
  }
  return result + '"';
}

// The mutations that add one thing to another answer with a `warning` at most.
Expected<std::string> warning_of(const Expected<json>& answer, const char* mutation) {
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  return text_at(object_at(*answer, mutation), "warning");
}

// Which of the fields that a project's screens may lack the message complains about.
std::vector<std::string> refused_fields(const std::string& message) {
  std::vector<std::string> fields;
  for (const char* field : {"labels", "fixVersions", "description"}) {
    if (message.find(field) != std::string::npos) {
      fields.emplace_back(field);
    }
  }
  // "Version name not valid" names the value, not the field.
  if (fields.empty() && message.find("ersion") != std::string::npos) {
    fields.emplace_back("fixVersions");
  }
  return fields;
}

std::string lost_field(const std::string& field, const PlannedExecution& execution,
                       const std::string& reason) {
  if (field == "fixVersions") {
    return "version " + execution.version + " was not set on the Test Execution: " + reason;
  }
  if (field == "labels") {
    return "labels were not set on the Test Execution (the run's own stands in its summary): " +
           reason;
  }
  return "the " + field + " of the Test Execution was not set: " + reason;
}

// True when leaving something out may help: `document` and `dropped` say what.
bool give_way(const Error& error, const PlannedExecution& execution, bool& document,
              std::vector<std::string>& dropped, std::vector<std::string>& not_done) {
  if (error.code != Errc::refused) {
    return false;
  }
  bool changed = false;
  for (const auto& field : refused_fields(error.message)) {
    if (field == "description" && document) {
      document = false;
      changed = true;
    } else if (std::find(dropped.begin(), dropped.end(), field) == dropped.end()) {
      dropped.push_back(field);
      not_done.push_back(lost_field(field, execution, error.message));
      changed = true;
    }
  }
  return changed;
}

}  // namespace

RemoteExecution Cloud::execution_of(const json& issue) const {
  const json& jira = object_at(issue, "jira");
  RemoteExecution execution;
  execution.id = text_at(issue, "issueId");
  execution.key = text_at(jira, "key");
  execution.link = browse_link(text_at(jira, "self"), jira_url_, execution.key);
  return execution;
}

Expected<std::optional<RemoteExecution>> Cloud::one_execution(const std::string& jql) {
  const auto answer = session_.graphql(kExecutions, {{"jql", jql}}, Effect::reads);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  // The oldest wins: whoever looks finds the same one.
  std::optional<RemoteExecution> oldest;
  for (const auto& issue : list_at(object_at(*answer, "getTestExecutions"), "results")) {
    auto execution = execution_of(issue);
    if (!oldest || execution.id.size() < oldest->id.size() ||
        (execution.id.size() == oldest->id.size() && execution.id < oldest->id)) {
      oldest = std::move(execution);
    }
  }
  return oldest;
}

Expected<std::optional<RemoteExecution>> Cloud::execution_by_key(const std::string& key) {
  auto found = one_execution("key = " + key);
  if (!found && found.error().code == Errc::refused) {
    return std::optional<RemoteExecution>();
  }
  return found;
}

Expected<std::optional<RemoteExecution>> Cloud::execution_by_label(const std::string& project,
                                                                   const std::string& label) {
  auto found = one_execution("project = " + quoted(project) + " AND labels = " + quoted(label));
  if (!found || *found) {
    return found;
  }
  // Where labels were refused the marker stands in the summary.
  return one_execution("project = " + quoted(project) + " AND summary ~ " + quoted(quoted(label)));
}

Expected<std::optional<std::string>> Cloud::id_of(const Operation& operation, const char* list,
                                                  const std::string& key) {
  const auto answer = session_.graphql(operation, {{"jql", "key = " + key}}, Effect::reads);
  if (!answer) {
    if (answer.error().code == Errc::refused) {
      return std::optional<std::string>();
    }
    return tl::make_unexpected(answer.error());
  }
  const json& found = list_at(object_at(*answer, list), "results");
  return found.empty() ? std::optional<std::string>() : text_at(found[0], "issueId");
}

Expected<std::optional<std::string>> Cloud::plan_id(const std::string& key) {
  return id_of(kPlans, "getTestPlans", key);
}

Expected<std::optional<std::string>> Cloud::set_id(const std::string& key) {
  return id_of(kTestSets, "getTestSets", key);
}

Expected<CreatedExecution> Cloud::create_execution(const PlannedExecution& execution) {
  CreatedExecution created;
  bool document = true;
  std::vector<std::string> dropped;
  for (;;) {
    json variables = {
        {"jira", {{"fields", json::parse(execution_fields(execution, document, dropped))}}}};
    if (!execution.environments.empty()) {
      variables["environments"] = execution.environments;
    }
    auto answer = session_.graphql(kCreateExecution, std::move(variables), Effect::changes);
    if (answer) {
      const json& result = object_at(*answer, "createTestExecution");
      created.execution = execution_of(object_at(result, "testExecution"));
      for (auto& warning : texts_of(list_at(result, "warnings"))) {
        created.not_done.push_back("Xray says of the Test Execution: " + warning);
      }
      break;
    }
    if (!give_way(answer.error(), execution, document, dropped, created.not_done)) {
      return tl::make_unexpected(answer.error());
    }
  }
  if (created.execution.key.empty() || created.execution.id.empty()) {
    return fail(Errc::in_doubt, "creating the Test Execution gave no key");
  }
  return created;
}

Expected<std::string> Cloud::add_environments(const std::string& execution_id,
                                              const std::vector<std::string>& environments) {
  return warning_of(session_.graphql(kAddEnvironments,
                                     {{"execution", execution_id}, {"environments", environments}},
                                     Effect::changes),
                    "addTestEnvironmentsToTestExecution");
}

Expected<std::string> Cloud::link_to_plan(const std::string& plan_id,
                                          const std::string& execution_id) {
  return warning_of(
      session_.graphql(kLinkPlan, {{"plan", plan_id}, {"executions", json::array({execution_id})}},
                       Effect::changes),
      "addTestExecutionsToTestPlan");
}

Expected<std::string> Cloud::add_tests_to_plan(const std::string& plan_id,
                                               const std::vector<std::string>& test_ids) {
  return warning_of(
      session_.graphql(kAddTestsToPlan, {{"plan", plan_id}, {"tests", test_ids}}, Effect::changes),
      "addTestsToTestPlan");
}

Expected<std::string> Cloud::add_tests_to_set(const std::string& set_id,
                                              const std::vector<std::string>& test_ids) {
  return warning_of(
      session_.graphql(kAddTestsToSet, {{"set", set_id}, {"tests", test_ids}}, Effect::changes),
      "addTestsToTestSet");
}

}  // namespace xrep::client::cloud
