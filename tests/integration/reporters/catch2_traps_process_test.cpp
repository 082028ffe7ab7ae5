// Tests that end their process, copy it or use threads.

#include "catch2_traps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

namespace xrep::test {
namespace {

// A sanitizer would take these signals for itself.
const std::string kLeaveSignals =
    "handle_segv=0:handle_abort=0:handle_sigfpe=0:handle_sigill=0:handle_sigbus=0:"
    "use_sigaltstack=0";

std::map<std::string, std::string> trap(const std::string& cause) {
  return {{"TRAP", cause}, {"ASAN_OPTIONS", kLeaveSignals}, {"TSAN_OPTIONS", kLeaveSignals}};
}

Recorded dies_of(const std::string& cause) {
  return traps("dies,comes after", {}, trap(cause));
}

const Texts kOpenSteps = {"1 outer: open", "1 outer/inner: open", "1 outer/inner/Do it: open"};

TEST(Catch2Crash, IsRecordedWithItsSignalAndTheOpenSteps) {
  struct Death {
    std::string cause;
    int signal;
    std::string name;
  };
  for (const auto& death :
       {Death{std::to_string(SIGSEGV), SIGSEGV, "SIGSEGV"},
        Death{std::to_string(SIGFPE), SIGFPE, "SIGFPE"},
        Death{std::to_string(SIGILL), SIGILL, "SIGILL"},
        Death{std::to_string(SIGTERM), SIGTERM, "SIGTERM"}, Death{"abort", SIGABRT, "SIGABRT"},
        Death{"terminate", SIGABRT, "SIGABRT"}, Death{"noexcept", SIGABRT, "SIGABRT"},
        Death{"thread", SIGABRT, "SIGABRT"}, Death{"segv in thread", SIGSEGV, "SIGSEGV"},
        Death{"overflow", SIGSEGV, "SIGSEGV"}}) {
    const auto recorded = dies_of(death.cause);
    EXPECT_EQ(recorded.ended.signal, death.signal) << death.cause;
    const auto test = recorded.test("dies");
    EXPECT_EQ(test.outcome, TestOutcome::crashed) << death.cause;
    EXPECT_EQ(test.died_of, death.name) << death.cause;
    EXPECT_EQ(steps_of(test), kOpenSteps) << death.cause;
    // Nothing that Catch2 tells out of its signal handler.
    EXPECT_EQ(failures_of(test), Texts()) << death.cause;
    EXPECT_FALSE(recorded.runs.at(0).processes.at(0).ended) << death.cause;
    // What was never run is not known.
    EXPECT_EQ(recorded.names(), (Texts{"dies"})) << death.cause;
  }
}

TEST(Catch2Crash, LooksTheSameOnTheConsole) {
  for (const std::string cause : {"abort", "overflow", "exit", "own handler", "15"}) {
    const Texts common = {"dies,comes after", "--order", "decl", "-n", "traps", "--rng-seed", "7"};
    auto on = common;
    on.emplace_back("--xray");
    const auto with = record(XREP_CATCH2_TRAPS, on, trap(cause));
    const auto without = record(XREP_CATCH2_TRAPS_BARE, common, trap(cause));
    EXPECT_EQ(with.ended.out, without.ended.out) << cause;
    EXPECT_EQ(with.ended.signal, without.ended.signal) << cause;
    EXPECT_EQ(with.ended.exit_code, without.ended.exit_code) << cause;
    auto reporter = common;
    reporter.insert(reporter.end(), {"-r", "xray"});
    const auto alone = record(XREP_CATCH2_TRAPS, reporter, trap(cause));
    EXPECT_EQ(alone.ended.out, without.ended.out) << cause;
    EXPECT_EQ(alone.test("dies").outcome, with.test("dies").outcome) << cause;
  }
}

TEST(Catch2Crash, IsNoneThatATestMayHave) {
  const auto test =
      traps("dies while it may fail", {}, trap("abort")).test("dies while it may fail");
  EXPECT_EQ(test.outcome, TestOutcome::crashed);
}

TEST(Catch2Crash, ByASignalThatCatch2DoesNotHandleIsACrashToo) {
  for (const int signal : {SIGKILL, SIGBUS, SIGPIPE}) {
    const auto recorded = dies_of(std::to_string(signal));
    EXPECT_EQ(recorded.ended.signal, signal);
    EXPECT_EQ(recorded.test("dies").outcome, TestOutcome::crashed) << signal;
    EXPECT_EQ(steps_of(recorded.test("dies")), kOpenSteps) << signal;
  }
}

TEST(Catch2Crash, GoesToTheHandlerThatATestPutInPlace) {
  const auto recorded = dies_of("own handler");
  EXPECT_TRUE(contains(recorded.ended.out, "own handler"));
  EXPECT_EQ(recorded.ended.signal, SIGSEGV);
  EXPECT_EQ(recorded.test("dies").outcome, TestOutcome::crashed);
}

TEST(Catch2Exit, InATestIsNoPass) {
  const auto exits = dies_of("exit");
  EXPECT_EQ(exits.ended.exit_code, 9);
  EXPECT_EQ(exits.test("dies").outcome, TestOutcome::exited);
  EXPECT_EQ(steps_of(exits.test("dies")), kOpenSteps);
  EXPECT_EQ(exits.names(), (Texts{"dies"}));
  for (const std::string cause : {"_exit", "quick_exit"}) {
    const auto silent = dies_of(cause);
    EXPECT_EQ(silent.ended.exit_code, 9) << cause;
    EXPECT_EQ(silent.test("dies").outcome, TestOutcome::crashed) << cause;
  }
}

TEST(Catch2Fork, RecordsTheParentOnlyThoughTheChildReturns) {
  const auto recorded = traps("forks and both return,attaches from many threads");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  // The child went on with the other tests and failed as Catch2 counts.
  EXPECT_TRUE(contains(recorded.ended.out, "child: 42"));
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].processes.size(), 1U);
  EXPECT_EQ(recorded.tests().size(), 2U);
  const auto test = recorded.test("forks and both return");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(test.comments, (Texts{"from the parent"}));
  EXPECT_EQ(steps_of(test), (Texts{"1 parted: passed"}));
  EXPECT_EQ(recorded.test("attaches from many threads").attachments.size(), 32U);
}

TEST(Catch2Fork, OutlivesAChildThatCrashes) {
  const auto recorded = traps("forks and the child dies", {}, trap("none"));
  EXPECT_EQ(recorded.test("forks and the child dies").outcome, TestOutcome::passed);
  EXPECT_TRUE(recorded.runs.at(0).processes.at(0).ended);
}

TEST(Catch2Threads, AttachToTheirOwnSteps) {
  const auto test = traps("attaches from many threads").test("attaches from many threads");
  ASSERT_EQ(test.attachments.size(), 32U);
  EXPECT_EQ(test.comments.size(), 32U);
  EXPECT_EQ(test.steps.size(), 33U);
  for (const auto& attachment : test.attachments) {
    const auto step = std::find_if(test.steps.begin(), test.steps.end(), [&](const auto& other) {
      return other.number == attachment.step;
    });
    ASSERT_NE(step, test.steps.end());
    EXPECT_EQ(step->name + ".txt", "Step " + attachment.name);
    EXPECT_EQ(step->outcome, StepOutcome::passed);
    EXPECT_EQ(step->parent, test.steps.front().number);
    EXPECT_EQ(attachment.size, ("bytes of " + attachment.name).size() - 4);
  }
}

}  // namespace
}  // namespace xrep::test
