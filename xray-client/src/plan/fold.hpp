#pragma once

#include "plan/import_plan.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace xrep::client {

/// Steps as plain text, a line each with its result, for a Test that cannot show them. `first` is
/// the number of the first one; it shows when the steps have no numbers of their own.
std::string step_list(const std::vector<PlannedStep>& steps, std::size_t first = 1);

/// Iterations as an aligned table of parameters and results, followed by the steps of those that
/// have more than the one every iteration has.
std::string iteration_table(const std::vector<PlannedIteration>& iterations);

/// The longest text of either, in UTF-16 code units; what is longer is cut, and says so.
inline constexpr std::size_t kMaxFolded = 12'000;

/// Both, each with all it has, however long.
std::string whole_list(const std::vector<PlannedStep>& steps,
                       const std::vector<PlannedIteration>& iterations);

/// The step of an iteration that has none of its own.
inline constexpr char kOnlyStep[] = "Run";

/// Has it others than that one?
bool has_own_steps(const PlannedIteration& iteration);

}  // namespace xrep::client
