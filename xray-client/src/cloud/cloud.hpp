#pragma once

#include "cloud/batching.hpp"
#include "cloud/graphql.hpp"
#include "cloud/session.hpp"
#include "credentials.hpp"
#include "dialect.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace xrep::client::cloud {

/// How Jira itself is reached, for what Xray's API cannot do.
struct JiraAccess {
  JiraLogin login;
  HttpOptions http;  ///< its base URL is that of Xray
  Deadline deadline = Deadline::never();
  Pacing pacing;
  Repetition repetition = {};
};

/// Xray Cloud: REST v2 for imports and files, GraphQL for the rest.
class Cloud final : public Dialect {
 public:
  /// `jira_url`: base of the links for people when the site does not tell its own.
  Cloud(Session session, std::string jira_url, JiraAccess jira = {});

  Expected<Site> connect(const std::string& project) override;
  Expected<void> sign_in() override;
  Expected<Site> read_site(const std::string& project) override;
  Expected<std::string> address_of(const Site& site) override;
  Expected<std::vector<RemoteTest>> tests_by_key(const Site& site,
                                                 const std::vector<std::string>& keys) override;
  Expected<void> each_test(const Site& site, const std::function<void(RemoteTest)>& visit) override;
  Expected<void> each_steps(const std::vector<std::string>& test_ids,
                            const std::function<void(RemoteTestSteps)>& visit) override;
  Expected<void> add_steps(const std::vector<NewStep>& steps) override;
  Expected<std::optional<RemoteExecution>> execution_by_key(const std::string& key) override;
  Expected<std::optional<RemoteExecution>> execution_by_label(const std::string& project,
                                                              const std::string& label) override;
  Expected<std::optional<std::string>> plan_id(const std::string& key) override;
  Expected<std::optional<std::string>> set_id(const std::string& key) override;
  Expected<std::set<std::string>> sets_by_key(const std::vector<std::string>& keys) override;
  Expected<std::optional<std::string>> start_creation(const Body& document) override;
  Expected<std::optional<BulkJob>> creation(const std::string& job) override;
  Expected<void> each_set(const Site& site, const std::function<void(RemoteSet)>& visit) override;
  Expected<RemoteSet> create_set(const std::string& project, const std::string& summary) override;
  Expected<std::vector<std::set<std::string>>> members(
      Container container, const std::vector<std::string>& ids) override;
  Expected<CreatedExecution> create_execution(const PlannedExecution& execution) override;
  Expected<std::string> add_environments(const std::string& execution_id,
                                         const std::vector<std::string>& environments) override;
  Expected<std::string> link_to_plan(const std::string& plan_id,
                                     const std::string& execution_id) override;
  Expected<std::string> add_tests_to_plan(const std::string& plan_id,
                                          const std::vector<std::string>& test_ids) override;
  Expected<std::string> add_tests_to_set(const std::string& set_id,
                                         const std::vector<std::string>& test_ids) override;
  Expected<std::string> import(const Body& document) override;
  Expected<void> each_run(const std::string& execution_id, std::size_t expected,
                          const std::function<void(RemoteRun)>& visit) override;
  Expected<void> each_run_of(const std::vector<std::string>& test_ids,
                             const std::string& execution_id,
                             const std::function<void(RemoteRun)>& visit) override;
  Expected<void> amend(const std::vector<RunAmendment>& amendments) override;
  Expected<std::vector<RemoteIteration>> iterations(const std::string& test_id,
                                                    const std::string& execution_id) override;
  Expected<std::vector<std::vector<RemoteIteration>>> iterations_of(
      const std::vector<std::string>& test_ids, const std::string& execution_id,
      std::size_t steps) override;
  Expected<std::string> upload(const PlannedFile& file) override;
  Expected<std::vector<std::string>> add_evidence(
      const std::vector<EvidenceUpload>& files) override;
  Expected<std::vector<std::string>> add_defects(const std::string& run_id,
                                                 const std::vector<std::string>& keys) override;
  std::string needed_for_requirements() const override;
  Expected<std::unique_ptr<RequirementLinks>> requirement_links(
      const RemoteExecution& execution) override;
  Expected<std::unique_ptr<JiraFacts>> jira_facts(const std::string& address) override;

 private:
  Expected<void> find_keys(const std::vector<std::string>& keys, std::vector<RemoteTest>& tests);
  Expected<void> find_keys_one_by_one(const std::vector<std::string>& keys,
                                      std::vector<RemoteTest>& tests);
  Expected<void> find_sets(const std::vector<std::string>& keys, std::set<std::string>& sets);
  Expected<HttpClient> jira_client(const std::string& link) const;
  Expected<std::optional<std::string>> id_of(const Operation& operation, const char* list,
                                             const std::string& key);
  Expected<nlohmann::json> member_pages(Container container, const std::vector<std::string>& ids,
                                        const std::vector<std::size_t>& starts);
  Expected<std::optional<RemoteExecution>> one_execution(const std::string& jql);
  RemoteExecution execution_of(const nlohmann::json& issue) const;

  Session session_;
  std::string jira_url_;
  JiraAccess jira_;
  std::string coverage_link_type_;  ///< id, as Xray's settings of the project give it
  Batching batching_;
};

}  // namespace xrep::client::cloud
