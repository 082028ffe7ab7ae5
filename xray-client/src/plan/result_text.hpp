#pragma once

#include "plan/step_plan.hpp"

#include <string>

namespace xrep::client {

/// One plain line about how the group's result came about. No text from tests is in it, so that it
/// can stand outside of a {noformat} block.
std::string remark_of(const Group& group, const std::vector<Case>& cases, const StepPlan& steps,
                      const Settings& settings);

/// Everything that the tests said: failures, skips, comments, refused attachments, of all parts and
/// all attempts, and the parameters when no iterations show them.
std::string text_of(const Group& group, const StepPlan& steps, const Settings& settings,
                    bool iterated);

/// What one case said, for the log of its iteration.
std::string log_of(const Group& group, const Case& one, const StepPlan& steps);

}  // namespace xrep::client
