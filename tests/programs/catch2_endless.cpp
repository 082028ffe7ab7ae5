// Records until it is killed: some tests, then one that has no end.

#include "endless_test.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <limits>
#include <string>

namespace {

void record_test() {
  endless::record_test([](const std::string& text) { FAIL_CHECK(text); });
}

[[maybe_unused]] const bool registered = [] {
  constexpr int kTests = 12;
  for (int i = 0; i < kTests; ++i) {
    const std::string name = "ends " + std::to_string(i);
    REGISTER_TEST_CASE(record_test, name);
  }
  return true;
}();

}  // namespace

TEST_CASE("never ends") {
  const int pass = GENERATE(range(0, std::numeric_limits<int>::max()));
  if (pass == 0) {
    endless::ledger().test_started();
  }
  SECTION("records") {
    endless::record_something();
  }
}
