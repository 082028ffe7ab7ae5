#include "graphql.hpp"

#include "graphql_operations.hpp"
#include "variables.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

struct Operation {
  const char* keyword;
  const char* name;
  Outcome (*answer)(World&, const json&);
  std::vector<VariableSpec> variables;
  bool numbered = false;
};

const std::vector<Operation>& operations() {
  using T = VariableType;
  static const std::vector<Operation> all = {
      {"query", "Preflight", preflight, {{"project", T::text, true}}},
      {"query", "Statuses", statuses, {{"projectId", T::text, false}}},
      {"query", "TestsByJql", tests_by_jql, {{"jql", T::text, true}}},
      {"query",
       "TestsByProject",
       tests_by_project,
       {{"projectId", T::text, true}, {"start", T::integer, true}}},
      {"query", "Executions", executions, {{"jql", T::text, true}}},
      {"query", "Plans", plans, {{"jql", T::text, true}}},
      {"query", "Runs", runs, {{"executions", T::texts, true}, {"start", T::integer, true}}},
      {"query",
       "RunIterations",
       run_iterations,
       {{"test", T::text, true}, {"execution", T::text, true}, {"start", T::integer, true}}},
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
      {"mutation",
       "AddTestsToPlan",
       add_tests_to_plan,
       {{"plan", T::text, true}, {"tests", T::texts, true}}},
      {"mutation",
       "AddEvidence",
       add_evidence,
       {{"run", T::text, true},
        {"step", T::text, false},
        {"rank", T::text, false},
        {"files", T::files, true}},
       true},
      {"mutation",
       "AddDefects",
       add_defects,
       {{"run", T::text, true}, {"issues", T::texts, true}},
       true},
  };
  return all;
}

// "At most 25 resolvers per call", GraphQL API page of the documentation.
constexpr std::size_t kMostResolvers = 25;

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

json error_answer(const std::string& message) {
  return {{"errors", json::array({{{"message", message}}})}, {"data", nullptr}};
}

}  // namespace

std::string operation_name(const json& request) {
  const std::string given = text_of(request, "operationName");
  const std::string name = given.empty() ? header_of(text_of(request, "query")).name : given;
  const bool known =
      std::any_of(operations().begin(), operations().end(),
                  [&](const Operation& operation) { return operation.name == name; });
  return known ? name : "unknown";
}

json answer_graphql(World& world, const json& request) {
  const std::string document = text_of(request, "query");
  const std::string name = operation_name(request);
  const auto operation =
      std::find_if(operations().begin(), operations().end(),
                   [&](const Operation& candidate) { return candidate.name == name; });
  if (document.empty()) return error_answer("Must provide query string.");
  if (operation == operations().end()) {
    return error_answer("The sandbox does not know the operation '" + header_of(document).name +
                        "'.");
  }
  if (header_of(document).keyword != operation->keyword) {
    return error_answer(name + " is a " + operation->keyword + ".");
  }
  json variables = request.value("variables", json::object());
  if (variables.is_null()) variables = json::object();
  if (!variables.is_object()) return error_answer("Variables must be an object.");
  if (auto fault =
          check_variables(variables, operation->variables, operation->numbered, document)) {
    return error_answer(*fault);
  }
  if (operation->numbered &&
      count_numbered(variables, operation->variables.front().name) > kMostResolvers) {
    return error_answer("Query has more than 25 resolvers.");
  }
  Outcome outcome = operation->answer(world, variables);
  json answer = {{"data", std::move(outcome.data)}};
  if (!outcome.errors.empty()) answer["errors"] = std::move(outcome.errors);
  return answer;
}

}  // namespace xrep::sandbox
