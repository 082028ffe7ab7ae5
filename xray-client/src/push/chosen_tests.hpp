#pragma once

#include "delivery/work.hpp"
#include "error.hpp"
#include "plan/entry_source.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// Leaves the results of these tests, told by full name or identity or by a pattern that fits one
/// of them; all for none. Error: one of them fits no test of the run.
Expected<void> keep_tests(const std::vector<std::string>& tests, ImportPlan& plan,
                          std::vector<Work>& all);

}  // namespace xrep::client
