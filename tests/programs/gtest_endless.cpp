// Records until it is killed: --gtest_repeat=-1.

#include "endless_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

void record_test() {
  endless::record_test([](const std::string& text) { ADD_FAILURE() << text; });
}

TEST(Endless, One) {
  record_test();
}
TEST(Endless, Two) {
  record_test();
}

class EndlessRows : public testing::TestWithParam<int> {};
TEST_P(EndlessRows, Row) {
  record_test();
}
INSTANTIATE_TEST_SUITE_P(All, EndlessRows, testing::Range(0, 3));

}  // namespace
