// As many trivial test cases as XREP_BENCHMARK_TESTS says, each on a line of its own.

#include "load.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace {

void passes() {
  for (int i = 0; i < xrep_benchmark::assertions(); ++i) {
    CHECK(i >= 0);
  }
}

// What REGISTER_TEST_CASE does, but for the line: real test cases do not share one.
[[maybe_unused]] const bool registered = [] {
  const int tests = xrep_benchmark::tests();
  for (int i = 0; i < tests; ++i) {
    const std::string name = "passes " + std::to_string(i);
    const Catch::AutoReg registration(
        Catch::makeTestInvoker(&passes),
        Catch::SourceLineInfo(__FILE__, static_cast<std::size_t>(i) + 1), Catch::StringRef(),
        Catch::NameAndTags(name, "[load]"));
    static_cast<void>(registration);
  }
  return true;
}();

}  // namespace
