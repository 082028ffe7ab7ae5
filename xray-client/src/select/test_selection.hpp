#pragma once

#include "dialect.hpp"
#include "plan/entry_source.hpp"
#include "plan/test_links.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// A Test that is wanted, and under which names local tests may go to it: full names, identities,
/// patterns of `*` and `?`.
struct WantedTest {
  std::string key;
  std::string summary;
  std::vector<std::string> names;
};

/// From the links file, the name of the Test, and the tests of a recorded run (null: none), which
/// alone knows the keys that stand in test bodies.
std::vector<WantedTest> wanted_tests(const std::vector<RemoteTest>& tests, const TestLinks& links,
                                     ImportPlan* recorded);

/// For `--gtest_filter`: all of them, with the rows of parameterised and typed tests. Empty when no
/// name can be one of GoogleTest.
std::string googletest_filter(const std::vector<WantedTest>& tests);

/// For Catch2's `--input-file`, a line for each name that a test case of `executable` may have,
/// with the instances of templates. Empty when there is none.
std::string catch2_names(const std::vector<WantedTest>& tests, const std::string& executable);

/// Those of which the run has no result.
std::vector<WantedTest> without_result(const std::vector<WantedTest>& tests, ImportPlan& run);

}  // namespace xrep::client
