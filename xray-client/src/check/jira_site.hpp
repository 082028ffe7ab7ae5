#pragma once

#include "check/fact.hpp"
#include "dialect.hpp"
#include "settings.hpp"

#include <memory>
#include <optional>
#include <string>

namespace xrep::client {

/// What could be learnt of Jira itself.
struct JiraLook {
  std::string address;              ///< as Xray tells it; empty: it does not
  std::string missing;              ///< of the credentials; empty: they are given
  std::unique_ptr<JiraFacts> jira;  ///< null: not to be asked
  std::optional<Error> problem;     ///< why not, when it was tried
  std::optional<std::optional<std::string>> project_id;  ///< there; the inner one: no such project
};

/// Signs in when credentials are given and Jira is the site of Xray's answers.
JiraLook look_at_jira(Dialect& dialect, const Settings& settings, const Site& site,
                      const std::string& address);

/// Were Jira's credentials taken?
Fact jira_credentials_fact(const JiraLook& look);

/// Is the Jira of the settings the one that has Xray's issues?
Fact site_fact(const Settings& settings, const Site& site, const JiraLook& look);

/// May the issue types of Tests and Test Executions be created in the project?
Fact issue_types_fact(const Site& site, const JiraLook& look);

/// Does the fix version exist?
Fact version_fact(const Settings& settings, const Site& site, const JiraLook& look);

}  // namespace xrep::client
