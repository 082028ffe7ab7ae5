#pragma once

#include "plan/import_plan.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// What an outcome means for Xray. An interrupted test has no verdict, like a skipped one; a
/// process that left through exit() inside a test never finished it.
Outcome outcome_of(TestOutcome outcome);

/// What several results of one Test come to: failed, else crashed, else passed, else skipped, else
/// not started. not_started for none.
Outcome worst_of(const std::vector<Outcome>& outcomes);
Outcome worse_of(Outcome a, Outcome b);

/// Failed or crashed.
bool is_failure(Outcome outcome);

/// A step cannot crash, only fail.
Outcome as_step(Outcome outcome);

/// "passed", "failed", …
const char* word_for(Outcome outcome);
const char* word_for(TestOutcome outcome);

/// "2 passed, 1 failed"
std::string counted(const std::vector<Outcome>& outcomes);

}  // namespace xrep::client
