// As many trivial tests as XREP_BENCHMARK_TESTS says.

#include "load.hpp"

#include <gtest/gtest.h>

namespace {

class Many : public testing::TestWithParam<int> {};

TEST_P(Many, Passes) {
  for (int i = 0; i < xrep_benchmark::assertions(); ++i) {
    EXPECT_LE(0, GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(Load, Many, testing::Range(0, xrep_benchmark::tests()));

}  // namespace
