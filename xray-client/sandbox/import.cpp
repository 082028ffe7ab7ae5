#include "import.hpp"

#include "fault_match.hpp"
#include "import_check.hpp"
#include "import_run.hpp"

#include <tl/expected.hpp>

#include <unordered_set>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

ImportAnswer refuse(std::string text) {
  return {400, {{"error", std::move(text)}}};
}

// The project of a new execution: as info names it, or as far as the plan or a Test tell.
tl::expected<Project*, std::string> project_of(World& world, const json& document) {
  const json& info = document.at("info");
  std::string key = info.value("project", "");
  if (key.empty() && !world.answers.project_required_in_info) {
    const json& first = document.at("tests").front();
    const std::string plan = info.value("testPlanKey", "");
    const std::string hint = plan.empty() ? first.value("testKey", "") : plan;
    key = hint.substr(0, hint.rfind('-'));
  }
  if (key.empty()) {
    return tl::unexpected<std::string>("Error assembling issue data: project is required");
  }
  const auto project = world.model.projects.find(key);
  if (project != world.model.projects.end()) return &project->second;
  return tl::unexpected("Error retrieving Project from Jira with key \"" + key + "\"");
}

Refusal check_new_execution(World& world, const json& document) {
  const std::string prefix = "Error creating Test Execution - Issue create failed! - ";
  if (!document.contains("info")) return prefix + *check_summary("");
  const auto project = project_of(world, document);
  if (!project) return project.error();
  if (auto refusal = check_summary(document.at("info").value("summary", ""))) {
    return prefix + *refusal;
  }
  return check_info(world, document.at("info"), **project);
}

Refusal check_existing_execution(World& world, const json& document) {
  const std::string key = document.at("testExecutionKey");
  const Execution* execution = world.model.find_execution(key);
  if (!execution) {
    return "Error importing results: issue with key " + key +
           " does not exist or is not of issue type Test Execution!";
  }
  const auto info = document.find("info");
  if (info == document.end()) return std::nullopt;
  if (!world.answers.info_edits_execution) {
    return "Error assembling issue data: Field 'summary' cannot be set. It is not on the "
           "appropriate screen, or unknown.";
  }
  if (info->value("project", execution->issue.project) != execution->issue.project) {
    return "Error assembling issue data: project cannot be changed";
  }
  if (info->contains("summary")) {
    if (auto refusal = check_summary(info->at("summary"))) {
      return "Error assembling issue data: " + *refusal;
    }
  }
  return check_info(world, *info, world.model.projects.at(execution->issue.project));
}

void apply_info(World& world, Execution& execution, const json& info) {
  execution.issue.summary = info.value("summary", execution.issue.summary);
  execution.description = info.value("description", execution.description);
  execution.revision = info.value("revision", execution.revision);
  execution.start_date = info.value("startDate", execution.start_date);
  execution.finish_date = info.value("finishDate", execution.finish_date);
  if (is_account(info.value("user", ""))) execution.user = info.at("user");
  if (info.contains("version")) execution.fix_versions = {info.at("version")};
  if (info.contains("testEnvironments")) {
    execution.environments.clear();
    merge_once(execution.environments, info.at("testEnvironments").get<Texts>());
  }
  if (Plan* plan = world.model.find_plan(info.value("testPlanKey", ""))) {
    add_once(execution.plans, plan->issue.key);
    add_once(plan->executions, execution.issue.key);
  }
}

// The project that the results come into; the document was checked.
const Project& project_for(World& world, const json& document) {
  const auto key = document.find("testExecutionKey");
  if (key == document.end()) return **project_of(world, document);
  const Execution* execution = world.model.find_execution(key->get<std::string>());
  return world.model.projects.at(execution->issue.project);
}

Execution& target_of(World& world, const json& document) {
  const auto key = document.find("testExecutionKey");
  if (key != document.end()) return *world.model.find_execution(key->get<std::string>());
  Project& project = **project_of(world, document);
  Execution execution;
  execution.issue = world.model.new_issue(project, "", world.now);
  return world.model.add_execution(std::move(execution));
}

// Tests of an import enter the plan that its info names, and, where linking means that, every
// plan the execution is linked to.
void fill_plans(World& world, const Execution& execution, const json& document, const Texts& keys) {
  const std::string named = document.value("info", json::object()).value("testPlanKey", "");
  for (const std::string& plan : execution.plans) {
    if (plan == named || world.answers.linking_fills_plan) {
      world.model.find_plan(plan)->tests.add(keys);
    }
  }
}

}  // namespace

ImportAnswer import_results(World& world, const json& document) {
  const bool exists = document.contains("testExecutionKey");
  if (auto refusal = exists ? check_existing_execution(world, document)
                            : check_new_execution(world, document)) {
    return refuse(*refusal);
  }
  const Project& project = project_for(world, document);
  std::unordered_set<std::string> done;
  if (!world.answers.refused_import_stores_half) {
    for (const json& entry : document.at("tests")) {
      if (auto refusal = check_test(world, project, entry, done)) return refuse(*refusal);
    }
  }
  Execution& execution = target_of(world, document);
  if (document.contains("info")) apply_info(world, execution, document.at("info"));
  Texts keys;
  for (const json& entry : document.at("tests")) {
    if (auto refusal = check_test(world, project, entry, done)) {
      fill_plans(world, execution, document, keys);
      return refuse(*refusal);
    }
    const LostParts lost = lost_parts(world, entry);
    if (lost.results) continue;
    keys.push_back(apply_test(world, execution, entry, lost));
    done.insert(keys.back());
  }
  fill_plans(world, execution, document, keys);
  return {200,
          {{"id", std::to_string(execution.issue.id)},
           {"key", execution.issue.key},
           {"self", world.self_link(execution.issue)}}};
}

}  // namespace xrep::sandbox
