#pragma once

#include "plan/import_plan.hpp"

namespace xrep::client {

/// The fields of the Test Execution, from the settings and, where they say nothing, from the run.
PlannedExecution execution_of(const Run& run, const Settings& settings);

}  // namespace xrep::client
