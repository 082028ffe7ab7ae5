// With HANDLER=main or HANDLER=test the program has a crash handler of its own, put in place before
// main or in the test that dies.

#include "deadly.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

namespace deadly {
namespace {

constexpr int kExitCode = 9;

// Not a loop in the eyes of the compiler, and each round keeps a page of the stack.
int fill_stack(int depth) {
  volatile char page[4096];
  page[0] = static_cast<char>(depth);
  if (depth > 0) {
    page[1] = static_cast<char>(fill_stack(depth + 1));
  }
  return page[0] + page[1];
}

void touch_forbidden_page() {
  void* const memory = ::mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *static_cast<volatile char*>(memory) = 1;
}

// The file behind the memory has no such byte.
void touch_missing_page() {
  std::FILE* const file = std::tmpfile();
  void* const memory = ::mmap(nullptr, 1, PROT_WRITE, MAP_SHARED, ::fileno(file), 0);
  *static_cast<volatile char*>(memory) = 1;
}

void throw_it() {
  throw std::runtime_error("nobody catches it");
}

void throw_where_nothing_may_be_thrown() noexcept {
  throw_it();
}

[[noreturn]] void wait_for_death() {
  std::printf("waiting\n");
  std::fflush(stdout);
  for (;;) {
    ::pause();
  }
}

void die_of(const std::string& cause);

void fork_and_let_child_die_of(const std::string& cause) {
  std::fflush(stdout);
  const ::pid_t child = ::fork();
  if (child == 0) {
    if (cause != "return") {
      die_of(cause);
    }
    return;
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::printf("child: %s %d\n", WIFSIGNALED(status) ? "signal" : "exit",
              WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

void die_of_exception(const std::string& cause) {
  if (cause == "terminate") {
    std::terminate();
  } else if (cause == "noexcept") {
    throw_where_nothing_may_be_thrown();
  } else if (cause == "thread") {
    std::thread(throw_it).join();
  }
}

void leave_by(const std::string& cause) {
  if (cause == "exit") {
    std::exit(kExitCode);
  } else if (cause == "thread_exit") {
    std::thread([] { std::exit(kExitCode); }).join();
  } else if (cause == "_exit") {
    ::_exit(kExitCode);
  } else if (cause == "quick_exit") {
    std::quick_exit(kExitCode);
  }
}

void die_of(const std::string& cause) {
  constexpr const char* kFork = "fork:";
  if (cause.rfind(kFork, 0) == 0) {
    fork_and_let_child_die_of(cause.substr(std::string(kFork).size()));
  } else if (cause == "segv") {
    touch_forbidden_page();
  } else if (cause == "bus") {
    touch_missing_page();
  } else if (cause == "overflow") {
    static_cast<void>(fill_stack(1));
  } else if (cause == "abort") {
    std::abort();
  } else if (cause == "wait") {
    wait_for_death();
  } else if (cause.find_first_not_of("0123456789") == std::string::npos) {
    ::raise(std::stoi(cause));
  } else {
    die_of_exception(cause);
    leave_by(cause);
  }
}

void say_and_die(int signal) {
  constexpr char kText[] = "own handler\n";
  static_cast<void>(::write(STDOUT_FILENO, kText, sizeof(kText) - 1));
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void put_handler_in_place(const char* where) {
  const char* chosen = std::getenv("HANDLER");
  if (chosen == nullptr || chosen != std::string(where)) {
    return;
  }
  for (const int signal : {SIGSEGV, SIGABRT, SIGTERM}) {
    ::signal(signal, say_and_die);
  }
}

[[maybe_unused]] const bool early = [] {
  put_handler_in_place("main");
  return true;
}();

}  // namespace

void die() {
  put_handler_in_place("test");
  if (const char* cause = std::getenv("DEATH")) {
    die_of(cause);
  }
}

}  // namespace deadly
