// Tests that end the process, copy it or start threads. Hidden, one at a time.

#include <xrep/xrep.hpp>

#include <catch2/catch_test_macros.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace traps {
namespace {

// Not a loop in the eyes of the compiler, and each round keeps a page of the stack.
int fill_stack(int depth) {
  volatile char page[4096];
  page[0] = static_cast<char>(depth);
  if (depth > 0) {
    page[1] = static_cast<char>(fill_stack(depth + 1));
  }
  return page[0] + page[1];
}

void throw_it() {
  throw std::runtime_error("out of noexcept");
}

void throw_where_nothing_may_be_thrown() noexcept {
  throw_it();
}

void say_and_die(int signal) {
  constexpr char kText[] = "own handler\n";
  static_cast<void>(::write(STDOUT_FILENO, kText, sizeof(kText) - 1));
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

// What kills the process is chosen by a variable.
void die_of(const std::string& cause) {
  if (cause == "overflow") {
    static_cast<void>(fill_stack(1));
  } else if (cause == "abort") {
    std::abort();
  } else if (cause == "terminate") {
    std::terminate();
  } else if (cause == "noexcept") {
    throw_where_nothing_may_be_thrown();
  } else if (cause == "thread") {
    std::thread([] { throw std::runtime_error("out of a thread"); }).join();
  } else if (cause == "segv in thread") {
    std::thread([] { ::raise(SIGSEGV); }).join();
  } else if (cause == "_exit") {
    ::_exit(9);
  } else if (cause == "quick_exit") {
    std::quick_exit(9);
  } else if (cause == "exit") {
    std::exit(9);
  } else if (cause == "own handler") {
    ::signal(SIGSEGV, say_and_die);
    ::raise(SIGSEGV);
  } else {
    ::raise(std::stoi(cause));
  }
}

}  // namespace
}  // namespace traps

TEST_CASE("dies", "[.][deadly]") {
  SECTION("outer") {
    SECTION("inner") {
      const xrep::Step step("Do it");
      traps::die_of(std::getenv("TRAP"));
    }
  }
}
TEST_CASE("dies while it may fail", "[.][!mayfail][deadly-may]") {
  traps::die_of(std::getenv("TRAP"));
}

TEST_CASE("comes after", "[.][after]") {
  CHECK(true);
}

TEST_CASE("forks and both return", "[.][fork]") {
  SECTION("parted") {
    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      xrep::comment("from the child");
      CHECK(false);
      return;
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    std::printf("child: %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    std::fflush(stdout);
    xrep::comment("from the parent");
    CHECK(true);
  }
}
TEST_CASE("forks and the child dies", "[.][fork]") {
  const ::pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::raise(SIGSEGV);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
}

TEST_CASE("attaches from many threads", "[.][threads]") {
  constexpr int kThreads = 32;
  SECTION("together") {
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([i] {
        const auto name = std::to_string(i);
        const xrep::Step step("Step " + name);
        xrep::attach(name + ".txt", "bytes of " + name);
        xrep::comment("comment " + name);
      });
    }
    for (auto& thread : threads) {
      thread.join();
    }
    CHECK(true);
  }
}
