#include "plan/entry.hpp"
#include "plan/execution.hpp"
#include "plan/import_plan.hpp"

namespace xrep::client {

ImportPlan make_plan(const Run& run, const Settings& settings) {
  ImportPlan plan;
  plan.execution = execution_of(run, settings);
  for (const auto& group : group_tests(run, settings, plan.left_out)) {
    plan.entries.push_back(entry_of(run, group, settings));
  }
  return plan;
}

}  // namespace xrep::client
