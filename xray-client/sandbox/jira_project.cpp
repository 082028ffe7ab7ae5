#include "jira_project.hpp"

#include "responses.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace xrep::sandbox {
namespace {

using httplib::Response;
using nlohmann::json;

constexpr std::string_view kProject = "project/";
constexpr std::string_view kVersions = "/versions";
constexpr std::string_view kCreateMeta = "issue/createmeta/";
constexpr std::string_view kIssueTypes = "/issuetypes";

/// What stands between `start` and `end`, if the path has both and one part between them.
std::optional<std::string> between(const std::string& path, std::string_view start,
                                   std::string_view end) {
  const std::size_t ends = start.size() + end.size();
  if (path.size() <= ends || path.compare(0, start.size(), start) != 0 ||
      path.compare(path.size() - end.size(), end.size(), end) != 0) {
    return std::nullopt;
  }
  std::string part = path.substr(start.size(), path.size() - ends);
  return part.find('/') == std::string::npos ? std::optional(std::move(part)) : std::nullopt;
}

// Those that Xray brings along, and those of the stories and bugs that are there from the start.
json issue_types_json() {
  json types = json::array();
  int id = 10000;
  for (const char* name :
       {"Story", "Bug", "Test", "Test Set", "Test Plan", "Test Execution", "Precondition"}) {
    types.push_back({{"id", std::to_string(++id)},
                     {"name", name},
                     {"untranslatedName", name},
                     {"subtask", false}});
  }
  const std::size_t total = types.size();
  return {{"startAt", 0}, {"maxResults", 200}, {"total", total}, {"issueTypes", std::move(types)}};
}

json versions_json(const Project& project) {
  json versions = json::array();
  int id = 10000;
  for (const std::string& name : project.versions) {
    versions.push_back(
        {{"id", std::to_string(++id)}, {"name", name}, {"archived", false}, {"released", false}});
  }
  return versions;
}

}  // namespace

void refuse_in_jira(Response& response, int status, const std::string& message) {
  answer_json(response, status, {{"errorMessages", {message}}, {"errors", json::object()}});
}

std::string project_route(const std::string& path) {
  if (between(path, kCreateMeta, kIssueTypes)) return "issueTypes";
  if (between(path, kProject, kVersions)) return "versions";
  return between(path, kProject, "") ? "project" : "";
}

bool is_project_route(const std::string& route) {
  return route == "issueTypes" || route == "versions" || route == "project";
}

void answer_jira_project(Store& store, const std::string& path, Response& response) {
  const std::string route = project_route(path);
  const std::string key = *(route == "issueTypes" ? between(path, kCreateMeta, kIssueTypes)
                            : route == "versions" ? between(path, kProject, kVersions)
                                                  : between(path, kProject, ""));
  store.read([&](Model& model, std::mt19937_64&) {
    const Project* project = model.find_project(key);
    if (!project) {
      return refuse_in_jira(response, 404, "No project could be found with key '" + key + "'.");
    }
    if (route == "issueTypes") return answer_json(response, 200, issue_types_json());
    if (route == "versions") return answer_json(response, 200, versions_json(*project));
    answer_json(response, 200,
                {{"id", project->id}, {"key", project->key}, {"name", project->name}});
  });
}

std::string issue_type(Model& model, const std::string& key) {
  const auto found = model.ids.find(key);
  if (found == model.ids.end()) return {};
  const IssueId id = found->second;
  if (model.tests.count(id) != 0) return "Test";
  if (model.executions.count(id) != 0) return "Test Execution";
  if (model.plans.count(id) != 0) return "Test Plan";
  if (model.sets.count(id) != 0) return "Test Set";
  const auto plain = model.plain_issues.find(id);
  return plain == model.plain_issues.end() ? std::string() : plain->second.type;
}

}  // namespace xrep::sandbox
