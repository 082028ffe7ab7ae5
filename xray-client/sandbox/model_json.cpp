#include "model_json.hpp"

#include <string>

namespace xrep::sandbox {

using nlohmann::json;

// Each pair of functions is found by nlohmann/json through argument-dependent look-up.
namespace {

void issue_to_json(json& out, const Issue& issue) {
  out["id"] = std::to_string(issue.id);
  out["key"] = issue.key;
  out["project"] = issue.project;
  out["summary"] = issue.summary;
  out["labels"] = issue.labels;
  out["created"] = issue.created;
}

Issue issue_from_json(const json& in) {
  Issue issue;
  issue.id = std::stoll(in.at("id").get<std::string>());
  in.at("key").get_to(issue.key);
  in.at("project").get_to(issue.project);
  in.at("summary").get_to(issue.summary);
  in.at("labels").get_to(issue.labels);
  in.at("created").get_to(issue.created);
  return issue;
}

template <typename Item>
json by_key(const std::map<IssueId, Item>& items) {
  json out = json::object();
  for (const auto& [id, item] : items) out[item.issue.key] = item;
  return out;
}

template <typename Item>
void read_by_key(const json& in, std::map<IssueId, Item>& items) {
  for (const auto& [key, value] : in.items()) {
    Item item = value.template get<Item>();
    const IssueId id = item.issue.id;
    items[id] = std::move(item);
  }
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TestType, id, name, kind)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Project, id, key, name, test_types, environments, versions,
                                   fields_off_screen, last_number)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TestStep, id, action, data, result)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Parameter, name, value)

void to_json(json& out, const Evidence& evidence) {
  out = {{"id", evidence.id},
         {"filename", evidence.filename},
         {"contentType", evidence.content_type},
         {"size", evidence.size}};
}

void from_json(const json& in, Evidence& evidence) {
  in.at("id").get_to(evidence.id);
  in.at("filename").get_to(evidence.filename);
  in.at("contentType").get_to(evidence.content_type);
  in.at("size").get_to(evidence.size);
}

void to_json(json& out, const StepResult& step) {
  out = {{"id", step.id},
         {"action", step.action},
         {"data", step.data},
         {"expected", step.expected},
         {"status", step.status},
         {"actualResult", step.actual_result},
         {"comment", step.comment},
         {"defects", step.defects},
         {"evidence", step.evidence}};
}

void from_json(const json& in, StepResult& step) {
  in.at("id").get_to(step.id);
  in.at("action").get_to(step.action);
  in.at("data").get_to(step.data);
  in.at("expected").get_to(step.expected);
  in.at("status").get_to(step.status);
  in.at("actualResult").get_to(step.actual_result);
  in.at("comment").get_to(step.comment);
  in.at("defects").get_to(step.defects);
  in.at("evidence").get_to(step.evidence);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Iteration, rank, name, parameters, status, log, steps)

void to_json(json& out, const Run& run) {
  out = {{"id", run.id},
         {"testKey", run.test_key},
         {"status", run.status},
         {"start", run.start},
         {"finish", run.finish},
         {"comment", run.comment},
         {"executedBy", run.executed_by},
         {"assignee", run.assignee},
         {"defects", run.defects},
         {"examples", run.examples},
         {"evidence", run.evidence},
         {"steps", run.steps},
         {"iterations", run.iterations},
         {"created", run.created}};
}

void from_json(const json& in, Run& run) {
  in.at("id").get_to(run.id);
  in.at("testKey").get_to(run.test_key);
  in.at("status").get_to(run.status);
  in.at("start").get_to(run.start);
  in.at("finish").get_to(run.finish);
  in.at("comment").get_to(run.comment);
  in.at("executedBy").get_to(run.executed_by);
  in.at("assignee").get_to(run.assignee);
  in.at("defects").get_to(run.defects);
  in.at("examples").get_to(run.examples);
  in.at("evidence").get_to(run.evidence);
  in.at("steps").get_to(run.steps);
  in.at("iterations").get_to(run.iterations);
  in.at("created").get_to(run.created);
}

void to_json(json& out, const Test& test) {
  issue_to_json(out, test.issue);
  out["type"] = test.type.name;
  out["kind"] = test.type.kind;
  out["typeId"] = test.type.id;
  out["definition"] = test.definition;
  out["steps"] = test.steps;
  out["requirements"] = test.requirements;
}

void from_json(const json& in, Test& test) {
  test.issue = issue_from_json(in);
  in.at("type").get_to(test.type.name);
  in.at("kind").get_to(test.type.kind);
  in.at("typeId").get_to(test.type.id);
  in.at("definition").get_to(test.definition);
  in.at("steps").get_to(test.steps);
  in.at("requirements").get_to(test.requirements);
}

void to_json(json& out, const Execution& execution) {
  issue_to_json(out, execution.issue);
  out["description"] = execution.description;
  out["environments"] = execution.environments;
  out["fixVersions"] = execution.fix_versions;
  out["plans"] = execution.plans;
  out["revision"] = execution.revision;
  out["startDate"] = execution.start_date;
  out["finishDate"] = execution.finish_date;
  out["user"] = execution.user;
  out["runs"] = execution.runs;
}

void from_json(const json& in, Execution& execution) {
  execution.issue = issue_from_json(in);
  in.at("description").get_to(execution.description);
  in.at("environments").get_to(execution.environments);
  in.at("fixVersions").get_to(execution.fix_versions);
  in.at("plans").get_to(execution.plans);
  in.at("revision").get_to(execution.revision);
  in.at("startDate").get_to(execution.start_date);
  in.at("finishDate").get_to(execution.finish_date);
  in.at("user").get_to(execution.user);
  in.at("runs").get_to(execution.runs);
}

void to_json(json& out, const Plan& plan) {
  issue_to_json(out, plan.issue);
  out["tests"] = plan.tests;
  out["executions"] = plan.executions;
}

void from_json(const json& in, Plan& plan) {
  plan.issue = issue_from_json(in);
  in.at("tests").get_to(plan.tests);
  in.at("executions").get_to(plan.executions);
}

void to_json(json& out, const TestSet& set) {
  issue_to_json(out, set.issue);
  out["tests"] = set.tests;
}

void from_json(const json& in, TestSet& set) {
  set.issue = issue_from_json(in);
  in.at("tests").get_to(set.tests);
}

void to_json(json& out, const PlainIssue& plain) {
  issue_to_json(out, plain.issue);
  out["type"] = plain.type;
}

void from_json(const json& in, PlainIssue& plain) {
  plain.issue = issue_from_json(in);
  in.at("type").get_to(plain.type);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LoggedRequest, method, path, operation, status, bytes)

namespace {

json requests_to_json(const std::vector<LoggedRequest>& requests) {
  json out = json::array();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    out.push_back(requests[i]);
    out.back()["n"] = i + 1;
  }
  return out;
}

std::map<IssueId, PlainIssue> plain_issues_of(const Model& model, bool bugs) {
  std::map<IssueId, PlainIssue> found;
  for (const auto& [id, plain] : model.plain_issues) {
    if ((plain.type == "Bug") == bugs) found[id] = plain;
  }
  return found;
}

}  // namespace

json to_json(const Model& model) {
  return {{"tests", by_key(model.tests)},
          {"executions", by_key(model.executions)},
          {"plans", by_key(model.plans)},
          {"sets", by_key(model.sets)},
          {"stories", by_key(plain_issues_of(model, false))},
          {"bugs", by_key(plain_issues_of(model, true))},
          {"requests", requests_to_json(model.requests)},
          {"projects", model.projects},
          {"uploads", model.uploads},
          {"lastIssueId", model.last_issue_id},
          {"lastRunNumber", model.last_run_number}};
}

Model model_from_json(const json& document) {
  Model model;
  read_by_key(document.at("tests"), model.tests);
  read_by_key(document.at("executions"), model.executions);
  read_by_key(document.at("plans"), model.plans);
  read_by_key(document.at("sets"), model.sets);
  read_by_key(document.at("stories"), model.plain_issues);
  read_by_key(document.at("bugs"), model.plain_issues);
  document.at("requests").get_to(model.requests);
  document.at("projects").get_to(model.projects);
  document.at("uploads").get_to(model.uploads);
  document.at("lastIssueId").get_to(model.last_issue_id);
  document.at("lastRunNumber").get_to(model.last_run_number);
  model.rebuild_indexes();
  return model;
}

}  // namespace xrep::sandbox
