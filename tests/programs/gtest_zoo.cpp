// A test program with one test for each way in which GoogleTest can go. The integration tests
// choose by --gtest_filter; what is not a test is chosen by the environment variable ZOO.

#include <xrep/xrep.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

bool zoo(const char* what) {
  const char* chosen = std::getenv("ZOO");
  return chosen != nullptr && std::string(chosen) == what;
}

class Environment : public testing::Environment {
 public:
  void SetUp() override {
    if (zoo("environment fails")) {
      FAIL() << "no database";
    }
    if (zoo("environment is unhappy")) {
      ADD_FAILURE() << "an old database";
    }
    if (zoo("environment skips")) {
      GTEST_SKIP() << "no licence";
    }
    if (zoo("environment throws")) {
      throw std::runtime_error("database gone");
    }
  }
  void TearDown() override {
    if (zoo("environment stays dirty")) {
      ADD_FAILURE() << "left files behind";
    }
  }
};

[[maybe_unused]] testing::Environment* const environment =
    testing::AddGlobalTestEnvironment(new Environment);

[[maybe_unused]] const bool early = [] {
  if (zoo("fails before main")) {
    ADD_FAILURE() << "a static initialiser failed";
  }
  return true;
}();

TEST(Plain, Passes) {
  SUCCEED();
}
TEST(Plain, Fails) {
  EXPECT_EQ(1 + 1, 3) << "sums are hard";
}
TEST(Plain, FailsTwice) {
  ADD_FAILURE() << "first";
  ADD_FAILURE() << "second";
}
TEST(Plain, Throws) {
  throw std::runtime_error("boom");
}
TEST(Plain, Skips) {
  GTEST_SKIP() << "no network";
}
// On one line, as GoogleTest itself reports tests that it does not start.
// clang-format off
TEST(Plain, SkipsOnOneLine) { GTEST_SKIP(); }
// clang-format on

TEST(Plain, FailsAndSkips) {
  ADD_FAILURE() << "broken";
  GTEST_SKIP() << "and skipped";
}
TEST(Plain, DISABLED_IsOff) {
  FAIL();
}
TEST(DISABLED_Off, IsOffToo) {
  FAIL();
}

class BrokenSuite : public testing::Test {
 public:
  static void SetUpTestSuite() { FAIL() << "no server"; }
};
TEST_F(BrokenSuite, One) {
  SUCCEED();
}
TEST_F(BrokenSuite, Two) {
  SUCCEED();
}

class SkippedSuite : public testing::Test {
 public:
  static void SetUpTestSuite() { GTEST_SKIP() << "only on Tuesdays"; }
};
TEST_F(SkippedSuite, One) {
  SUCCEED();
}

class UntidySuite : public testing::Test {
 public:
  static void TearDownTestSuite() { ADD_FAILURE() << "port still open"; }
};
TEST_F(UntidySuite, One) {
  SUCCEED();
}

class BrokenFixture : public testing::Test {
 protected:
  void SetUp() override { FAIL() << "no fixture"; }
};
TEST_F(BrokenFixture, One) {
  SUCCEED();
}

TEST(Death, Fast) {
  GTEST_FLAG_SET(death_test_style, "fast");
  EXPECT_DEATH(
      {
        xrep::comment("from the child");
        std::abort();
      },
      "");
  xrep::comment("from the parent");
}
TEST(Death, Threadsafe) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        xrep::comment("from the child");
        std::exit(3);
      },
      testing::ExitedWithCode(3), "");
  xrep::comment("from the parent");
}

TEST(Fork, ChildReturnsFromTheTest) {
  const pid_t child = fork();
  if (child == 0) {
    xrep::comment("from the child");
    ADD_FAILURE() << "in the child";
    return;
  }
  int status = 0;
  waitpid(child, &status, 0);
  xrep::comment("from the parent");
}
TEST(Fork, GoesOnAfterIt) {
  SUCCEED();
}

TEST(Exit, LeavesWithZero) {
  if (zoo("exit")) {
    std::exit(0);
  }
}
TEST(Crash, Aborts) {
  const xrep::Step step("Pull the plug");
  if (zoo("crash")) {
    std::abort();
  }
}

template <class T>
class Numbers : public testing::Test {};
using Types = testing::Types<int, double>;
// The comma: clang -Wpedantic wants an argument for the dots of these macros, be it an empty one.
TYPED_TEST_SUITE(Numbers, Types, );
TYPED_TEST(Numbers, StartAtZero) {
  EXPECT_EQ(TypeParam(), TypeParam(0));
}

struct TypeNames {
  template <class T>
  static std::string GetName(int) {
    return std::is_same_v<T, int> ? "whole" : "broken";
  }
};
template <class T>
class Named : public testing::Test {};
TYPED_TEST_SUITE(Named, Types, TypeNames);
TYPED_TEST(Named, Works) {
  SUCCEED();
}

template <class T>
class Pattern : public testing::Test {};
TYPED_TEST_SUITE_P(Pattern);
TYPED_TEST_P(Pattern, Holds) {
  SUCCEED();
}
REGISTER_TYPED_TEST_SUITE_P(Pattern, Holds);
INSTANTIATE_TYPED_TEST_SUITE_P(My, Pattern, Types, );

class Cart : public testing::TestWithParam<int> {};
TEST_P(Cart, Adds) {
  EXPECT_LT(GetParam(), 9);
}
INSTANTIATE_TEST_SUITE_P(Prices, Cart, testing::Values(1, 2));
INSTANTIATE_TEST_SUITE_P(Words, Cart, testing::Values(3),
                         [](const auto&) { return std::string("three"); });

TEST(Properties, NameKeys) {
  RecordProperty("test_key", "CALC-1;CALC-2");
  RecordProperty("requirements", "CALC-7, CALC-8");
  RecordProperty("defect", "CALC-9");
  RecordProperty("comment", "by property");
  RecordProperty("xray_field:Test Rig", "B2; B3");
  RecordProperty("speed", 12);
}

TEST(Annotations, AllOfThem) {
  xrep::test_key("CALC-3");
  xrep::requirement("CALC-4");
  xrep::step("Outer", [] {
    xrep::Step inner("Inner");
    inner.expected("green");
    inner.data("traffic light");
    inner.attach("inner.txt", "bytes");
    EXPECT_TRUE(false) << "red";
  });
  xrep::parameter("currency", "EUR");
  xrep::custom_field("Rig", "B1");
  xrep::custom_field("Rig", "B2");
}

TEST(Threads, AttachAndFail) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      xrep::attach("thread" + std::to_string(i) + ".txt", std::string("hello"));
      EXPECT_EQ(i, 4) << "thread " << i;
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
}

}  // namespace
