#pragma once

#include "cloud/jira_session.hpp"
#include "cloud/link_type.hpp"
#include "dialect.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

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
  explicit Jira(JiraSession session) : session_(std::move(session)) {}
  Expected<void> find_link_type(const std::string& preferred);

  JiraSession session_;
  LinkType type_;
};

}  // namespace xrep::client::cloud
