#include "plan/step_plan.hpp"

#include "plan/messages.hpp"
#include "plan/outcome.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

// A pass that does not count (it is in no list of passes) has no steps of its own.
bool belongs(const TestRecord& record, std::uint32_t of_message, std::uint32_t of_case) {
  if (of_case != 0) return of_message == of_case;
  const auto& passes = record.passes;
  return of_message == 0 || passes.empty() ||
         std::find(passes.begin(), passes.end(), of_message) != passes.end();
}

Outcome outcome_of_step(const TestRecord& record, const StepRecord& step) {
  switch (step.outcome) {
    case StepOutcome::passed:
      return Outcome::passed;
    case StepOutcome::failed:
      return Outcome::failed;
    case StepOutcome::skipped:
      return Outcome::skipped;
    case StepOutcome::open:
      break;
  }
  if (record.outcome == TestOutcome::interrupted) return Outcome::not_started;
  return as_step(outcome_of(record.outcome));
}

void append_actual(PlannedStep& step, const std::string& text) {
  // The rest would be cut anyway; a thousand messages must not be joined first.
  if (step.actual.size() < 4 * kMaxStepText) step.actual += text;
}

// The Test shows one text for all cases; what a case worked with instead is part of its result.
void add_own_data(PlannedStep& planned, const StepRecord& step, const std::string& shown) {
  if (step.data.empty() || step.data == shown) return;
  planned.data = limited(step.data, kMaxStepText, "...");
  append_actual(planned, "Data: " + step.data + "\n");
}

bool any_steps(const Group& group) {
  return std::any_of(group.parts.begin(), group.parts.end(),
                     [](const Part& part) { return !part.counts->steps.empty(); });
}

}  // namespace

StepPlan::StepPlan(const Group& group, const std::vector<Case>& cases, bool iterated) : nodes_(1) {
  if (!any_steps(group)) return;
  const bool step_per_part = !iterated && group.parts.size() > 1;
  for (const auto& one : cases) {
    const auto root = step_per_part ? child(0, one.label, 0) : 0;
    if (step_per_part) of_part_[one.part] = root;
    add(one, *group.parts[one.part].counts, root);
  }
  number_children(0, {});
}

std::size_t StepPlan::child(std::size_t parent, const std::string& name, int occurrence) {
  const auto place = children_.emplace(std::make_tuple(parent, name, occurrence), nodes_.size());
  if (place.second) {
    nodes_[parent].children.push_back(nodes_.size());
    Node node;
    node.name = name;
    node.parent = parent;
    nodes_.push_back(std::move(node));
  }
  return place.first->second;
}

void StepPlan::add(const Case& one, const TestRecord& record, std::size_t root) {
  // How often a name was seen at a place in one pass.
  std::map<std::tuple<std::uint32_t, std::size_t, std::string>, int> seen;
  for (const auto& step : record.steps) {
    if (!belongs(record, step.pass, one.pass)) continue;
    const auto above = of_step_.find({&record, step.parent});
    const auto parent = step.parent == 0 || above == of_step_.end() ? root : above->second;
    const auto occurrence = seen[{step.pass, parent, step.name}]++;
    const auto node = child(parent, step.name, occurrence);
    of_step_[{&record, step.number}] = node;
    if (nodes_[node].expected.empty()) nodes_[node].expected = step.expected;
    if (nodes_[node].data.empty()) nodes_[node].data = step.data;
  }
}

void StepPlan::number_children(std::size_t node, const std::string& prefix) {
  std::size_t count = 0;
  for (const auto next : nodes_[node].children) {
    nodes_[next].number = prefix + std::to_string(++count);
    nodes_[next].position = order_.size();
    order_.push_back(next);
    number_children(next, nodes_[next].number + ".");
  }
}

bool StepPlan::nested() const {
  return nodes_.front().children.size() != order_.size();
}

std::vector<PlannedStep> StepPlan::blank() const {
  std::vector<PlannedStep> steps;
  for (const auto index : order_) {
    const auto& node = nodes_[index];
    const auto number = nested() ? node.number + (node.parent == 0 ? ". " : " ") : "";
    const auto name = one_line(node.name);
    PlannedStep step;
    step.action = limited(number + (name.empty() ? "(no name)" : name), kMaxStepText, "...");
    step.expected = limited(node.expected, kMaxStepText, "...");
    step.data = limited(node.data, kMaxStepText, "...");
    steps.push_back(std::move(step));
  }
  return steps;
}

std::vector<PlannedStep> StepPlan::results(const Group& group, const Case& one) const {
  return results(group, std::vector<Case>{one});
}

std::vector<PlannedStep> StepPlan::results(const Group& group,
                                           const std::vector<Case>& cases) const {
  auto steps = blank();
  if (steps.empty()) return steps;
  for (const auto& one : cases) fill(steps, group.parts[one.part], one);
  propagate_failures(steps);
  for (auto& step : steps) step.actual = step_text(step.actual);
  return steps;
}

void StepPlan::fill(std::vector<PlannedStep>& steps, const Part& part, const Case& one) const {
  const auto& record = *part.counts;
  const auto at = [&](std::uint32_t step) -> PlannedStep* {
    const auto index = step == 0 ? position_of_part(one.part) : position(record, step);
    return index < 0 ? nullptr : &steps[static_cast<std::size_t>(index)];
  };
  if (auto* whole = at(0)) whole->outcome = as_step(part.outcome);
  for (const auto& step : record.steps) {
    if (!belongs(record, step.pass, one.pass)) continue;
    auto* planned = at(step.number);
    if (planned != nullptr) {
      planned->outcome = worse_of(planned->outcome, outcome_of_step(record, step));
      const auto place = static_cast<std::size_t>(planned - steps.data());
      add_own_data(*planned, step, nodes_[order_[place]].data);
    }
  }
  const bool not_passed = part.outcome == Outcome::failed || part.outcome == Outcome::crashed;
  for (const auto* messages : {&record.failures, &record.skips}) {
    for (const auto& message : *messages) {
      auto* planned = belongs(record, message.pass, one.pass) ? at(message.step) : nullptr;
      if (planned == nullptr) continue;
      append_actual(*planned, message_block(message, {}));
      if (messages == &record.failures && not_passed) planned->outcome = Outcome::failed;
    }
  }
  const auto* open = open_step(record);
  if (open != nullptr && part.outcome == Outcome::crashed &&
      belongs(record, open->pass, one.pass)) {
    append_actual(*at(open->number), cause_of_death(record) + " in this step.\n");
  }
}

// A step with a failed step inside has failed.
void StepPlan::propagate_failures(std::vector<PlannedStep>& steps) const {
  for (auto index = order_.rbegin(); index != order_.rend(); ++index) {
    const auto& node = nodes_[*index];
    if (node.parent == 0 || steps[node.position].outcome != Outcome::failed) continue;
    steps[nodes_[node.parent].position].outcome = Outcome::failed;
  }
}

int StepPlan::position(const TestRecord& record, std::uint32_t step) const {
  const auto found = of_step_.find({&record, step});
  return found == of_step_.end() ? -1 : static_cast<int>(nodes_[found->second].position);
}

int StepPlan::position_of_part(std::size_t part) const {
  const auto found = of_part_.find(part);
  return found == of_part_.end() ? -1 : static_cast<int>(nodes_[found->second].position);
}

std::string StepPlan::number(const TestRecord& record, std::uint32_t step) const {
  const auto found = of_step_.find({&record, step});
  return found == of_step_.end() ? std::string() : nodes_[found->second].number;
}

}  // namespace xrep::client
