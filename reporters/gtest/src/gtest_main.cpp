// main of xrep::gtest_main: GoogleTest's own, with xrep's flags and the setting `strict`.

#include <xrep/gtest.hpp>
#include <xrep/reporters/exit_code.hpp>

int main(int argc, char** argv) {
  xrep::reporters::main_becomes_ours();
  auto* const listener = new xrep::GTestListener(xrep::recording::take_settings(argc, argv));
  testing::UnitTest::GetInstance()->listeners().Append(listener);
  testing::InitGoogleTest(&argc, argv);
  const int tests = RUN_ALL_TESTS();
  // GoogleTest leaves without this event when an environment throws.
  listener->OnTestProgramEnd(*testing::UnitTest::GetInstance());
  return xrep::reporters::exit_code(tests);
}
