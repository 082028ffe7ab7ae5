#include "graphql.hpp"

#include "graphql_operations.hpp"
#include "variables.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

// "At most 25 resolvers per call", GraphQL API page of the documentation.
constexpr std::size_t kMostResolvers = 25;

std::size_t most_fields(const Answers& /*answers*/) {
  return kMostResolvers;
}

std::size_t most_run_pages(const Answers& answers) {
  return answers.most_run_pages;
}

std::size_t most_test_pages(const Answers& answers) {
  return answers.most_test_pages;
}

struct Operation {
  const char* keyword;
  const char* name;
  Outcome (*answer)(World&, const json&);
  std::vector<VariableSpec> variables;
  /// How many fields one request may ask for.
  std::size_t (*most)(const Answers&) = most_fields;
};

const std::vector<Operation>& operations() {
  using T = VariableType;
  static const std::vector<Operation> all = {
      {"query", "Preflight", preflight, {{"project", T::text, true}}},
      {"query", "PreflightAlone", preflight_alone, {{"project", T::text, true}}},
      {"query", "Statuses", statuses, {{"projectId", T::text, false}}},
      {"query", "SelfLinks", self_links, {{"projectId", T::text, true}}},
      {"query", "TestsByJql", tests_by_jql, {{"jql", T::text, true}}},
      {"query",
       "TestsByProject",
       tests_by_project,
       {{"projectId", T::text, true}, {"start", T::integer, true}}},
      {"query",
       "TestPages",
       test_pages,
       {{"projectId", T::text, true}, {"start", T::integer, true, true}},
       most_test_pages},
      {"query", "StepsOfTests", steps_of_tests, {{"tests", T::texts, true, true}}, most_test_pages},
      {"query", "Executions", executions, {{"jql", T::text, true}}},
      {"query", "Plans", plans, {{"jql", T::text, true}}},
      {"query", "TestSets", test_sets, {{"jql", T::text, true}}},
      {"query",
       "TestSetPages",
       set_pages,
       {{"projectId", T::text, true}, {"start", T::integer, true, true}},
       most_test_pages},
      {"query",
       "SetMembers",
       set_members,
       {{"id", T::text, true, true}, {"start", T::integer, true, true}},
       most_test_pages},
      {"query",
       "PlanMembers",
       plan_members,
       {{"id", T::text, true, true}, {"start", T::integer, true, true}},
       most_test_pages},
      {"query", "Runs", runs, {{"executions", T::texts, true}, {"start", T::integer, true}}},
      {"query",
       "RunPages",
       run_pages,
       {{"executions", T::texts, true}, {"start", T::integer, true, true}},
       most_run_pages},
      {"query",
       "RunsOfTests",
       runs_of_tests,
       {{"tests", T::texts, true, true}, {"executions", T::texts, true}},
       most_run_pages},
      {"query",
       "RunIterations",
       run_iterations,
       {{"test", T::text, true}, {"execution", T::text, true}, {"start", T::integer, true}}},
      {"query",
       "IterationsOf",
       iterations_of_runs,
       {{"execution", T::text, true}, {"test", T::text, true, true}},
       most_run_pages},
      {"mutation",
       "CreateExecution",
       create_execution,
       {{"jira", T::object, true}, {"environments", T::texts, false}}},
      {"mutation",
       "AddEnvironments",
       add_environments,
       {{"execution", T::text, true}, {"environments", T::texts, true}}},
      {"mutation",
       "LinkPlan",
       link_plan,
       {{"plan", T::text, true}, {"executions", T::texts, true}}},
      {"mutation", "CreateTestSet", create_set, {{"jira", T::object, true}}},
      {"mutation",
       "AddTestsToPlan",
       add_tests_to_plan,
       {{"plan", T::text, true}, {"tests", T::texts, true}}},
      {"mutation",
       "AddTestsToSet",
       add_tests_to_set,
       {{"set", T::text, true}, {"tests", T::texts, true}}},
      {"mutation",
       "AddSteps",
       add_steps,
       {{"test", T::text, true, true}, {"step", T::step, true, true}}},
      {"mutation",
       "AmendRuns",
       amend_runs,
       {{"run", T::text, true, true},
        {"status", T::text, false, true},
        {"comment", T::text, false, true},
        {"step", T::text, false, true},
        {"data", T::object, false, true}}},
      {"mutation",
       "AddEvidence",
       add_evidence,
       {{"run", T::text, true, true},
        {"step", T::text, false, true},
        {"rank", T::text, false, true},
        {"files", T::files, true, true}}},
      {"mutation",
       "AddDefects",
       add_defects,
       {{"run", T::text, true, true}, {"issues", T::texts, true, true}}},
  };
  return all;
}

struct Header {
  std::string keyword;
  std::string name;
};

// The first two words of a document: nothing else of it is read.
Header header_of(const std::string& document) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  std::size_t at = 0;
  const auto word = [&] {
    at = document.find_first_not_of(" \t\r\n,", at);
    while (at != std::string::npos && document[at] == '#') {
      at = document.find('\n', at);
      at = at == std::string::npos ? at : document.find_first_not_of(" \t\r\n,", at);
    }
    if (at == std::string::npos) return std::string();
    const std::size_t end = std::min(document.find_first_not_of(kLetters, at), document.size());
    std::string text = document.substr(at, end - at);
    at = end;
    return text;
  };
  Header header;
  header.keyword = word();
  if (header.keyword == "query" || header.keyword == "mutation") header.name = word();
  return header;
}

std::string text_of(const json& request, const char* member) {
  if (!request.is_object()) return {};
  const auto found = request.find(member);
  return found != request.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Operation* find_operation(const std::string& name) {
  const auto found =
      std::find_if(operations().begin(), operations().end(),
                   [&](const Operation& operation) { return operation.name == name; });
  return found == operations().end() ? nullptr : &*found;
}

json error_answer(const std::string& message) {
  return {{"errors", json::array({{{"message", message}}})}, {"data", nullptr}};
}

}  // namespace

std::string operation_name(const json& request) {
  const std::string given = text_of(request, "operationName");
  const std::string name = given.empty() ? header_of(text_of(request, "query")).name : given;
  return find_operation(name) ? name : "unknown";
}

bool only_reads(const std::string& name) {
  const Operation* operation = find_operation(name);
  return !operation || operation->keyword == std::string_view("query");
}

json answer_graphql(World& world, const json& request) {
  const std::string document = text_of(request, "query");
  const std::string name = operation_name(request);
  const Operation* operation = find_operation(name);
  if (document.empty()) return error_answer("Must provide query string.");
  const Header header = header_of(document);
  if (!operation) {
    return error_answer("The sandbox does not know the operation '" + header.name + "'.");
  }
  if (header.keyword != operation->keyword) {
    return error_answer(name + " is a " + operation->keyword + ".");
  }
  static const json none = json::object();
  const auto given = request.find("variables");
  const json& variables = given == request.end() || given->is_null() ? none : *given;
  if (!variables.is_object()) return error_answer("Variables must be an object.");
  if (auto fault = check_variables(variables, operation->variables, document)) {
    return error_answer(*fault);
  }
  const std::size_t fields = count_sets(variables, operation->variables);
  if (const std::size_t most = operation->most(world.answers); fields > most) {
    return error_answer("Query has too many resolvers: " + std::to_string(fields) +
                        " fields of this kind, at most " + std::to_string(most) +
                        " in one request.");
  }
  Outcome outcome = operation->answer(world, variables);
  json answer = {{"data", std::move(outcome.data)}};
  if (!outcome.errors.empty()) answer["errors"] = std::move(outcome.errors);
  return answer;
}

}  // namespace xrep::sandbox
