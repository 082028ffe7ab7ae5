#pragma once

#include "plan/import_plan.hpp"

#include <cstdint>

namespace xrep::client {

/// Is each pass an iteration? A framework that runs a body once per section repeats the same
/// sections only when a generator gives the next value; and a pass may have parameters of its own.
/// Otherwise the passes are parts of one result.
bool iterates_by_pass(const TestRecord& record);

/// How this pass ended. A verdict of the whole test that is not a failure wins: one that was
/// expected to fail has passed.
Outcome outcome_of_pass(const TestRecord& record, std::uint32_t pass);

}  // namespace xrep::client
