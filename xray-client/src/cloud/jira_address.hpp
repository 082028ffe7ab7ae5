#pragma once

#include "error.hpp"

#include <string>

namespace xrep::client::cloud {

/// The site that `link` leads to, "https://acme.atlassian.net"; empty unless it is to be believed.
/// A link comes from an answer or out of a run directory, so that is only a host of Atlassian's, or
/// the one that gets the credentials of Xray anyway (`api_url`).
std::string believable_site(const std::string& link, const std::string& api_url);

/// Where Jira's credentials are sent: `setting` (jira_url), else the site that `execution_link`
/// leads to. An error when both are known and differ: an issue there would be another one.
Expected<std::string> jira_address(const std::string& setting, const std::string& execution_link,
                                   const std::string& api_url);

/// Is that another site than the setting jira_url names? Whatever is not known is no other one.
bool is_another_site(const std::string& setting, const std::string& site);

}  // namespace xrep::client::cloud
