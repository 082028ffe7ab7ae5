#pragma once

#include "error.hpp"
#include "plan/import_plan.hpp"
#include "run.hpp"
#include <xrep/client.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace xrep::client {

/// A run read back, with the settings it is pushed with and what Xray will be told.
struct Prepared {
  Run run;
  Settings settings;
  ImportPlan plan;
};

/// Everything of a push that needs no network.
Expected<Prepared> prepare(const PushRequest& request);

/// The project of a plan: the setting, else that of the Test Execution, Test Plan or Tests it
/// names. Empty when none tells, or when they disagree.
std::string project_of(const ImportPlan& plan);

}  // namespace xrep::client
