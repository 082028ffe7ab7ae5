#include "nearest.hpp"

#include <gtest/gtest.h>

namespace xrep {
namespace {

TEST(Nearest, IsTheNameWithFewestDifferences) {
  EXPECT_EQ(nearest("PASED", {"FAILED", "PASSED", "TODO"}), "PASSED");
  EXPECT_EQ(nearest("1.1", {"1.0", "2.7"}), "1.0");
}

TEST(Nearest, TakesUpperAndLowerCaseForTheSame) {
  EXPECT_EQ(nearest("Blocked", {"TODO", "BLOCKED"}), "BLOCKED");
}

TEST(Nearest, IsNoneWhenAllAreFar) {
  EXPECT_EQ(nearest("GREEN", {"PASSED", "FAILED"}), "");
  EXPECT_EQ(nearest("", {"A"}), "");
  EXPECT_EQ(nearest(std::string(65, 'a'), {std::string(65, 'a')}), "");
}

}  // namespace
}  // namespace xrep
