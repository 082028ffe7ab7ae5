#pragma once

#include "error.hpp"
#include "select/test_selection.hpp"
#include "settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace xrep::command {

/// How a program is started so that it runs the tests of a Test Plan and no others.
struct PlanRun {
  std::vector<std::string> command;
  std::vector<client::WantedTest> wanted;
  bool knows_a_run = false;    ///< in which keys in test bodies were looked for
  std::filesystem::path list;  ///< a temporary folder with what no command line holds; or empty
};

/// Asks Xray for the Tests of the plan; which tests of the program they are is told by the links
/// file, their names, and the latest recorded run.
client::Expected<PlanRun> plan_run(const std::string& plan, const ResolvedSettings& settings,
                                   const std::vector<std::string>& command);

/// Removes the temporary folder, when the program has ended.
void forget_list(const PlanRun& run);

/// Says on stderr of which Tests of the plan `directory` has no result.
void tell_missing(const PlanRun& run, const std::string& plan, const std::string& directory);

}  // namespace xrep::command
