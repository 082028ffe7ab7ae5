#pragma once

#include <string>

namespace xrep::client::cloud {

/// "https://site/browse/KEY" from the `self` of an issue, or from `jira_url`; empty if neither
/// tells.
std::string browse_link(const std::string& self, const std::string& jira_url,
                        const std::string& key);

/// The page of one Test's run, from the link to its Test Execution.
std::string run_link(const std::string& execution_link, const std::string& execution_key,
                     const std::string& test_key);

}  // namespace xrep::client::cloud
