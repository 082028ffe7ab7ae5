#pragma once

#include "error.hpp"
#include "plan/entry_source.hpp"
#include <xrep/client.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace xrep::client {

/// A run read back, with the settings it is pushed with and what Xray will be told.
struct Prepared {
  Settings settings;
  ImportPlan plan;

  const Run& run() const { return plan.entries.run(); }
};

/// A run of which only run.json was read.
struct OpenedRun {
  RunReader reader;
  Settings settings;
  std::filesystem::path config_file;  ///< as ResolvedSettings::config_file
};

/// Settles the settings.
Expected<OpenedRun> open_run(const PushRequest& request);

/// Reads the events and maps with these links.
Expected<Prepared> plan_run(OpenedRun opened, const TestLinks& links);

/// Reads the run, settles the settings and maps, whatever may be wrong with the run.
Expected<Prepared> read_plan(const PushRequest& request);

/// Everything of a push that needs no network: read_plan, and what else has to be right.
Expected<Prepared> prepare(const PushRequest& request);

/// The directories that `directories` were pushed together with before, and they themselves, in the
/// order of their names. Error: one of them is gone.
Expected<std::vector<std::string>> with_their_group(const std::vector<std::string>& directories);

/// The project of a plan: the setting, else that of the Test Execution, Test Plan or Tests it
/// names. Empty when none tells, or when they disagree.
std::string project_of(ImportPlan& plan);

}  // namespace xrep::client
