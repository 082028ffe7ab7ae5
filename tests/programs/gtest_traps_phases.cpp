// In each phase of a GoogleTest program something can go wrong, in each of the same few ways. What
// is done where is chosen by the environment: TRAP_SUITE_SETUP=nonfatal,skip.

#include "gtest_traps.hpp"
#include <xrep/xrep.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace traps {
namespace {

void do_one(const std::string& verb, const std::string& place) {
  if (verb == "nonfatal") {
    ADD_FAILURE() << "nonfatal in " << place;
  } else if (verb == "fatal") {
    FAIL() << "fatal in " << place;
  } else if (verb == "skip") {
    GTEST_SKIP() << "skip in " << place;
  } else if (verb == "thread") {
    std::thread([&] { ADD_FAILURE() << "thread in " << place; }).join();
  } else if (verb == "thread_skip") {
    std::thread([&] { GTEST_SKIP() << "thread_skip in " << place; }).join();
  } else if (verb == "throw") {
    throw std::runtime_error("throw in " + place);
  } else if (verb == "throw_int") {
    throw 7;
  } else if (verb == "exit") {
    std::exit(0);
  } else if (verb == "thread_exit") {
    std::thread([] { std::exit(0); }).join();
  } else if (verb == "_exit") {
    _exit(0);
  } else if (verb == "quick_exit") {
    std::quick_exit(0);
  } else if (verb == "abort") {
    std::abort();
  }
}

class Environment : public testing::Environment {
 public:
  explicit Environment(std::string name) : name_(std::move(name)) {}
  void SetUp() override { act(name_ + "_SETUP"); }
  void TearDown() override { act(name_ + "_TEARDOWN"); }

 private:
  std::string name_;
};

[[maybe_unused]] testing::Environment* const first =
    testing::AddGlobalTestEnvironment(new Environment("ENVIRONMENT"));
[[maybe_unused]] testing::Environment* const second =
    testing::AddGlobalTestEnvironment(new Environment("SECOND_ENVIRONMENT"));

bool is_first_test() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  return test != nullptr && std::string(test->name()) == "One";
}

class Phases : public testing::Test {
 public:
  Phases() { act_in_first("CONSTRUCTOR"); }
  ~Phases() override { act_in_first("DESTRUCTOR"); }
  static void SetUpTestSuite() { act("SUITE_SETUP"); }
  static void TearDownTestSuite() { act("SUITE_TEARDOWN"); }
  void SetUp() override { act_in_first("SETUP"); }
  void TearDown() override { act_in_first("TEARDOWN"); }

  static void act_in_first(const char* place) {
    if (is_first_test()) {
      act(place);
    }
  }
};
TEST_F(Phases, One) {
  xrep::comment("body");
  act("BODY");
}
TEST_F(Phases, Two) {
  SUCCEED();
}
TEST(PhasesLater, One) {
  act("LATER_BODY");
}
// On one line, as GoogleTest itself reports tests that it does not start.
// clang-format off
TEST(PhasesLater, SkipsOnOneLine) { GTEST_SKIP(); }
// clang-format on
TEST(PhasesLater, DISABLED_Two) {
  ADD_FAILURE() << "runs although it is disabled";
}

// The user's own listener, registered before xrep's: it sees starts earlier and ends later.
class Listener : public testing::EmptyTestEventListener {
 public:
  void OnTestStart(const testing::TestInfo&) override {
    Phases::act_in_first("LISTENER_TEST_START");
  }
  void OnTestEnd(const testing::TestInfo&) override { Phases::act_in_first("LISTENER_TEST_END"); }
  void OnTestSuiteEnd(const testing::TestSuite&) override { act("LISTENER_SUITE_END"); }
  void OnTestIterationEnd(const testing::UnitTest&, int) override { act("LISTENER_ITERATION_END"); }
  void OnTestProgramEnd(const testing::UnitTest&) override { act("LISTENER_PROGRAM_END"); }
};
[[maybe_unused]] const bool listening = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new Listener);
  return true;
}();

}  // namespace

void act(const std::string& place) {
  const char* verbs = std::getenv(("TRAP_" + place).c_str());
  std::istringstream list(verbs == nullptr ? "" : verbs);
  for (std::string verb; std::getline(list, verb, ',');) {
    do_one(verb, place);
  }
}

}  // namespace traps
