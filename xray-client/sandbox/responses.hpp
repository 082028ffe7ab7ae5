#pragma once

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

/// Where the paths of the API begin.
inline constexpr const char* kApi = "/api/v2/";

/// Where those of Jira begin.
inline constexpr const char* kJiraApi = "/rest/api/3/";

inline constexpr const char* kJsonType = "application/json; charset=utf-8";

void answer_json(httplib::Response& response, int status, const nlohmann::json& body);

/// A page of the sandbox's own.
void answer_html(httplib::Response& response, int status, const std::string& page);

void answer_no_such_path(const httplib::Request& request, httplib::Response& response);

/// What CloudFront answers for the wrong data residency region.
void answer_wrong_region(httplib::Response& response);

}  // namespace xrep::sandbox
