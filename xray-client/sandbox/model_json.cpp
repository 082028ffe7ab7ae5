#include "model_json.hpp"

#include <string>
#include <utility>

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
void read_by_key(const json& in, std::map<IssueId, Item>& items) {
  for (const auto& [key, value] : in.items()) {
    Item item = value.template get<Item>();
    const IssueId id = item.issue.id;
    items[id] = std::move(item);
  }
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TestType, id, name, kind)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RunField, id, name, type, required, values)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Parameter, name, value)

void to_json(json& out, const Project& project) {
  out = {{"id", project.id},
         {"key", project.key},
         {"name", project.name},
         {"test_types", project.test_types},
         {"environments", project.environments},
         {"versions", project.versions},
         {"fields_off_screen", project.fields_off_screen},
         {"run_fields", project.run_fields},
         {"last_number", project.last_number}};
}

void from_json(const json& in, Project& project) {
  in.at("id").get_to(project.id);
  in.at("key").get_to(project.key);
  in.at("name").get_to(project.name);
  in.at("test_types").get_to(project.test_types);
  in.at("environments").get_to(project.environments);
  in.at("versions").get_to(project.versions);
  in.at("fields_off_screen").get_to(project.fields_off_screen);
  // Data folders of earlier versions have none.
  project.run_fields = in.value("run_fields", std::vector<RunField>());
  in.at("last_number").get_to(project.last_number);
}

void to_json(json& out, const FieldValue& field) {
  out = {{"id", field.id}, {"name", field.name}, {"value", json::parse(field.value)}};
}

void from_json(const json& in, FieldValue& field) {
  in.at("id").get_to(field.id);
  in.at("name").get_to(field.name);
  field.value = in.at("value").dump();
}

void to_json(json& out, const TestStep& step) {
  out = {{"id", step.id},
         {"action", step.action},
         {"data", step.data},
         {"result", step.result},
         {"created", step.created}};
}

void from_json(const json& in, TestStep& step) {
  in.at("id").get_to(step.id);
  in.at("action").get_to(step.action);
  in.at("data").get_to(step.data);
  in.at("result").get_to(step.result);
  step.created = in.value("created", Instant{0});  // folders of earlier versions lack it
}

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
         {"customFields", run.custom_fields},
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
  run.custom_fields = in.value("customFields", std::vector<FieldValue>());
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
  out["folder"] = test.folder;
}

void from_json(const json& in, Test& test) {
  test.issue = issue_from_json(in);
  in.at("type").get_to(test.type.name);
  in.at("kind").get_to(test.type.kind);
  in.at("typeId").get_to(test.type.id);
  in.at("definition").get_to(test.definition);
  in.at("steps").get_to(test.steps);
  in.at("requirements").get_to(test.requirements);
  test.folder = in.value("folder", "");
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
  out["tests"] = plan.tests.items();
  out["executions"] = plan.executions;
}

void from_json(const json& in, Plan& plan) {
  plan.issue = issue_from_json(in);
  plan.tests = KeyList(in.at("tests").get<std::vector<std::string>>());
  in.at("executions").get_to(plan.executions);
}

void to_json(json& out, const TestSet& set) {
  issue_to_json(out, set.issue);
  out["tests"] = set.tests.items();
}

void from_json(const json& in, TestSet& set) {
  set.issue = issue_from_json(in);
  set.tests = KeyList(in.at("tests").get<std::vector<std::string>>());
}

void to_json(json& out, const PlainIssue& plain) {
  issue_to_json(out, plain.issue);
  out["type"] = plain.type;
}

void from_json(const json& in, PlainIssue& plain) {
  plain.issue = issue_from_json(in);
  in.at("type").get_to(plain.type);
}

void to_json(json& out, const IssueLink& link) {
  out = {{"id", link.id},
         {"type", link.type},
         {"inwardIssue", link.inward_issue},
         {"outwardIssue", link.outward_issue}};
}

void from_json(const json& in, IssueLink& link) {
  in.at("id").get_to(link.id);
  in.at("type").get_to(link.type);
  in.at("inwardIssue").get_to(link.inward_issue);
  in.at("outwardIssue").get_to(link.outward_issue);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LoggedRequest, n, method, path, operation, status, bytes)

namespace {

std::string dumped(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Writes one document piece by piece: as one tree it would take many times the memory.
class StateText {
 public:
  template <typename Value>
  void member(const char* name, const Value& value) {
    begin(name);
    text_ += dumped(value);
  }

  /// The items by their keys.
  template <typename Item, typename Wanted>
  void by_key(const char* name, const std::map<IssueId, Item>& items, Wanted wanted) {
    begin(name);
    char separator = '{';
    for (const auto& [id, item] : items) {
      if (!wanted(item)) continue;
      text_ += separator;
      text_ += dumped(item.issue.key) + ':';
      append(item);
      separator = ',';
    }
    text_ += separator == '{' ? "{}" : "}";
  }

  template <typename Item>
  void list(const char* name, const std::vector<Item>& items) {
    begin(name);
    append_list(items);
  }

  std::string finish() {
    text_ += '}';
    return std::move(text_);
  }

 private:
  void begin(const char* name) {
    text_ += text_.empty() ? '{' : ',';
    text_ += dumped(name) + ':';
  }

  template <typename Item>
  void append(const Item& item) {
    text_ += dumped(item);
  }

  void append(const Execution& execution) {
    text_ += dumped(execution);
    text_.back() = ',';
    text_ += "\"runs\":";
    append_list(execution.runs);
    text_ += '}';
  }

  template <typename Item>
  void append_list(const std::vector<Item>& items) {
    text_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) text_ += ',';
      text_ += dumped(items[i]);
    }
    text_ += ']';
  }

  std::string text_;
};

}  // namespace

std::string state_text(const Model& model) {
  const auto all = [](const auto& /*item*/) { return true; };
  const auto is_bug = [](const PlainIssue& plain) { return plain.type == "Bug"; };
  const auto is_story = [](const PlainIssue& plain) { return plain.type != "Bug"; };
  StateText text;
  text.by_key("tests", model.tests, all);
  text.by_key("executions", model.executions, all);
  text.by_key("plans", model.plans, all);
  text.by_key("sets", model.sets, all);
  text.by_key("stories", model.plain_issues, is_story);
  text.by_key("bugs", model.plain_issues, is_bug);
  text.list("links", model.links);
  text.list("requests", model.requests);
  text.member("projects", model.projects);
  text.member("uploads", model.uploads);
  text.member("lastIssueId", model.last_issue_id);
  text.member("lastRunNumber", model.last_run_number);
  return text.finish();
}

namespace {

// Earlier versions kept the requirements of Tests alone.
void read_links(const json& document, Model& model) {
  if (const auto links = document.find("links"); links != document.end()) {
    links->get_to(model.links);
    return;
  }
  for (auto& [id, test] : model.tests) {
    for (const std::string& requirement : std::exchange(test.requirements, {})) {
      model.add_link(test_link_type(), test.issue.key, requirement, false);
    }
  }
}

}  // namespace

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
  read_links(document, model);
  return model;
}

}  // namespace xrep::sandbox
