#include "cloud/jira_address.hpp"

#include "setting_values.hpp"

#include <algorithm>
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

// Hosts are written in any case, and 443 is the port of https.
std::string comparable(const std::string& url) {
  constexpr std::string_view kPort = ":443";
  std::string origin = origin_of(url);
  std::transform(origin.begin(), origin.end(), origin.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool has_port = origin.size() > kPort.size() &&
                        origin.compare(origin.size() - kPort.size(), kPort.size(), kPort) == 0;
  return has_port ? origin.substr(0, origin.size() - kPort.size()) : origin;
}

// What is no plain URL, such as one with a user in it, has no site.
std::string site_of(const std::string& link) {
  std::string url;
  return xrep::values::base_url(link, url).has_value() ? std::string() : origin_of(url);
}

}  // namespace

std::string believable_site(const std::string& link, const std::string& api_url) {
  auto site = site_of(link);
  return is_at_atlassian(site) || (!site.empty() && site == origin_of(api_url)) ? site
                                                                                : std::string();
}

bool is_another_site(const std::string& setting, const std::string& site) {
  return !setting.empty() && !site.empty() && comparable(setting) != comparable(site);
}

Expected<std::string> jira_address(const std::string& setting, const std::string& execution_link,
                                   const std::string& api_url) {
  const auto site = site_of(execution_link);
  const auto believed = believable_site(execution_link, api_url);
  if (is_another_site(setting, believed)) {
    return fail(Errc::settings, "jira_url is " + setting + ", but the issues of Xray are at " +
                                    believed + ": nothing is linked; set jira_url to " + believed);
  }
  if (!setting.empty()) {
    return setting;
  }
  if (site.empty()) {
    return fail(Errc::settings,
                "the address of Jira is not known; set jira_url, such as "
                "https://acme.atlassian.net");
  }
  if (believed.empty()) {
    return fail(Errc::settings, "the credentials of Jira are not sent to " + site +
                                    ", which no setting names; set jira_url to it if that is the "
                                    "address of Jira");
  }
  return site;
}

}  // namespace xrep::client::cloud
