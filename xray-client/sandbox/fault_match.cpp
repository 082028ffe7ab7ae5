#include "fault_match.hpp"

#include "import_check.hpp"

#include <algorithm>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;

bool names_test(const Names& names, const Test& test) {
  return contains(names, test.issue.key) || contains(names, test.issue.summary) ||
         (!test.definition.empty() && contains(names, test.definition));
}

bool concerns_entry(World& world, const Names& names, const json& entry) {
  if (contains(names, entry.value("testKey", ""))) return true;
  if (const auto info = entry.find("testInfo"); info != entry.end()) {
    if (contains(names, info->at("summary")) || contains(names, info->value("definition", ""))) {
      return true;
    }
  }
  const Test* test = test_of(world, entry);
  return test && names_test(names, *test);
}

bool concerns_run(World& world, const Names& names, const Run& run) {
  const Test* test = world.model.find_test(run.test_key);
  return test && names_test(names, *test);
}

void unite(LostParts& parts, const LostParts& more) {
  parts.results |= more.results;
  parts.status |= more.status;
  parts.steps |= more.steps;
  parts.iterations |= more.iterations;
  parts.evidence |= more.evidence;
  parts.comment |= more.comment;
}

}  // namespace

bool concerns_import(World& world, const Names& tests, const json& document) {
  const json& entries = document.at("tests");
  return std::any_of(entries.begin(), entries.end(),
                     [&](const json& entry) { return concerns_entry(world, tests, entry); });
}

bool concerns_runs(World& world, const Names& tests, const json& request) {
  const auto variables = request.find("variables");
  if (variables == request.end() || !variables->is_object()) return false;
  const auto names_run = [&](const auto& item) {
    const Run* run = item.key().compare(0, 3, "run") == 0 && item.value().is_string()
                         ? world.model.find_run(item.value().template get<std::string>())
                         : nullptr;
    return run && concerns_run(world, tests, *run);
  };
  return std::any_of(variables->items().begin(), variables->items().end(), names_run);
}

LostParts lost_parts(World& world, const json& entry) {
  LostParts parts;
  for (const FaultRule& loss : world.losses) {
    if (!loss.by_test() || concerns_entry(world, loss.tests, entry)) unite(parts, loss.parts);
  }
  return parts;
}

bool loses_evidence(World& world, const Run& run) {
  return std::any_of(world.losses.begin(), world.losses.end(), [&](const FaultRule& loss) {
    return loss.parts.evidence && (!loss.by_test() || concerns_run(world, loss.tests, run));
  });
}

}  // namespace xrep::sandbox
