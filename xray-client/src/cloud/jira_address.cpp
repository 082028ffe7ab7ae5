#include "cloud/jira_address.hpp"

#include "setting_values.hpp"

#include <string_view>

namespace xrep::client::cloud {

namespace {

// "https://host:1" of "https://host:1/any/path".
std::string origin_of(const std::string& url) {
  const auto scheme = url.find("://");
  return scheme == url.npos ? std::string() : url.substr(0, url.find('/', scheme + 3));
}

// All sites of Jira Cloud are there; who may add a host below it is Atlassian alone.
bool is_at_atlassian(const std::string& origin) {
  constexpr std::string_view kScheme = "https://";
  constexpr std::string_view kDomain = ".atlassian.net";
  return origin.rfind(kScheme, 0) == 0 && origin.size() > kScheme.size() + kDomain.size() &&
         origin.compare(origin.size() - kDomain.size(), kDomain.size(), kDomain) == 0;
}

}  // namespace

Expected<std::string> jira_address(const std::string& setting, const std::string& execution_link,
                                   const std::string& api_url) {
  if (!setting.empty()) {
    return setting;
  }
  // What is no plain URL, such as one with a user in it, has no site.
  std::string link;
  const bool refused = xrep::values::base_url(execution_link, link).has_value();
  const std::string site = refused ? std::string() : origin_of(link);
  if (site.empty()) {
    return fail(Errc::settings,
                "the address of Jira is not known; set jira_url, such as "
                "https://acme.atlassian.net");
  }
  if (!is_at_atlassian(site) && site != origin_of(api_url)) {
    return fail(Errc::settings, "the credentials of Jira are not sent to " + site +
                                    ", which no setting names; set jira_url to it if that is the "
                                    "address of Jira");
  }
  return site;
}

}  // namespace xrep::client::cloud
