#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace xrep::sandbox {

/// Numeric id of a Jira issue. Xray's API shows it as a string of digits.
using IssueId = std::int64_t;

/// Milliseconds since 1970.
using Instant = std::int64_t;

struct Issue {
  IssueId id = 0;
  std::string key;
  std::string project;
  std::string summary;
  std::vector<std::string> labels;
  Instant created = 0;
};

/// A kind of Test as a project names it. `kind` is Steps, Unstructured or Gherkin.
struct TestType {
  std::string id;
  std::string name;
  std::string kind;
};

/// A custom field of the Test Runs of a project.
struct RunField {
  std::string id;
  std::string name;
  /// Text, Number, Single Select, Multi Select, Toggle Switch or Date.
  std::string type;
  bool required = false;
  /// What a select field takes.
  std::vector<std::string> values;
};

struct Project {
  std::string id;
  std::string key;
  std::string name;
  std::vector<TestType> test_types;
  std::vector<std::string> environments;
  std::vector<std::string> versions;
  /// Jira fields that are not on the screens of this project: setting one refuses the request.
  std::vector<std::string> fields_off_screen;
  std::vector<RunField> run_fields;
  std::int64_t last_number = 0;

  [[nodiscard]] const TestType* find_type(const std::string& type_name) const;
};

struct TestStep {
  std::string id;
  std::string action;
  std::string data;
  std::string result;
  Instant created = 0;
};

struct Test {
  Issue issue;
  TestType type;
  std::string definition;
  std::vector<TestStep> steps;
  std::vector<std::string> requirements;
  /// Its place in the Test Repository; empty: none.
  std::string folder;
};

struct Evidence {
  std::string id;
  std::string filename;
  std::string content_type;
  std::uint64_t size = 0;
};

/// The result of one step, with the texts the step had when the result arrived.
struct StepResult {
  std::string id;
  std::string action;
  std::string data;
  std::string expected;
  std::string status;
  std::string actual_result;
  std::string comment;
  std::vector<std::string> defects;
  std::vector<Evidence> evidence;
};

struct Parameter {
  std::string name;
  std::string value;
};

struct Iteration {
  std::string rank;
  std::string name;
  std::vector<Parameter> parameters;
  std::string status;
  std::string log;
  std::vector<StepResult> steps;
};

/// What a run has in a custom field; `value` is JSON.
struct FieldValue {
  std::string id;
  std::string name;
  std::string value;
};

/// The result of one Test in one Test Execution.
struct Run {
  std::string id;
  std::string test_key;
  std::string status;
  std::string start;
  std::string finish;
  std::string comment;
  std::string executed_by;
  std::string assignee;
  std::vector<std::string> defects;
  std::vector<std::string> examples;
  std::vector<Evidence> evidence;
  std::vector<StepResult> steps;
  std::vector<Iteration> iterations;
  std::vector<FieldValue> custom_fields;
  Instant created = 0;
};

struct Execution {
  Issue issue;
  std::string description;
  std::vector<std::string> environments;
  std::vector<std::string> fix_versions;
  std::vector<std::string> plans;
  std::string revision;
  std::string start_date;
  std::string finish_date;
  std::string user;
  std::vector<Run> runs;
};

/// Keys in the order in which they came, each once. Adding takes the same time in a long list.
class KeyList {
 public:
  KeyList() = default;
  explicit KeyList(const std::vector<std::string>& keys) { add(keys); }

  /// Adds those that are not there yet and returns them.
  std::vector<std::string> add(const std::vector<std::string>& keys);
  [[nodiscard]] const std::vector<std::string>& items() const { return items_; }

 private:
  std::vector<std::string> items_;
  std::unordered_set<std::string> known_;
};

struct Plan {
  Issue issue;
  KeyList tests;
  std::vector<std::string> executions;
};

struct TestSet {
  Issue issue;
  KeyList tests;
};

/// An issue that Xray does not manage itself: a story (coverable) or a bug (defect).
struct PlainIssue {
  Issue issue;
  std::string type;
};

/// A type of links between issues. `outward` is how a link reads where it starts.
struct LinkType {
  const char* id;
  const char* name;
  const char* inward;
  const char* outward;
};

/// Those that a site of Jira with Xray has.
[[nodiscard]] const std::vector<LinkType>& link_types();
/// The type by which Tests cover requirements.
[[nodiscard]] const LinkType& test_link_type();

/// A link of that type between two issues, by their keys. It starts at the one that Jira's REST API
/// calls inwardIssue when the link is made.
struct IssueLink {
  std::int64_t id = 0;
  std::string type;
  std::string inward_issue;
  std::string outward_issue;
};

/// One request to the API, as /sandbox/state lists it.
struct LoggedRequest {
  /// Its number, from 1 on.
  std::size_t n = 0;
  std::string method;
  std::string path;
  std::string operation;
  int status = 0;
  std::uint64_t bytes = 0;
};

/// Where a run stands: which execution, which place in its list. Runs are never removed.
struct RunPlace {
  IssueId execution = 0;
  std::size_t index = 0;
};

/// Everything the sandbox knows, without any lock. The unordered maps are indexes over the rest.
struct Model {
  std::map<std::string, Project> projects;
  std::map<IssueId, Test> tests;
  std::map<IssueId, Execution> executions;
  std::map<IssueId, Plan> plans;
  std::map<IssueId, TestSet> sets;
  std::map<IssueId, PlainIssue> plain_issues;
  /// Uploads by id; they belong to no run until their id is used.
  std::map<std::string, Evidence> uploads;
  std::vector<IssueLink> links;
  std::vector<LoggedRequest> requests;
  IssueId last_issue_id = 20000;
  std::int64_t last_run_number = 0;

  std::unordered_map<std::string, IssueId> ids;
  std::unordered_map<std::string, IssueId> tests_by_identity;
  /// In the order in which they were made, by key of the project.
  std::unordered_map<std::string, std::vector<IssueId>> tests_by_project;
  std::unordered_map<std::string, RunPlace> runs_by_id;
  std::unordered_map<std::string, std::size_t> runs_by_test;
  /// Every file that may be fetched: uploads and evidence.
  std::unordered_map<std::string, Evidence> files;

  [[nodiscard]] Project* find_project(const std::string& key_or_id);
  [[nodiscard]] Test* find_test(const std::string& key);
  /// The Tests of a project in the order in which they were made.
  [[nodiscard]] const std::vector<IssueId>& tests_of(const std::string& project_key);
  [[nodiscard]] Execution* find_execution(const std::string& key);
  [[nodiscard]] Plan* find_plan(const std::string& key);
  [[nodiscard]] const PlainIssue* find_plain_issue(const std::string& key) const;
  [[nodiscard]] bool has_issue(const std::string& key) const;
  [[nodiscard]] Run* find_run(const std::string& id);
  [[nodiscard]] Run* find_run(const Execution& execution, const std::string& test_key);

  /// The Test that an import without key means: Unstructured by definition, others by summary.
  [[nodiscard]] Test* find_test(const std::string& project, const TestType& type,
                                const std::string& summary, const std::string& definition);

  /// Numbers a new issue of a project that exists.
  [[nodiscard]] Issue new_issue(Project& project, std::string summary, Instant now);
  Test& add_test(Test test);
  Execution& add_execution(Execution execution);
  Plan& add_plan(Plan plan);
  TestSet& add_set(TestSet set);
  void add_plain_issue(PlainIssue issue);
  /// Links two issues that exist. A link that is there is made `again`, or left as it is.
  void add_link(const LinkType& type, const std::string& inward_issue,
                const std::string& outward_issue, bool again);
  /// The run of a Test in an execution; made with the initial status when there is none.
  Run& run_of(Execution& execution, const Test& test, Instant now);

  /// Call after a change of a Test's type, summary or definition.
  void identity_changed(const std::string& before, const Test& test);

  void rebuild_indexes();
};

/// What find_test() by content goes by.
[[nodiscard]] std::string identity_of(const Test& test);

/// Adds those of `more` that are not in `values` yet and returns them.
std::vector<std::string> merge_once(std::vector<std::string>& values,
                                    const std::vector<std::string>& more);
/// Adds `value` when it is not there yet; tells whether it was added.
bool add_once(std::vector<std::string>& values, const std::string& value);
[[nodiscard]] bool contains(const std::vector<std::string>& values, const std::string& value);

/// Step results for a Test that has not been run: one TODO per step.
[[nodiscard]] std::vector<StepResult> unrun_steps(const Test& test);

}  // namespace xrep::sandbox
