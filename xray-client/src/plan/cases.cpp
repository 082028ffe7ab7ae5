#include "plan/cases.hpp"

#include "plan/parameters.hpp"
#include "plan/passes.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace xrep::client {
namespace {

constexpr char kCase[] = "case";

bool has_instance(const Part& part) {
  return !part.instance.empty();
}

template <class Get>
std::size_t distinct(const std::vector<Part>& parts, Get get) {
  std::set<std::string> values;
  for (const auto& part : parts) values.insert(get(part));
  return values.size();
}

bool has_parameters_of_its_own(const TestRecord& record, std::uint32_t pass) {
  return std::any_of(record.parameters.begin(), record.parameters.end(),
                     [&](const Parameter& parameter) { return parameter.pass == pass; });
}

Case whole_case(const Part& part, std::size_t index, const std::string& label) {
  Case result{index, 0, label, part.outcome, parameters_of(*part.counts, 0)};
  if (result.parameters.empty()) add_parameter(result.parameters, kCase, label);
  return result;
}

std::vector<Case> cases_by_pass(const Part& part, std::size_t index, const std::string& prefix) {
  std::vector<Case> cases;
  const auto& record = *part.counts;
  for (const auto pass : record.passes) {
    auto parameters = parameters_of(record, pass);
    const auto label = prefix + label_of_pass(record, pass);
    if (!has_parameters_of_its_own(record, pass)) add_parameter(parameters, kCase, label);
    cases.push_back({index, pass, label, outcome_of_pass(record, pass), std::move(parameters)});
  }
  return cases;
}

// Results of several processes are joined by their parameters, so these must tell cases apart.
void tell_apart(std::vector<Case>& cases) {
  std::set<std::string> seen;
  const bool alike = std::any_of(cases.begin(), cases.end(), [&](const Case& one) {
    return !seen.insert(values_text(one.parameters)).second;
  });
  if (!alike) return;
  std::size_t number = 0;
  for (auto& one : cases) {
    ++number;
    add_parameter(one.parameters, kCase, one.pass == 0 ? one.label : std::to_string(number));
  }
}

}  // namespace

bool is_iterated(const Group& group, ParameterPolicy policy) {
  const auto& parts = group.parts;
  const auto by_pass = [](const Part& part) { return iterates_by_pass(*part.counts); };
  const auto by_parameter = [](const Part& part) { return !part.counts->parameters.empty(); };
  if (std::any_of(parts.begin(), parts.end(), by_pass)) return true;
  if (policy != ParameterPolicy::separate &&
      std::any_of(parts.begin(), parts.end(), by_parameter)) {
    return true;
  }
  // Kept separate, one instance is a test like any other; several with one key cannot be.
  const auto enough = policy == ParameterPolicy::separate ? 2 : 1;
  return std::count_if(parts.begin(), parts.end(), has_instance) >= enough;
}

std::string label_of_pass(const TestRecord& record, std::uint32_t pass) {
  if (has_parameters_of_its_own(record, pass)) return values_text(parameters_of(record, pass));
  const auto& passes = record.passes;
  const auto number = std::find(passes.begin(), passes.end(), pass) - passes.begin() + 1;
  return std::to_string(number);
}

std::vector<std::string> part_labels(const Group& group) {
  const auto& parts = group.parts;
  const bool one_test = distinct(parts, [](const Part& part) { return part.identity; }) == 1 &&
                        std::all_of(parts.begin(), parts.end(), has_instance);
  const auto short_label = [&](const Part& part) { return one_test ? part.instance : part.name; };
  const bool enough = distinct(parts, short_label) == parts.size();
  std::vector<std::string> labels;
  for (const auto& part : parts) {
    const auto prefix = enough || part.executable.empty() ? "" : part.executable + ": ";
    labels.push_back(prefix + short_label(part));
  }
  return labels;
}

std::vector<Case> cases_of(const Group& group, bool iterated) {
  const auto labels = part_labels(group);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < group.parts.size(); ++i) {
    const auto& part = group.parts[i];
    if (iterated && iterates_by_pass(*part.counts)) {
      const bool named = group.parts.size() > 1 || has_instance(part);
      const auto more = cases_by_pass(part, i, named ? labels[i] + " " : "");
      cases.insert(cases.end(), more.begin(), more.end());
    } else {
      cases.push_back(whole_case(part, i, labels[i]));
    }
  }
  if (iterated) tell_apart(cases);
  return cases;
}

}  // namespace xrep::client
