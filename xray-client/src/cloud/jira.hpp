#pragma once

#include "cloud/exchange.hpp"
#include "cloud/link_type.hpp"
#include "credentials.hpp"
#include "dialect.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace xrep::client::cloud {

/// The links between Tests and requirements, which Jira keeps and Xray's own API cannot make for a
/// Test that exists. Requests go to Jira Cloud's REST API v3, with the credentials of a user.
class Jira final : public RequirementLinks {
 public:
  /// Signs in and finds the type of the links; `preferred` is the id of one, see link_type.hpp.
  static Expected<std::unique_ptr<Jira>> open(HttpClient http, const JiraCredentials& credentials,
                                              Deadline deadline, Pacing pacing,
                                              const std::string& preferred,
                                              Repetition repetition = {});

  Expected<std::optional<std::set<std::string>>> tests_of(const std::string& requirement) override;
  Expected<void> link(const std::string& test, const std::string& requirement) override;

 private:
  Jira(Exchange exchange, const JiraCredentials& credentials);
  Exchange::Answered get(const std::string& what, const std::string& path);
  Expected<void> sign_in();
  Expected<void> find_link_type(const std::string& preferred);

  Exchange exchange_;
  std::string authorization_;
  LinkType type_;
};

/// How Jira's answers are to be read.
extern const Peer kJira;

}  // namespace xrep::client::cloud
