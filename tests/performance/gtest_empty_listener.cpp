// What GoogleTest itself spends on a listener that does nothing.

#include <gtest/gtest.h>

namespace {

[[maybe_unused]] const bool registered = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new testing::EmptyTestEventListener);
  return true;
}();

}  // namespace
