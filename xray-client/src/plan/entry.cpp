#include "plan/entry.hpp"

#include "plan/custom_fields.hpp"
#include "plan/fold.hpp"
#include "plan/labels.hpp"
#include "plan/messages.hpp"
#include "plan/outcome.hpp"
#include "plan/planned_files.hpp"
#include "plan/result_text.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

void add_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const auto& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  }
}

std::vector<std::string> issue_keys(const std::vector<std::string>& texts) {
  std::vector<std::string> keys;
  std::copy_if(texts.begin(), texts.end(), std::back_inserter(keys), is_issue_key);
  return keys;
}

void add_times(Entry& entry, const TestRecord& record) {
  if (record.started > 0 && (entry.started == 0 || record.started < entry.started)) {
    entry.started = record.started;
  }
  entry.finished = std::max({entry.finished, record.finished, record.started});
}

void add_facts(Entry& entry, const Run& run, const Group& group, DefectPolicy defects) {
  std::vector<Outcome> outcomes;
  for (const auto& part : group.parts) {
    outcomes.push_back(part.outcome);
    add_new(entry.tests, {part.name});
    for (const auto* attempt : part.attempts) {
      add_times(entry, *attempt);
      add_new(entry.requirements, issue_keys(attempt->requirements));
      if (defects == DefectPolicy::always || is_failure(outcome_of(attempt->outcome))) {
        add_new(entry.defects, issue_keys(attempt->defects));
      }
    }
    add_new(entry.labels, labels_of(run, *part.counts));
  }
  entry.outcome = worst_of(outcomes);
  const bool verdict = entry.outcome != Outcome::skipped && entry.outcome != Outcome::not_started;
  entry.may_create = entry.key.empty() && verdict;
}

// Data-driven results stay TODO on screen when an iteration has no step.
PlannedStep only_step(const Case& one, const std::string& log) {
  PlannedStep step;
  step.action = kOnlyStep;
  step.outcome = as_step(one.outcome);
  step.actual = log;
  return step;
}

std::vector<PlannedIteration> iterations_of(const Group& group, const std::vector<Case>& cases,
                                            const StepPlan& steps) {
  constexpr std::size_t kMaxName = 255;  // no limit is known; that of a summary is a safe one
  std::vector<PlannedIteration> iterations;
  for (const auto& one : cases) {
    PlannedIteration iteration;
    iteration.name = limited(one_line(one.label), kMaxName, "...");
    iteration.parameters = one.parameters;
    iteration.outcome = one.outcome;
    iteration.log = log_of(group, one, steps);
    iteration.steps = steps.results(group, one);
    if (iteration.steps.empty()) iteration.steps.push_back(only_step(one, iteration.log));
    iterations.push_back(std::move(iteration));
  }
  return iterations;
}

// One result without iterations: they become a table in front of the text.
void collapse(Entry& entry) {
  const auto table = iteration_table(entry.iterations);
  entry.text = table + (entry.text.empty() ? "" : "\n") + entry.text;
  entry.iterations.clear();
  for (auto& file : entry.files) {
    file.step = -1;
    file.iteration = -1;
  }
}

}  // namespace

Entry entry_of(const Run& run, const Group& group, const Settings& settings) {
  const bool iterated = is_iterated(group, settings.parameters);
  const auto cases = cases_of(group, iterated);
  const StepPlan steps(group, cases, iterated);

  Entry entry;
  entry.id = group.id;
  entry.key = group.key;
  entry.key_from = group.key_from;
  entry.sets = group.sets;
  entry.identity = group.identity;
  entry.suite = group.parts.front().counts->suite;
  add_facts(entry, run, group, settings.defects);
  entry.remark = remark_of(group, cases, steps, settings);
  entry.text = text_of(group, steps, settings, iterated) + several_values(group);
  if (iterated) {
    entry.iterations = iterations_of(group, cases, steps);
  } else {
    entry.steps = steps.results(group, cases);
  }
  entry.files = files_of(group, cases, iterated, steps, settings.attachments);
  entry.custom_fields = custom_fields_of(group, settings);
  entry.assignee = settings.assignee;
  entry.executed_by = settings.executed_by;
  if (iterated && settings.parameters == ParameterPolicy::collapse) collapse(entry);
  return entry;
}

std::vector<Entry> entries_of(const Run& run, const Settings& settings,
                              std::vector<LeftOut>& left_out, const TestLinks& links) {
  std::vector<Entry> entries;
  for (const auto& group : group_tests(run, settings, left_out, links)) {
    entries.push_back(entry_of(run, group, settings));
  }
  return entries;
}

}  // namespace xrep::client
