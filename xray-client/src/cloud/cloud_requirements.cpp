// Requirements of Tests that exist: the part of Cloud that asks Jira itself.

#include "cloud/cloud.hpp"
#include "cloud/jira.hpp"
#include "cloud/jira_address.hpp"

#include <utility>

namespace xrep::client::cloud {

std::string Cloud::needed_for_requirements() const {
  return jira_.login.credentials ? std::string() : jira_.login.missing;
}

Expected<HttpClient> Cloud::jira_client(const std::string& link) const {
  if (!jira_.login.credentials) {
    return fail(Errc::settings, "Jira needs " + jira_.login.missing);
  }
  auto address = jira_address(jira_url_, link, jira_.http.base_url);
  if (!address) {
    return tl::make_unexpected(address.error());
  }
  HttpOptions http = jira_.http;
  http.base_url = std::move(*address);
  http.url_setting = kJira.url_setting;
  return HttpClient(std::move(http));
}

Expected<std::unique_ptr<RequirementLinks>> Cloud::requirement_links(
    const RemoteExecution& execution) {
  auto http = jira_client(execution.link);
  if (!http) {
    return tl::make_unexpected(http.error());
  }
  auto jira = Jira::open(std::move(*http), *jira_.login.credentials, jira_.deadline, jira_.pacing,
                         coverage_link_type_, jira_.repetition);
  if (!jira) {
    return tl::make_unexpected(jira.error());
  }
  return std::move(*jira);
}

}  // namespace xrep::client::cloud
