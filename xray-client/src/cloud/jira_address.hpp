#pragma once

#include "error.hpp"

#include <string>

namespace xrep::client::cloud {

/// Where Jira's credentials are sent: `setting` (jira_url), else the site that `execution_link`
/// leads to. That link comes from an answer or out of a run directory, so it is believed only for a
/// host of Atlassian's, or the one that gets the credentials of Xray anyway (`api_url`).
Expected<std::string> jira_address(const std::string& setting, const std::string& execution_link,
                                   const std::string& api_url);

}  // namespace xrep::client::cloud
