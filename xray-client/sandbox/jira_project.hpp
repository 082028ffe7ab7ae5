#pragma once

#include "store.hpp"

#include <httplib.h>

#include <string>

namespace xrep::sandbox {

/// How the log and fault scripts name a request about a project, by its path below /rest/api/3:
/// `project`, `versions` or `issueTypes`; empty when it is none.
[[nodiscard]] std::string project_route(const std::string& path);

/// Is that the name of such a request?
[[nodiscard]] bool is_project_route(const std::string& route);

/// Answers such a request.
void answer_jira_project(Store& store, const std::string& path, httplib::Response& response);

/// The name of an issue's type; empty when there is no such issue.
[[nodiscard]] std::string issue_type(Model& model, const std::string& key);

/// An error as Jira words it.
void refuse_in_jira(httplib::Response& response, int status, const std::string& message);

}  // namespace xrep::sandbox
