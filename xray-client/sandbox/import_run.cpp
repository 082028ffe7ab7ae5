#include "import_run.hpp"

#include "import_check.hpp"
#include "run_fields.hpp"
#include "statuses.hpp"
#include "text.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

// A look without a copy: a list may hold megabytes of evidence.
const json& list_at(const json& object, const char* member) {
  static const json none = json::array();
  const auto found = object.find(member);
  return found == object.end() ? none : *found;
}

std::string known_or_todo(const std::string& status, bool known) {
  return known ? status : "TODO";
}

std::vector<TestStep> steps_of(World& world, const json& test_info) {
  std::vector<TestStep> steps;
  for (const json& step : list_at(test_info, "steps")) {
    steps.push_back({random_uuid(world.random), step.at("action"), step.value("data", ""),
                     step.value("result", ""), world.now});
  }
  return steps;
}

bool same_text(const TestStep& a, const TestStep& b) {
  return a.action == b.action && a.data == b.data && a.result == b.result;
}

void cover(World& world, const std::string& test_key, const json& test_info) {
  for (const std::string& key : test_info.value("requirementKeys", Texts{})) {
    world.model.add_link(test_link_type(), test_key, key, false);
  }
}

// Xray takes testInfo for the truth about a Test that exists already: what it does not mention is
// cleared (reported by users who lost the steps of their Tests that way).
void overwrite(World& world, Test& test, const TestType& type, const json& test_info) {
  const std::string before = identity_of(test);
  test.type = type;
  test.issue.summary = test_info.at("summary");
  test.definition = test_info.value("definition", test_info.value("scenario", ""));
  std::vector<TestStep> steps = steps_of(world, test_info);
  if (!std::equal(steps.begin(), steps.end(), test.steps.begin(), test.steps.end(), same_text)) {
    test.steps = std::move(steps);
  }
  merge_once(test.issue.labels, test_info.value("labels", Texts{}));
  cover(world, test.issue.key, test_info);
  world.model.identity_changed(before, test);
}

Test& create(World& world, Project& project, const TestType& type, const json& test_info) {
  Test test;
  test.issue = world.model.new_issue(project, test_info.at("summary"), world.now);
  test.issue.labels = test_info.value("labels", Texts{});
  test.type = type;
  test.definition = test_info.value("definition", test_info.value("scenario", ""));
  test.steps = steps_of(world, test_info);
  Test& added = world.model.add_test(std::move(test));
  cover(world, added.issue.key, test_info);
  return added;
}

Test& test_for(World& world, const json& entry) {
  Test* found = test_of(world, entry);
  const auto test_info = entry.find("testInfo");
  if (test_info == entry.end()) return *found;
  Project& project = world.model.projects.at(test_info->at("projectKey"));
  const TestType type = *project.find_type(test_info->at("type"));
  if (!found) return create(world, project, type, *test_info);
  overwrite(world, *found, type, *test_info);
  return *found;
}

void drop_evidence(World& world, std::vector<Evidence>& list) {
  for (const Evidence& evidence : list) {
    world.files.remove(evidence.id);
    world.model.files.erase(evidence.id);
  }
  list.clear();
}

void drop_evidence(World& world, std::vector<StepResult>& steps) {
  for (StepResult& step : steps) drop_evidence(world, step.evidence);
}

void add_evidence(World& world, std::vector<Evidence>& list, const json& items) {
  for (const json& item : items) {
    const auto bytes = decode_base64(item.at("data").get_ref<const std::string&>());
    list.push_back(store_evidence(world, item.at("filename"), item.value("contentType", ""),
                                  bytes.value_or("")));
  }
}

void apply_step_results(World& world, std::vector<StepResult>& steps, const json& results,
                        const LostParts& lost) {
  const std::size_t count = std::min(steps.size(), results.size());
  for (std::size_t i = 0; i < count; ++i) {
    const json& result = results[i];
    StepResult& step = steps[i];
    const std::string status = result.at("status");
    step.status = known_or_todo(status, is_step_status(status));
    step.actual_result = result.value("actualResult", "");
    step.comment = result.value("comment", "");
    step.defects = result.value("defects", step.defects);
    if (!lost.evidence) {
      add_evidence(world, step.evidence, list_at(result, world.answers.step_evidence));
    }
  }
}

// The steps of a run after a new import: those of the Test as it is now, with the evidence that
// the run had on the same steps.
std::vector<StepResult> fresh_steps(World& world, const Test& test,
                                    std::vector<StepResult> earlier) {
  std::vector<StepResult> steps = unrun_steps(test);
  for (StepResult& old : earlier) {
    const auto same = std::find_if(steps.begin(), steps.end(),
                                   [&](const StepResult& step) { return step.id == old.id; });
    if (same == steps.end()) {
      drop_evidence(world, old.evidence);
    } else {
      same->evidence = std::move(old.evidence);
      same->defects = std::move(old.defects);
    }
  }
  return steps;
}

std::vector<Iteration> iterations_of(World& world, const Test& test, const json& list,
                                     const LostParts& lost) {
  std::vector<Iteration> iterations;
  for (const json& item : list) {
    Iteration iteration;
    iteration.rank = std::to_string(iterations.size());
    iteration.name = item.value("name", "");
    for (const json& parameter : list_at(item, "parameters")) {
      iteration.parameters.push_back({parameter.at("name"), parameter.value("value", "")});
    }
    const std::string status = item.at("status");
    iteration.status = known_or_todo(status, is_step_status(status));
    iteration.log = item.value("log", "");
    iteration.steps = unrun_steps(test);
    if (!lost.steps) apply_step_results(world, iteration.steps, list_at(item, "steps"), lost);
    iterations.push_back(std::move(iteration));
  }
  return iterations;
}

void apply_content(World& world, Run& run, const Test& test, const json& entry,
                   const LostParts& lost) {
  const bool had_iterations = !run.iterations.empty();
  for (Iteration& iteration : run.iterations) drop_evidence(world, iteration.steps);
  run.iterations.clear();
  if (const auto iterations = entry.find("iterations"); iterations != entry.end()) {
    drop_evidence(world, run.steps);
    run.steps.clear();
    if (!lost.iterations) run.iterations = iterations_of(world, test, *iterations, lost);
  } else if (const auto steps = entry.find("steps"); steps != entry.end()) {
    run.steps = fresh_steps(world, test, std::move(run.steps));
    if (!lost.steps) apply_step_results(world, run.steps, *steps, lost);
  } else if (had_iterations || run.steps.size() != test.steps.size()) {
    run.steps = fresh_steps(world, test, std::move(run.steps));
  }
  run.examples = entry.value("examples", Texts{});
}

void apply_evidence(World& world, Run& run, const json& entry) {
  for (const char* member : {"evidence", "evidences"}) {
    const auto items = entry.find(member);
    if (items == entry.end()) continue;
    if (!world.answers.evidence_kept_on_reimport) drop_evidence(world, run.evidence);
    add_evidence(world, run.evidence, *items);
  }
}

}  // namespace

Evidence store_evidence(World& world, std::string filename, std::string content_type,
                        const std::string& bytes) {
  Evidence evidence;
  evidence.id = random_uuid(world.random);
  evidence.filename = std::move(filename);
  evidence.content_type = std::move(content_type);
  evidence.size = bytes.size();
  if (!world.files.write(evidence.id, bytes)) {
    throw std::runtime_error("the sandbox cannot write " + world.files.path(evidence.id).string());
  }
  world.model.files[evidence.id] = evidence;
  return evidence;
}

std::string apply_test(World& world, Execution& execution, const json& entry,
                       const LostParts& lost) {
  const Test& test = test_for(world, entry);
  Run& run = world.model.run_of(execution, test, world.now);
  const std::string status = entry.at("status");
  if (!lost.status) run.status = known_or_todo(status, is_run_status(world.answers, status));
  run.start = entry.value("start", "");
  run.finish = entry.value("finish", "");
  if (!lost.comment) run.comment = entry.value("comment", "");
  const std::string executor = entry.value("executedBy", kAccountId);
  run.executed_by = is_account(executor) ? executor : kAccountId;
  const std::string assignee = entry.value("assignee", run.assignee);
  if (is_account(assignee)) run.assignee = assignee;
  run.defects = entry.value("defects", run.defects);
  apply_content(world, run, test, entry, lost);
  set_custom_fields(run, world.model.projects.at(execution.issue.project),
                    list_at(entry, "customFields"));
  if (!lost.evidence) apply_evidence(world, run, entry);
  return test.issue.key;
}

}  // namespace xrep::sandbox
