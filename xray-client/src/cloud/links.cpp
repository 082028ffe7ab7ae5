#include "cloud/links.hpp"

namespace xrep::client::cloud {

std::string browse_link(const std::string& self, const std::string& jira_url,
                        const std::string& key) {
  if (key.empty()) {
    return {};
  }
  const auto scheme = self.find("://");
  const auto path = self.find("/rest/api/");
  if (scheme != std::string::npos && path != std::string::npos && path > scheme) {
    return self.substr(0, path) + "/browse/" + key;
  }
  return jira_url.empty() ? std::string() : jira_url + "/browse/" + key;
}

std::string run_link(const std::string& execution_link, const std::string& execution_key,
                     const std::string& test_key) {
  return execution_link.substr(0, execution_link.rfind("/browse/")) +
         "/plugins/servlet/ac/com.xpandit.plugins.xray/execution-page?ac.testExecIssueKey=" +
         execution_key + "&ac.testIssueKey=" + test_key;
}

}  // namespace xrep::client::cloud
