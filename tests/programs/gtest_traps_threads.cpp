// Threads and processes: failures that come late or in thousands, files from everywhere at once,
// children that go on as if they were the test program.

#include <xrep/xrep.hpp>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

template <class Action>
void on_threads(int count, const Action& action) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&action, i] { action(i); });
  }
  for (auto& thread : threads) {
    thread.join();
  }
}

TEST(Threads, FailThousandsOfTimes) {
  on_threads(8, [](int thread) {
    for (int i = 0; i < 500; ++i) {
      ADD_FAILURE() << "thread " << thread << " failure " << i << ".";
    }
  });
}

TEST(Threads, AttachAtOnce) {
  on_threads(32, [](int thread) {
    const auto number = static_cast<std::size_t>(thread);
    const std::string file = "file" + std::to_string(thread) + ".txt";
    std::ofstream(file) << std::string(1000 + number, 'f');
    const xrep::Step step("Thread " + std::to_string(thread));
    xrep::attach("bytes" + std::to_string(thread) + ".txt", std::string(1 + number, 'b'));
    xrep::attach_file(file);
    EXPECT_NE(thread, 31) << "the last one";
  });
}

TEST(Threads, RecordProperty) {
  std::thread([] { RecordProperty("test_key", "CALC-5"); }).join();
}

// Fails when it is told to, whatever runs then.
class LateFailure {
 public:
  LateFailure()
      : thread_([told = told_.get_future()] {
          told.wait();
          ADD_FAILURE() << "late";
        }) {}
  void happen() {
    told_.set_value();
    thread_.join();
  }

 private:
  std::promise<void> told_;
  std::thread thread_;
};
std::unique_ptr<LateFailure> late;

TEST(LateFailures, Start) {
  late = std::make_unique<LateFailure>();
}
TEST(LateFailures, HitTheNextTest) {
  if (late) {
    late->happen();
  }
}
TEST(LateFailures, AreOver) {
  SUCCEED();
}

// A thread that does not look what runs: its failures land in tests and between them.
class Storm {
 public:
  Storm()
      : thread_([] {
          for (int i = 0; i < 3000; ++i) {
            ADD_FAILURE() << "storm " << i << ".";
          }
        }) {}
  void end() { thread_.join(); }

 private:
  std::thread thread_;
};
std::unique_ptr<Storm> storm;

class StormEnvironment : public testing::Environment {
 public:
  void TearDown() override {
    if (storm) {
      storm->end();
    }
  }
};
[[maybe_unused]] testing::Environment* const storm_environment =
    testing::AddGlobalTestEnvironment(new StormEnvironment);

class StormSuite : public testing::TestWithParam<int> {
 public:
  static void SetUpTestSuite() { storm = std::make_unique<Storm>(); }
};
TEST_P(StormSuite, Goes) {
  std::this_thread::yield();
}
INSTANTIATE_TEST_SUITE_P(All, StormSuite, testing::Range(0, 300));

TEST(Spi, ExpectedFailuresAreNone) {
  EXPECT_NONFATAL_FAILURE(ADD_FAILURE() << "expected", "expected");
  EXPECT_FATAL_FAILURE(FAIL() << "expected", "expected");
  EXPECT_NONFATAL_FAILURE_ON_ALL_THREADS(std::thread([] { ADD_FAILURE() << "expected"; }).join(),
                                         "expected");
}
TEST(Spi, TheMissingFailureIsOne) {
  EXPECT_NONFATAL_FAILURE(SUCCEED(), "expected");
}

class TrapDeathTest : public testing::Test {
 public:
  static void SetUpTestSuite() { xrep::comment("of the suite"); }
  void SetUp() override { xrep::comment("of the set-up"); }
};
TEST_F(TrapDeathTest, FailsInTheChild) {
  EXPECT_EXIT(
      {
        const xrep::Step step("in the child");
        xrep::attach("child.txt", "child");
        ADD_FAILURE() << "in the child";
        std::exit(0);
      },
      testing::ExitedWithCode(0), "");
}
TEST_F(TrapDeathTest, DiesInStepOfTheParent) {
  const xrep::Step step("in the parent");
  EXPECT_DEATH(std::abort(), "");
}
TEST_F(TrapDeathTest, DoesNotDie) {
  EXPECT_DEATH(std::fprintf(stderr, "first line\nsecond line\n"), "");
}

template <class Action>
int in_child(const Action& action) {
  const pid_t child = fork();
  if (child == 0) {
    action();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(ForkTrap, ChildExits) {
  in_child([] {
    xrep::attach("child.txt", "child");
    ADD_FAILURE() << "in the child";
    std::exit(0);
  });
}
TEST(ForkTrap, ChildDies) {
  in_child([] {
    ADD_FAILURE() << "in the child";
    std::abort();
  });
}
TEST(ForkTrap, GrandchildReturns) {
  const pid_t child = fork();
  if (child == 0) {
    const pid_t grandchild = fork();
    if (grandchild != 0) {
      waitpid(grandchild, nullptr, 0);
    }
    ADD_FAILURE() << "in a child";
    return;
  }
  waitpid(child, nullptr, 0);
  xrep::comment("from the parent");
}
TEST(ForkTrap, GoesOn) {
  SUCCEED();
}

TEST(PropertyTrap, ReservedKey) {
  RecordProperty("name", "mine");
}
TEST(PropertyTrap, TheLastValueWins) {
  RecordProperty("test_key", "CALC-1");
  RecordProperty("test_key", "CALC-2");
}
TEST(PropertyTrap, Hundreds) {
  for (int i = 0; i < 200; ++i) {
    RecordProperty("property" + std::to_string(i), i);
  }
  RecordProperty("comment", "bytes \xff\x01 and\na line");
}
class SuiteProperties : public testing::Test {
 public:
  static void SetUpTestSuite() { RecordProperty("test_key", "CALC-3"); }
};
TEST_F(SuiteProperties, AreOfNoTest) {
  SUCCEED();
}

}  // namespace
