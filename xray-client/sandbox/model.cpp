#include "model.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_set>

namespace xrep::sandbox {
namespace {

template <typename Map>
auto find_by_key(Map& map, const std::unordered_map<std::string, IssueId>& ids,
                 const std::string& key) -> decltype(&map.begin()->second) {
  const auto id = ids.find(key);
  if (id == ids.end()) return nullptr;
  const auto found = map.find(id->second);
  return found == map.end() ? nullptr : &found->second;
}

std::string identity(const std::string& project, const std::string& kind, const std::string& name) {
  return project + '\n' + kind + '\n' + name;
}

std::string run_place_key(IssueId execution, const std::string& test_key) {
  return std::to_string(execution) + '/' + test_key;
}

// 24 hex digits, as the samples of the GraphQL documentation show.
std::string run_id(Instant now, std::int64_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%08llx%016llx",
                static_cast<unsigned long long>(now / 1000) & 0xffffffffULL,
                static_cast<unsigned long long>(number));
  return text.data();
}

void index_evidence(std::unordered_map<std::string, Evidence>& files, const Run& run) {
  const auto add = [&files](const std::vector<Evidence>& list) {
    for (const Evidence& evidence : list) files[evidence.id] = evidence;
  };
  add(run.evidence);
  for (const StepResult& step : run.steps) add(step.evidence);
  for (const Iteration& iteration : run.iterations) {
    for (const StepResult& step : iteration.steps) add(step.evidence);
  }
}

}  // namespace

std::vector<std::string> KeyList::add(const std::vector<std::string>& keys) {
  std::vector<std::string> added;
  for (const std::string& key : keys) {
    if (known_.insert(key).second) added.push_back(key);
  }
  items_.insert(items_.end(), added.begin(), added.end());
  return added;
}

const TestType* Project::find_type(const std::string& type_name) const {
  const auto found = std::find_if(test_types.begin(), test_types.end(),
                                  [&](const TestType& type) { return type.name == type_name; });
  return found == test_types.end() ? nullptr : &*found;
}

Project* Model::find_project(const std::string& key_or_id) {
  for (auto& [key, project] : projects) {
    if (key == key_or_id || project.id == key_or_id) return &project;
  }
  return nullptr;
}

Test* Model::find_test(const std::string& key) {
  return find_by_key(tests, ids, key);
}

const std::vector<IssueId>& Model::tests_of(const std::string& project_key) {
  return tests_by_project[project_key];
}

Execution* Model::find_execution(const std::string& key) {
  return find_by_key(executions, ids, key);
}

Plan* Model::find_plan(const std::string& key) {
  return find_by_key(plans, ids, key);
}

const PlainIssue* Model::find_plain_issue(const std::string& key) const {
  return find_by_key(plain_issues, ids, key);
}

bool Model::has_issue(const std::string& key) const {
  return ids.count(key) != 0;
}

Run* Model::find_run(const std::string& id) {
  const auto place = runs_by_id.find(id);
  if (place == runs_by_id.end()) return nullptr;
  return &executions.at(place->second.execution).runs[place->second.index];
}

Run* Model::find_run(const Execution& execution, const std::string& test_key) {
  const auto index = runs_by_test.find(run_place_key(execution.issue.id, test_key));
  if (index == runs_by_test.end()) return nullptr;
  return &executions.at(execution.issue.id).runs[index->second];
}

Test* Model::find_test(const std::string& project, const TestType& type, const std::string& summary,
                       const std::string& definition) {
  const std::string& name = type.kind == "Unstructured" ? definition : summary;
  if (name.empty()) return nullptr;
  const auto found = tests_by_identity.find(identity(project, type.kind, name));
  return found == tests_by_identity.end() ? nullptr : &tests.at(found->second);
}

Issue Model::new_issue(Project& project, std::string summary, Instant now) {
  Issue issue;
  issue.id = ++last_issue_id;
  issue.key = project.key + "-" + std::to_string(++project.last_number);
  issue.project = project.key;
  issue.summary = std::move(summary);
  issue.created = now;
  ids[issue.key] = issue.id;
  return issue;
}

Test& Model::add_test(Test test) {
  const IssueId id = test.issue.id;
  Test& added = tests[id] = std::move(test);
  tests_by_identity.emplace(identity_of(added), id);
  tests_by_project[added.issue.project].push_back(id);
  return added;
}

Execution& Model::add_execution(Execution execution) {
  const IssueId id = execution.issue.id;
  return executions[id] = std::move(execution);
}

Plan& Model::add_plan(Plan plan) {
  const IssueId id = plan.issue.id;
  return plans[id] = std::move(plan);
}

TestSet& Model::add_set(TestSet set) {
  const IssueId id = set.issue.id;
  return sets[id] = std::move(set);
}

void Model::add_plain_issue(PlainIssue issue) {
  const IssueId id = issue.issue.id;
  plain_issues[id] = std::move(issue);
}

void Model::add_link(const LinkType& type, const std::string& inward_issue,
                     const std::string& outward_issue, bool again) {
  Test* const test = &type == &test_link_type() ? find_test(inward_issue) : nullptr;
  const auto is_it = [&](const IssueLink& link) {
    return link.type == type.id && link.inward_issue == inward_issue &&
           link.outward_issue == outward_issue;
  };
  // Not among all links, when there are thousands of Tests.
  const bool there = test ? contains(test->requirements, outward_issue)
                          : std::any_of(links.begin(), links.end(), is_it);
  if (there && !again) return;
  constexpr std::int64_t kFirst = 30001;
  const std::int64_t id = links.empty() ? kFirst : links.back().id + 1;
  links.push_back({id, type.id, inward_issue, outward_issue});
  if (test) test->requirements.push_back(outward_issue);
}

Run& Model::run_of(Execution& execution, const Test& test, Instant now) {
  if (Run* existing = find_run(execution, test.issue.key)) return *existing;
  Run run;
  run.id = run_id(now, ++last_run_number);
  run.test_key = test.issue.key;
  run.status = "TODO";
  run.steps = unrun_steps(test);
  run.created = now;
  const std::size_t index = execution.runs.size();
  runs_by_id[run.id] = {execution.issue.id, index};
  runs_by_test[run_place_key(execution.issue.id, run.test_key)] = index;
  return execution.runs.emplace_back(std::move(run));
}

void Model::identity_changed(const std::string& before, const Test& test) {
  const std::string now = identity_of(test);
  if (now == before) return;
  tests_by_identity.erase(before);
  for (const auto& [id, other] : tests) {
    if (identity_of(other) == before) {
      tests_by_identity.emplace(before, id);
      break;
    }
  }
  tests_by_identity.emplace(now, test.issue.id);
}

void Model::rebuild_indexes() {
  ids.clear();
  tests_by_identity.clear();
  tests_by_project.clear();
  runs_by_id.clear();
  runs_by_test.clear();
  files.clear();
  for (const auto& [id, test] : tests) {
    ids[test.issue.key] = id;
    tests_by_identity.emplace(identity_of(test), id);
    tests_by_project[test.issue.project].push_back(id);
  }
  for (const auto& [id, plan] : plans) ids[plan.issue.key] = id;
  for (const auto& [id, set] : sets) ids[set.issue.key] = id;
  for (const auto& [id, plain] : plain_issues) ids[plain.issue.key] = id;
  for (const auto& [id, upload] : uploads) files[id] = upload;
  for (const auto& [id, execution] : executions) {
    ids[execution.issue.key] = id;
    for (std::size_t index = 0; index < execution.runs.size(); ++index) {
      const Run& run = execution.runs[index];
      runs_by_id[run.id] = {id, index};
      runs_by_test[run_place_key(id, run.test_key)] = index;
      index_evidence(files, run);
    }
  }
}

const std::vector<LinkType>& link_types() {
  static const std::vector<LinkType> all = {{"10000", "Blocks", "is blocked by", "blocks"},
                                            {"10003", "Relates", "relates to", "relates to"},
                                            {"10101", "Test", "is tested by", "tests"}};
  return all;
}

const LinkType& test_link_type() {
  return link_types().back();
}

std::string identity_of(const Test& test) {
  const bool unstructured = test.type.kind == "Unstructured";
  return identity(test.issue.project, test.type.kind,
                  unstructured ? test.definition : test.issue.summary);
}

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool add_once(std::vector<std::string>& values, const std::string& value) {
  if (contains(values, value)) return false;
  values.push_back(value);
  return true;
}

std::vector<std::string> merge_once(std::vector<std::string>& values,
                                    const std::vector<std::string>& more) {
  std::unordered_set<std::string> known(values.begin(), values.end());
  std::vector<std::string> added;
  for (const std::string& value : more) {
    if (known.insert(value).second) added.push_back(value);
  }
  values.insert(values.end(), added.begin(), added.end());
  return added;
}

std::vector<StepResult> unrun_steps(const Test& test) {
  std::vector<StepResult> results;
  results.reserve(test.steps.size());
  for (const TestStep& step : test.steps) {
    StepResult result;
    result.id = step.id;
    result.action = step.action;
    result.data = step.data;
    result.expected = step.result;
    result.status = "TODO";
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace xrep::sandbox
