#include "adf.hpp"
#include "environments.hpp"
#include "fault_match.hpp"
#include "graphql_operations.hpp"
#include "import_run.hpp"
#include "issue_fields.hpp"
#include "text.hpp"
#include "variables.hpp"

#include <tl/expected.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;
using Fault = std::optional<std::string>;

tl::expected<std::string, std::string> description_of(const World& world, const json& fields) {
  const auto description = fields.find("description");
  if (description == fields.end()) return std::string();
  if (!world.answers.description_is_document) {
    if (description->is_string()) return description->get<std::string>();
    return tl::unexpected<std::string>("description: Operation value must be a string");
  }
  if (auto text = text_of_document(*description)) return *text;
  return tl::unexpected<std::string>(
      "description: Operation value must be an Atlassian Document (see the Atlassian Document "
      "Format)");
}

tl::expected<Texts, std::string> versions_of(const json& fields, const Project& project) {
  Texts names;
  for (const json& version : fields.value("fixVersions", json::array())) {
    const json name = version.is_object() ? version.value("name", json()) : json();
    if (!name.is_string() || version.size() != 1) {
      return tl::unexpected<std::string>(
          "fixVersions: expected Object containing a `name` property");
    }
    if (!contains(project.versions, name)) {
      return tl::unexpected("fixVersions: Version name '" + name.get<std::string>() +
                            "' is not valid");
    }
    names.push_back(name);
  }
  return names;
}

tl::expected<Execution, std::string> execution_of(const World& world, const json& fields,
                                                  const Project& project) {
  auto texts = issue_texts_of(fields, project);
  if (!texts) return tl::unexpected(texts.error());
  if (!fields.value("fixVersions", json::array()).is_array()) {
    return tl::unexpected<std::string>("fixVersions: data was not an array");
  }
  auto versions = versions_of(fields, project);
  if (!versions) return tl::unexpected(versions.error());
  auto description = description_of(world, fields);
  if (!description) return tl::unexpected(description.error());
  Execution execution;
  execution.issue.summary = std::move(texts->summary);
  execution.issue.labels = std::move(texts->labels);
  execution.fix_versions = std::move(*versions);
  execution.description = std::move(*description);
  return execution;
}

StepResult* find_step(std::vector<StepResult>& steps, const std::string& id) {
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [&](const StepResult& step) { return step.id == id; });
  return found == steps.end() ? nullptr : &*found;
}

/// Where evidence goes: the run, one of its steps, or a step of one of its iterations.
std::vector<Evidence>* evidence_place(Run& run, const json& step_id, const json& rank) {
  if (step_id.is_null()) return rank.is_null() ? &run.evidence : nullptr;
  if (rank.is_null()) {
    StepResult* step = find_step(run.steps, step_id);
    return step ? &step->evidence : nullptr;
  }
  const auto iteration = std::find_if(run.iterations.begin(), run.iterations.end(),
                                      [&](const Iteration& item) { return item.rank == rank; });
  if (iteration == run.iterations.end()) return nullptr;
  StepResult* step = find_step(iteration->steps, step_id);
  return step ? &step->evidence : nullptr;
}

Fault check_file(const World& world, const json& file) {
  if (const auto id = file.find("attachmentId"); id != file.end()) {
    if (world.model.uploads.count(id->get<std::string>()) != 0) return std::nullopt;
    return "Attachment with id " + id->get<std::string>() + " not found.";
  }
  for (const char* member : {"filename", "mimeType", "data"}) {
    if (file.value(member, "").empty() && *member != 'd') {
      return std::string("Evidence needs a ") + member + ".";
    }
  }
  if (file.contains("data") && base64_size(file.at("data").get_ref<const std::string&>())) {
    return std::nullopt;
  }
  return "Evidence " + file.value("filename", "") + " is not base64.";
}

Evidence store_file(World& world, const json& file) {
  const auto id = file.find("attachmentId");
  if (id == file.end()) {
    const auto bytes = decode_base64(file.at("data").get_ref<const std::string&>());
    return store_evidence(world, file.at("filename"), file.at("mimeType"), bytes.value_or(""));
  }
  Evidence evidence = world.model.uploads.at(*id);
  evidence.id = random_uuid(world.random);
  if (!world.files.duplicate(*id, evidence.id)) {
    throw std::runtime_error("the sandbox cannot write " + world.files.path(evidence.id).string());
  }
  world.model.files[evidence.id] = evidence;
  return evidence;
}

std::string filename_of(const World& world, const json& file) {
  const auto id = file.find("attachmentId");
  return id == file.end() ? file.at("filename").get<std::string>()
                          : world.model.uploads.at(*id).filename;
}

tl::expected<json, std::string> add_evidence_to(World& world, const json& run_id,
                                                const json& step_id, const json& rank,
                                                const json& files) {
  Run* run = world.model.find_run(run_id.get<std::string>());
  if (!run) {
    return tl::unexpected("Test Run with id " + run_id.get<std::string>() + " not found.");
  }
  std::vector<Evidence>* place = evidence_place(*run, step_id, rank);
  if (!place) {
    return tl::unexpected("Test Run " + run->id + " has no such step: step " + step_id.dump() +
                          ", iteration " + rank.dump() + ".");
  }
  for (const json& file : files) {
    if (auto fault = check_file(world, file)) return tl::unexpected(*fault);
  }
  // A live test saw file names here, although the documentation speaks of ids.
  json added = json::array();
  const bool lost = loses_evidence(world, *run);
  for (const json& file : files) {
    if (!lost) place->push_back(store_file(world, file));
    added.push_back(filename_of(world, file));
  }
  return json{{"addedEvidence", std::move(added)}, {"warnings", json::array()}};
}

tl::expected<json, std::string> add_defects_to(World& world, const std::string& run_id,
                                               const Texts& issues) {
  Run* run = world.model.find_run(run_id);
  if (!run) return tl::unexpected("Test Run with id " + run_id + " not found.");
  json added = json::array();
  json warnings = json::array();
  for (const std::string& name : issues) {
    const PlainIssue* issue = world.model.find_plain_issue(name);
    if (!issue) issue = find_by_id(world.model.plain_issues, name);
    if (!issue || issue->type != "Bug") {
      warnings.push_back("Issue " + name + " does not exist or is not a Defect.");
    } else if (add_once(run->defects, issue->issue.key)) {
      added.push_back(std::to_string(issue->issue.id));
    }
  }
  return json{{"addedDefects", std::move(added)}, {"warnings", std::move(warnings)}};
}

}  // namespace

Outcome create_execution(World& world, const json& variables) {
  const json& jira = variables.at("jira");
  const json fields = jira.value("fields", json());
  if (!fields.is_object() || jira.size() != 1) return failed("jira must hold fields and no more.");
  Project* project = project_in(world, fields);
  if (!project) return failed("project: valid project is required");
  const json wanted = variables.value("environments", json());
  const Texts environments = wanted.is_null() ? Texts() : wanted.get<Texts>();
  if (auto fault = check_environment_names(environments)) return failed(*fault);
  auto execution = execution_of(world, fields, *project);
  if (!execution) return failed(execution.error());

  const Texts labels = execution->issue.labels;
  execution->issue = world.model.new_issue(*project, execution->issue.summary, world.now);
  execution->issue.labels = labels;
  merge_once(execution->environments, environments);
  const Texts created = register_environments(*project, environments);
  const Execution& added = world.model.add_execution(std::move(*execution));
  json shown = {{"key", added.issue.key}};
  if (world.answers.self_in_jira) shown["self"] = world.self_link(added.issue);
  return {{{"createTestExecution",
            {{"testExecution",
              {{"issueId", std::to_string(added.issue.id)}, {"jira", std::move(shown)}}},
             {"createdTestEnvironments", created},
             {"warnings", json::array()}}}}};
}

Outcome add_environments(World& world, const json& variables) {
  const std::string id = variables.at("execution");
  Execution* execution = find_by_id(world.model.executions, id);
  if (!execution) return failed("Test Execution with id " + id + " not found.");
  const Texts names = variables.at("environments");
  if (auto fault = check_environment_names(names)) return failed(*fault);
  Project& project = world.model.projects.at(execution->issue.project);
  const Texts created = register_environments(project, names);
  const Texts added = merge_once(execution->environments, names);
  return {{{"addTestEnvironmentsToTestExecution",
            {{"associatedTestEnvironments", added},
             {"createdTestEnvironments", created},
             {"warning", ""}}}}};
}

Outcome link_plan(World& world, const json& variables) {
  const std::string id = variables.at("plan");
  Plan* plan = find_by_id(world.model.plans, id);
  if (!plan) return failed("Test Plan with id " + id + " not found.");
  json added = json::array();
  std::string warning;
  for (const std::string& execution_id : variables.at("executions").get<Texts>()) {
    Execution* execution = find_by_id(world.model.executions, execution_id);
    if (!execution) {
      warning += "Test Execution with id " + execution_id + " not found. ";
      continue;
    }
    add_once(execution->plans, plan->issue.key);
    if (add_once(plan->executions, execution->issue.key)) added.push_back(execution_id);
    if (!world.answers.linking_fills_plan) continue;
    Texts tests;
    for (const Run& run : execution->runs) tests.push_back(run.test_key);
    plan->tests.add(tests);
  }
  return {{{"addTestExecutionsToTestPlan",
            {{"addedTestExecutions", std::move(added)}, {"warning", warning}}}}};
}

Outcome add_evidence(World& world, const json& variables) {
  return answer_each("e", count_numbered(variables, "run"), [&](const std::string& n) {
    return add_evidence_to(world, variables.at("run" + n), variables.value("step" + n, json()),
                           variables.value("rank" + n, json()), variables.at("files" + n));
  });
}

Outcome add_defects(World& world, const json& variables) {
  return answer_each("d", count_numbered(variables, "run"), [&](const std::string& n) {
    return add_defects_to(world, variables.at("run" + n), variables.at("issues" + n));
  });
}

}  // namespace xrep::sandbox
