#pragma once

#include "profile.hpp"
#include "store.hpp"

#include <httplib.h>

#include <string>

namespace xrep::sandbox {

/// How the log and fault scripts name a request below /rest/api/3: `myself`, `issueLinkTypes`,
/// `issueLinks` (of one issue), `issueLink` (to make one), `issueType` (of one issue), or as
/// project_route() says; empty when Jira has no such path here.
[[nodiscard]] std::string jira_route(const httplib::Request& request);

/// Answers such a request, whose body is `body`. `site` is where links to issues lead.
void answer_jira(Store& store, const Answers& answers, const std::string& site,
                 const httplib::Request& request, const std::string& body,
                 httplib::Response& response);

}  // namespace xrep::sandbox
