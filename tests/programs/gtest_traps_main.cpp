// A main that knows nothing of xrep. What it does is chosen by TRAP_MAIN.

#include "gtest_traps.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace {

// Starts the program again as a helper of its own, as programs with a helper mode do.
void run_helper(const std::string& program) {
  if (std::system((program + " --helper").c_str()) != 0) {
    ADD_FAILURE() << "the helper failed";
  }
}

std::string program;

}  // namespace

TEST(Helper, IsTheSameProgram) {
  for (int i = 0; i < 6; ++i) {
    run_helper(program);
  }
}

int main(int argc, char** argv) {
  program = argv[0];
  if (argc > 1 && argv[1] == std::string("--helper")) {
    return 0;
  }
  const char* chosen = std::getenv("TRAP_MAIN");
  const std::string what = chosen == nullptr ? "" : chosen;
  if (what == "never") {
    return 0;
  }
  if (what == "no arguments") {
    testing::InitGoogleTest();
  } else if (what != "no init") {
    testing::InitGoogleTest(&argc, argv);
  }
  if (what == "init") {
    return 0;
  }
  traps::act("BEFORE_RUN");
  int result = RUN_ALL_TESTS();
  traps::act("AFTER_RUN");
  if (what == "three times") {
    result += RUN_ALL_TESTS();
    result += RUN_ALL_TESTS();
  }
  return result;
}
