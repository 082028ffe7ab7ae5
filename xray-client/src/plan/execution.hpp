#pragma once

#include "plan/import_plan.hpp"

namespace xrep::client {

/// The fields of the Test Execution, from the settings and, where they say nothing, from the run,
/// whose tests came out as `outcomes` say.
PlannedExecution execution_of(const Run& run, const Settings& settings,
                              const std::vector<Outcome>& outcomes);

}  // namespace xrep::client
