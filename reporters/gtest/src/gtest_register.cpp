// Compiled in the user's own target: the linker would drop it from an archive without a word.

#include <xrep/gtest.hpp>

namespace {

// UnitTest is a function-local static, so it can be used before main.
[[maybe_unused]] const bool registered = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new xrep::GTestListener);
  return true;
}();

}  // namespace
