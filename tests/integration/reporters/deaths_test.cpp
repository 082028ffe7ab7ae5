// Every way in which a process can end in the middle of a test, in both frameworks: what had
// happened is recorded, and the process ends as it does without xrep.

#include "recorded.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace xrep::test {
namespace {

using Texts = std::vector<std::string>;

struct Program {
  const char* framework;
  std::string path;
  Texts arguments;
};

std::ostream& operator<<(std::ostream& out, const Program& program) {
  return out << program.framework;
}

const Program kGoogleTest = {"GoogleTest", XREP_GTEST_DEADLY, {"--gtest_print_time=0"}};
const Program kCatch2 = {"Catch2", XREP_CATCH2_DEADLY, {"--order", "decl", "--rng-seed", "7"}};

std::map<std::string, std::string> environment_of(const std::string& death) {
  // A sanitizer would take these signals for itself.
  const std::string leave_signals =
      "handle_segv=0:handle_abort=0:handle_sigfpe=0:handle_sigill=0:handle_sigbus=0:"
      "use_sigaltstack=0";
  return {{"DEATH", death}, {"ASAN_OPTIONS", leave_signals}, {"TSAN_OPTIONS", leave_signals}};
}

std::string without_lines_of_xrep(const std::string& text) {
  std::string rest;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const auto line = text.substr(begin, end - begin);
    rest += line.rfind("xrep: ", 0) == 0 ? "" : line;
    begin = end;
  }
  return rest;
}

class ProcessDeath : public testing::TestWithParam<Program> {
 protected:
  static Recorded dies_of(const std::string& death,
                          const std::map<std::string, std::string>& more = {}) {
    auto environment = environment_of(death);
    environment.insert(more.begin(), more.end());
    const auto without = record(GetParam().path, GetParam().arguments, environment);
    EXPECT_TRUE(without.runs.empty());
    environment["XRAY"] = "1";
    auto with = record(GetParam().path, GetParam().arguments, environment);
    EXPECT_EQ(with.ended.signal, without.ended.signal);
    EXPECT_EQ(with.ended.exit_code, without.ended.exit_code);
    EXPECT_EQ(with.ended.out, without.ended.out);
    EXPECT_EQ(without_lines_of_xrep(with.ended.err), without.ended.err);
    return with;
  }

  /// What the framework knows of it: GoogleTest has no signal handler.
  static std::string cause(const std::string& known_to_catch2) {
    return GetParam().path == kCatch2.path ? known_to_catch2 : "";
  }
};
INSTANTIATE_TEST_SUITE_P(In, ProcessDeath, testing::Values(kGoogleTest, kCatch2),
                         [](const auto& program) { return program.param.framework; });

void expect_open_test(const Run& run, TestOutcome outcome, const std::string& died_of) {
  ASSERT_EQ(run.tests.size(), 2U) << "what had not started is not told";
  const auto& before = run.tests[0];
  EXPECT_EQ(before.name, "Deadly.Before");
  EXPECT_EQ(before.outcome, TestOutcome::passed);
  ASSERT_EQ(before.attachments.size(), 1U);
  EXPECT_EQ(before.attachments[0].size, std::string("all is well").size());

  const auto& dies = run.tests[1];
  EXPECT_EQ(dies.name, "Deadly.Dies");
  EXPECT_EQ(dies.outcome, outcome);
  EXPECT_EQ(dies.died_of, died_of);
  EXPECT_TRUE(dies.failures.empty());
  EXPECT_EQ(dies.attachments.size(), 1U);
  EXPECT_EQ(step_paths(dies), (Texts{"Prepare", "Drive", "Drive/Brake"}));
  EXPECT_EQ(dies.steps.at(0).outcome, StepOutcome::passed);
  EXPECT_EQ(dies.steps.at(1).outcome, StepOutcome::open);
  EXPECT_EQ(dies.steps.at(2).outcome, StepOutcome::open);

  ASSERT_EQ(run.processes.size(), 1U);
  EXPECT_FALSE(run.processes[0].ended);
  EXPECT_FALSE(run.processes[0].alive);
}

struct Death {
  std::string cause;
  int signal;
  std::string known_to_catch2;
};

Death raised(int signal, const std::string& known_to_catch2 = {}) {
  return {std::to_string(signal), signal, known_to_catch2};
}

TEST_P(ProcessDeath, ByASignalKeepsWhatHadHappenedAndTheOpenSteps) {
  for (const auto& death : {raised(SIGSEGV, "SIGSEGV"),
                            raised(SIGFPE, "SIGFPE"),
                            raised(SIGILL, "SIGILL"),
                            raised(SIGTERM, "SIGTERM"),
                            raised(SIGKILL),
                            raised(SIGHUP),
                            raised(SIGBUS),
                            raised(SIGPIPE),
                            raised(SIGQUIT),
                            raised(SIGALRM),
                            raised(SIGXCPU),
                            raised(SIGUSR1),
                            raised(SIGTRAP),
                            Death{"segv", SIGSEGV, "SIGSEGV"},
                            Death{"overflow", SIGSEGV, "SIGSEGV"},
                            Death{"bus", SIGBUS, ""},
                            Death{"abort", SIGABRT, "SIGABRT"},
                            Death{"terminate", SIGABRT, "SIGABRT"},
                            Death{"noexcept", SIGABRT, "SIGABRT"},
                            Death{"thread", SIGABRT, "SIGABRT"}}) {
    SCOPED_TRACE(death.cause);
    const auto recorded = dies_of(death.cause);
    EXPECT_EQ(recorded.ended.signal, death.signal);
    ASSERT_EQ(recorded.runs.size(), 1U);
    expect_open_test(recorded.runs[0], TestOutcome::crashed, cause(death.known_to_catch2));
  }
}

TEST_P(ProcessDeath, ByAnExitKeepsWhatHadHappenedAndTheOpenSteps) {
  for (const std::string way : {"exit", "thread_exit", "_exit", "quick_exit"}) {
    SCOPED_TRACE(way);
    const auto recorded = dies_of(way);
    EXPECT_EQ(recorded.ended.exit_code, 9);
    ASSERT_EQ(recorded.runs.size(), 1U);
    // Nobody is told of the last two.
    const bool told = way == "exit" || way == "thread_exit";
    expect_open_test(recorded.runs[0], told ? TestOutcome::exited : TestOutcome::crashed, "");
  }
}

TEST_P(ProcessDeath, ByInterruptionIsNoCrashWhereTheFrameworkTellsOfIt) {
  const auto recorded = dies_of(std::to_string(SIGINT));
  EXPECT_EQ(recorded.ended.signal, SIGINT);
  ASSERT_EQ(recorded.runs.size(), 1U);
  const bool told = !cause("SIGINT").empty();
  expect_open_test(recorded.runs[0], told ? TestOutcome::interrupted : TestOutcome::crashed,
                   cause("SIGINT"));
}

TEST_P(ProcessDeath, StillGoesToACrashHandlerOfTheUser) {
  for (const std::string place : {"main", "test"}) {
    for (const auto& death : {raised(SIGSEGV, "SIGSEGV"), Death{"overflow", SIGSEGV, "SIGSEGV"},
                              Death{"segv", SIGSEGV, "SIGSEGV"}, Death{"abort", SIGABRT, "SIGABRT"},
                              Death{"thread", SIGABRT, "SIGABRT"}, raised(SIGTERM, "SIGTERM")}) {
      SCOPED_TRACE(death.cause + ", handler of " + place);
      const auto recorded = dies_of(death.cause, {{"HANDLER", place}});
      EXPECT_EQ(recorded.ended.signal, death.signal);
      // Without a stack of its own it has none left to run on, with xrep or without; Catch2 gives
      // it one.
      const bool has_stack = death.cause != "overflow";
      EXPECT_TRUE(!has_stack || recorded.ended.out.find("own handler\n") != std::string::npos);
      ASSERT_EQ(recorded.runs.size(), 1U);
      // The handler of the test is in the place of Catch2's own.
      const auto known = place == "main" ? death.known_to_catch2 : std::string();
      expect_open_test(recorded.runs[0], TestOutcome::crashed, cause(known));
    }
  }
}

TEST_P(ProcessDeath, FromOutsideIsADeathLikeAnyOther) {
  for (const auto& death : {raised(SIGKILL), raised(SIGTERM, "SIGTERM"), raised(SIGHUP),
                            raised(SIGQUIT), raised(SIGSEGV, "SIGSEGV")}) {
    SCOPED_TRACE(death.cause);
    const TempDir folder;
    Command command{{GetParam().path}, environment_of("wait"), folder.path()};
    command.arguments.insert(command.arguments.end(), GetParam().arguments.begin(),
                             GetParam().arguments.end());
    command.environment.insert({{"XRAY", "1"},
                                {"XRAY_UPLOAD", "never"},
                                {"XRAY_RESULTS_DIR", (folder / "results").string()}});
    ChildProcess program(command);
    program.wait_for_line("waiting");
    program.kill(death.signal);
    EXPECT_EQ(program.wait().signal, death.signal);
    xrep::Run recorded;
    ReadError error;
    ASSERT_TRUE(read_run(find_run_directories(folder / "results"), recorded, error))
        << error.message;
    expect_open_test(recorded, TestOutcome::crashed, cause(death.known_to_catch2));
  }
}

/// Core dumps as large as this process may allow.
class CoreDumpsAllowed {
 public:
  CoreDumpsAllowed() {
    ::getrlimit(RLIMIT_CORE, &before_);
    const struct rlimit all { before_.rlim_max, before_.rlim_max };
    ::setrlimit(RLIMIT_CORE, &all);
  }
  ~CoreDumpsAllowed() { ::setrlimit(RLIMIT_CORE, &before_); }
  CoreDumpsAllowed(const CoreDumpsAllowed&) = delete;
  CoreDumpsAllowed& operator=(const CoreDumpsAllowed&) = delete;

 private:
  struct rlimit before_ {};
};

// CLD_KILLED or CLD_DUMPED.
int how_it_ended(const Command& command) {
  ChildProcess program(command);
  siginfo_t state{};
  ::waitid(P_PID, static_cast<id_t>(program.pid()), &state, WEXITED | WNOWAIT);
  program.wait();
  return state.si_code;
}

TEST_P(ProcessDeath, LeavesTheCoreDumpThatItLeavesWithoutXrep) {
  const CoreDumpsAllowed allowed;
  for (const std::string death : {"segv", "abort", "3", "9"}) {
    SCOPED_TRACE(death);
    const TempDir folder;
    Command command{{GetParam().path}, environment_of(death), folder.path()};
    const int without = how_it_ended(command);
    if (death == "segv" && without != CLD_DUMPED) {
      GTEST_SKIP() << "no core dumps here";
    }
    command.environment["XRAY"] = "1";
    command.environment["XRAY_UPLOAD"] = "never";
    EXPECT_EQ(how_it_ended(command), without);
    EXPECT_EQ(find_run_directories(folder / "xray-results").size(), 1U);
  }
}

TEST_P(ProcessDeath, OfAForkedChildIsNoneOfTheRecordingProcess) {
  for (const std::string death : {"9", "11", "15", "1", "segv", "bus", "overflow", "abort",
                                  "terminate", "thread", "exit", "_exit", "quick_exit"}) {
    SCOPED_TRACE(death);
    const auto recorded = dies_of("fork:" + death);
    EXPECT_EQ(recorded.ended.exit_code, 0);
    EXPECT_NE(recorded.ended.out.find("child: "), std::string::npos);
    ASSERT_EQ(recorded.runs.size(), 1U);
    ASSERT_EQ(recorded.runs[0].processes.size(), 1U);
    EXPECT_TRUE(recorded.runs[0].processes[0].ended);
    EXPECT_EQ(recorded.names(), (Texts{"Deadly.Before", "Deadly.Dies", "Deadly.After"}));
    for (const auto& test : recorded.tests()) {
      EXPECT_EQ(test.outcome, TestOutcome::passed) << test.name;
    }
  }
}

}  // namespace
}  // namespace xrep::test
