#include "push/open_dialect.hpp"

#include "cloud/cloud.hpp"
#include "credentials.hpp"

#include <chrono>
#include <utility>

namespace xrep::client {

namespace {

std::function<void(std::chrono::milliseconds)> telling(
    const std::function<void(const std::string&)>& progress, const std::string& reason) {
  return [progress, reason](std::chrono::milliseconds pause) {
    if (pause >= std::chrono::seconds(2)) {
      progress("waiting " + std::to_string(pause.count() / 1000) + " s for " + reason);
    }
  };
}

}  // namespace

Expected<std::unique_ptr<Dialect>> open_dialect(
    const Settings& settings, const Deadline& deadline,
    const std::function<void(const std::string&)>& progress, bool verbose) {
  auto credentials = cloud_credentials();
  if (!credentials) {
    return tl::make_unexpected(credentials.error());
  }
  HttpOptions http{settings.api_url, settings.ca_file, settings.proxy, settings.client_cert, {}};
  if (verbose) {
    http.trace = progress;
  }
  const Pace pace(settings.rate_limit, std::chrono::minutes(5));
  // What Jira takes is not known beforehand: it says how long to wait.
  cloud::JiraAccess jira{jira_login(), http, deadline, {Pace(), telling(progress, "Jira")}};
  return std::make_unique<cloud::Cloud>(
      cloud::Session(HttpClient(std::move(http)), std::move(*credentials), deadline,
                     {pace, telling(progress, "Xray's rate limit")}),
      settings.jira_url, std::move(jira));
}

}  // namespace xrep::client
