#pragma once

#include "cloud/jira_session.hpp"
#include "dialect.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client::cloud {

/// What Jira Cloud tells of projects and issues.
class JiraQuestions final : public JiraFacts {
 public:
  static Expected<std::unique_ptr<JiraQuestions>> open(JiraSession session);

  Expected<std::optional<std::string>> project_id(const std::string& project) override;
  Expected<std::vector<std::string>> issue_types(const std::string& project) override;
  Expected<std::vector<std::string>> versions(const std::string& project) override;
  Expected<std::optional<std::string>> type_of(const std::string& key) override;

 private:
  explicit JiraQuestions(JiraSession session) : session_(std::move(session)) {}

  JiraSession session_;
};

}  // namespace xrep::client::cloud
