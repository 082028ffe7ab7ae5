#pragma once

#include "recorded.hpp"

#include <map>
#include <string>
#include <vector>

namespace xrep::test {

using Texts = std::vector<std::string>;

/// What the program gtest_traps is told: {"BODY", "nonfatal,skip"} is TRAP_BODY=nonfatal,skip.
using Traps = std::map<std::string, std::string>;

/// Runs a program of traps with the tests that `filter` names, recorded.
Recorded run_traps(const std::string& filter, const Traps& traps = {}, Texts arguments = {},
                   const std::string& program = XREP_GTEST_TRAPS);

/// Runs it with xrep linked and not turned on.
Ended run_traps_without_xrep(const std::string& filter, const Traps& traps = {},
                             Texts arguments = {}, const std::string& program = XREP_GTEST_TRAPS);

/// run_traps(); expects that the program ended and printed as it does without xrep.
Recorded run_and_compare(const std::string& filter, const Traps& traps = {}, Texts arguments = {},
                         const std::string& program = XREP_GTEST_TRAPS);

/// Its tests in the order in which they started, each as "Suite.Test: passed".
Texts outcomes(const Recorded& recorded);
Texts outcomes(const std::vector<TestRecord>& tests);

/// All failures and reasons of skips of all tests.
std::string all_texts(const Recorded& recorded);

}  // namespace xrep::test
