// A main of the user's own, that knows xrep.

#include <xrep/gtest.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  xrep::install(argc, argv);
  xrep::install(argc, argv);  // twice is once
  testing::UnitTest::GetInstance()->listeners().Append(new xrep::GTestListener);
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    std::printf("left in argv: %s\n", argv[i]);
  }
  const int first = RUN_ALL_TESTS();
  return std::getenv("ZOO_TWICE") == nullptr ? first : RUN_ALL_TESTS();
}
