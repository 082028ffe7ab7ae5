#include "plan/fold.hpp"

#include "plan/text_limits.hpp"

#include <algorithm>
#include <string_view>

namespace xrep::client {
namespace {

// Code points; a value that is longer would make the table unreadable.
constexpr std::size_t kMaxColumn = 48;

// More rows than this nobody reads; then only what did not pass is listed.
constexpr std::size_t kMaxRows = 100;

constexpr std::string_view kCut = "\n[cut here: too long for a comment]\n";

const char* mark(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "FAILED";
    case Outcome::crashed:
      return "CRASHED";
    case Outcome::skipped:
      return "skipped";
    case Outcome::not_started:
      break;
  }
  return "not run";
}

std::string padded(std::string_view text, std::size_t width) {
  const auto length = text_length(text);
  return std::string(text) + std::string(width > length ? width - length : 0, ' ');
}

bool has_own_number(const PlannedStep& step) {
  const auto end = step.action.find_first_not_of("0123456789.");
  return end != 0 && end != std::string::npos && step.action[end] == ' ' &&
         step.action.find('.') < end;
}

using Row = std::vector<std::string>;

std::vector<std::string> parameter_names(const std::vector<PlannedIteration>& iterations) {
  std::vector<std::string> names;
  for (const auto& iteration : iterations) {
    for (const auto& parameter : iteration.parameters) {
      if (std::find(names.begin(), names.end(), parameter.name) == names.end()) {
        names.push_back(parameter.name);
      }
    }
  }
  return names;
}

std::string value_in_table(const PlannedParameter& parameter) {
  return limited(one_line(parameter.value), kMaxColumn, "...");
}

std::string value_of(const PlannedIteration& iteration, const std::string& name) {
  for (const auto& parameter : iteration.parameters) {
    if (parameter.name == name) return value_in_table(parameter);
  }
  return {};
}

// Whole, a line each: what was cut to fit into the table.
std::string long_values(const std::vector<PlannedIteration>& iterations) {
  std::string text;
  for (const auto& iteration : iterations) {
    for (const auto& parameter : iteration.parameters) {
      if (value_in_table(parameter) == one_line(parameter.value)) continue;
      text += (text.empty() ? "\n" : "") + parameter.name + ": " + one_line(parameter.value) + "\n";
    }
  }
  return text;
}

std::vector<Row> rows_of(const std::vector<PlannedIteration>& iterations) {
  const auto names = parameter_names(iterations);
  std::vector<Row> rows = {names};
  rows.front().emplace_back("result");
  for (const auto& iteration : iterations) {
    Row row;
    for (const auto& name : names) row.push_back(value_of(iteration, name));
    row.emplace_back(mark(iteration.outcome));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string aligned(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text_length(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) text += padded(row[i], widths[i] + 2);
    text += row.back() + "\n";
  }
  return text;
}

bool has_passed(const PlannedIteration& iteration) {
  return iteration.outcome == Outcome::passed;
}

std::string list_of(const std::vector<PlannedStep>& steps, std::size_t first) {
  std::string text;
  auto number = first;
  for (const auto& step : steps) {
    const auto own = has_own_number(step) ? "" : std::to_string(number) + ". ";
    text += padded(mark(step.outcome), 9) + own + one_line(step.action) + "\n";
    if (!step.data.empty()) text += "         data: " + one_line(step.data) + "\n";
    if (!step.expected.empty()) text += "         expected: " + one_line(step.expected) + "\n";
    ++number;
  }
  return text;
}

std::string table_of(const std::vector<PlannedIteration>& listed, std::size_t omitted) {
  auto text = aligned(rows_of(listed));
  if (omitted > 0) text += "and " + std::to_string(omitted) + " that passed\n";
  text += long_values(listed);
  for (const auto& iteration : listed) {
    if (has_own_steps(iteration)) {
      text += "\n" + one_line(iteration.name) + "\n" + list_of(iteration.steps, 1);
    }
  }
  return text;
}

}  // namespace

bool has_own_steps(const PlannedIteration& iteration) {
  return iteration.steps.size() > 1 || iteration.steps.front().action != kOnlyStep;
}

std::string step_list(const std::vector<PlannedStep>& steps, std::size_t first) {
  return limited(list_of(steps, first), kMaxFolded, kCut);
}

std::string iteration_table(const std::vector<PlannedIteration>& iterations) {
  if (iterations.empty()) return {};
  auto listed = iterations;
  if (listed.size() > kMaxRows) {
    listed.erase(std::remove_if(listed.begin(), listed.end(), has_passed), listed.end());
  }
  return limited(table_of(listed, iterations.size() - listed.size()), kMaxFolded, kCut);
}

std::string whole_list(const std::vector<PlannedStep>& steps,
                       const std::vector<PlannedIteration>& iterations) {
  return list_of(steps, 1) + (iterations.empty() ? "" : table_of(iterations, 0));
}

}  // namespace xrep::client
