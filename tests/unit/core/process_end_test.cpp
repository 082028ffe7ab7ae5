#include "child.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

namespace xrep {
namespace {

using test::Child;
using test::FinishedChild;
using test::Signal;
using test::start;
using test::start_test;
using testing::HasSubstr;
using testing::SizeIs;

TEST(LiveRun, IsReadByAnotherProcessWhileATestSleeps) {
  Signal ready;
  Signal go_on;
  Child child([&] {
    start();
    start_test("Suite.Slow");
    { const Step done("done"); }
    attach("shot.png", "picture");
    const Step open("open");
    ready.send();
    go_on.close_sending();
    go_on.wait();
  });
  ready.close_sending();
  ASSERT_TRUE(ready.wait());
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(1));
  const TestRecord& test = run.tests.front();
  EXPECT_TRUE(run.processes.at(0).alive);
  EXPECT_EQ(test.outcome, TestOutcome::running);
  ASSERT_THAT(test.steps, SizeIs(2));
  EXPECT_EQ(test.steps[0].outcome, StepOutcome::passed);
  EXPECT_EQ(test.steps[1].outcome, StepOutcome::open);
  EXPECT_EQ(test::read_file(test.attachments.at(0).file), "picture");
}

TEST(KilledProcess, LosesNothingThatItHadReported) {
  Signal acknowledged;
  Child child([&] {
    start();
    start_test("Suite.Killed");
    for (int i = 0;; ++i) {
      comment(std::to_string(i));
      acknowledged.send();
    }
  });
  acknowledged.close_sending();
  constexpr std::size_t kAcknowledged = 200;
  for (std::size_t i = 0; i < kAcknowledged; ++i) ASSERT_TRUE(acknowledged.wait());
  child.kill();
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_GE(run.tests[0].comments.size(), kAcknowledged);
  EXPECT_EQ(run.tests[0].comments[kAcknowledged - 1], std::to_string(kAcknowledged - 1));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::crashed);
  EXPECT_FALSE(run.processes.at(0).alive);
  EXPECT_FALSE(run.processes.at(0).ended);
}

void die_of(int signal, const char* name, bool in_test) {
  static const char* cause = nullptr;
  cause = name;
  std::signal(signal, [](int number) {
    recording::died(cause);
    comment("not any more");
    recording::test_finished(recording::Result::passed);
    if (recording::end_run().push) _exit(1);
    std::signal(number, SIG_DFL);
    std::raise(number);
  });
  start();
  start_test("Suite.First");
  test::pass();
  if (in_test) start_test("Suite.Dying");
  const Step step("dying");
  std::raise(signal);
}

TEST(DyingProcess, NamesTheSignalAndTheOpenStep) {
  Child child([] { die_of(SIGSEGV, "SIGSEGV", true); });
  EXPECT_TRUE(WIFSIGNALED(child.wait()));
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::crashed);
  EXPECT_EQ(run.tests[1].died_of, "SIGSEGV");
  EXPECT_EQ(run.tests[1].steps.at(0).outcome, StepOutcome::open);
  EXPECT_TRUE(run.tests[1].comments.empty());
  EXPECT_EQ(run.damaged_lines, 0U);
}

TEST(DyingProcess, IsInterruptedBySigint) {
  Child child([] { die_of(SIGINT, "SIGINT", true); });
  child.wait();
  EXPECT_EQ(child.run().tests.at(1).outcome, TestOutcome::interrupted);
}

TEST(DyingProcess, BetweenTestsSpoilsNoneAndStandsForItself) {
  Child child([] { die_of(SIGTERM, "SIGTERM", false); });
  child.wait();
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
  EXPECT_THAT(run.tests[1].name, testing::EndsWith(" [outside a test]"));
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::crashed);
  EXPECT_FALSE(run.processes.at(0).ended);
}

TEST(ExitingProcess, LeavesItsTestAsExited) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Exits");
    std::exit(0);
  });
  EXPECT_EQ(child.run().tests.at(0).outcome, TestOutcome::exited);
}

TEST(ExitingProcess, BetweenTestsStandsForItself) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Test");
    test::pass();
    std::exit(0);
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::exited);
}

#ifdef __linux__
TEST(ForkedProcess, OfABareCloneRecordsNothing) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Clones");
    const auto cloned = static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    if (cloned == 0) {
      comment("from the child");
      _exit(recording::running() || recording::in_test() ? 1 : 0);
    }
    int status = 0;
    waitpid(cloned, &status, 0);
    if (status != 0) _exit(2);
    comment("from the parent");
    test::pass();
    recording::end_run();
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_THAT(run.tests[0].comments, testing::ElementsAre("from the parent"));
}
#endif

TEST(ForkedProcess, RecordsNothingAndKeepsTheLockOfItsParent) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Forks");
    const pid_t forked = fork();
    if (forked == 0) {
      comment("from the child");
      attach("child.txt", "bytes");
      { const Step step("of the child"); }
      recording::test_finished(recording::Result::failed);
      if (recording::running() || recording::end_run().push) _exit(1);
      if (recording::start_run(test::program())) _exit(2);
      recording::died("SIGSEGV");
      std::exit(0);
    }
    int status = 0;
    waitpid(forked, &status, 0);
    if (status != 0) _exit(3);
    xrep::Run run;
    ReadError error;
    const auto found = find_run_directories("xray-results");
    if (!read_run(found, run, error) || !run.processes.at(0).alive) _exit(4);
    comment("from the parent");
    test::pass();
    recording::end_run();
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_THAT(run.tests[0].comments, testing::ElementsAre("from the parent"));
  EXPECT_TRUE(run.tests[0].steps.empty());
  EXPECT_TRUE(run.tests[0].attachments.empty());
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
}

TEST(ForkedProcess, ThatOutlivesItsParentDoesNotHoldItsRun) {
  Signal forked;
  Signal end;
  Child child([&] {
    start();
    start_test("Suite.Forks");
    if (fork() == 0) {
      end.close_sending();
      forked.send();
      end.wait();
      _exit(0);
    }
    end.wait();
  });
  forked.close_sending();
  ASSERT_TRUE(forked.wait());
  EXPECT_TRUE(child.run().processes.at(0).alive);
  child.kill();
  const xrep::Run run = child.run();
  EXPECT_FALSE(run.processes.at(0).alive);
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::crashed);
}

TEST(ForkedProcess, DoesNotHangOnAMutexOfAnotherThread) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "ThreadSanitizer does not support fork() beside running threads";
#endif
  const FinishedChild child([] {
    start();
    start_test("Suite.Forks");
    std::atomic<bool> stop{false};
    std::thread writer([&] {
      while (!stop) comment("busy");
    });
    for (int i = 0; i < 100; ++i) {
      const pid_t forked = fork();
      if (forked == 0) {
        comment("from the child");
        _exit(0);
      }
      waitpid(forked, nullptr, 0);
    }
    stop = true;
    writer.join();
    test::pass();
    recording::end_run();
  });
  EXPECT_EQ(child.run().damaged_lines, 0U);
}

// A full disk, as the limit on file sizes shows it: a short write, then errors.
TEST(FullDisk, WarnsOnceAndLosesNothingWhenThereIsSpaceAgain) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Test");
    comment("before");
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const auto unlimited = limit.rlim_cur;
    const auto directory = find_run_directories("xray-results").at(0);
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      if (entry.path().extension() == ".jsonl") limit.rlim_cur = entry.file_size() + 10;
    }
    setrlimit(RLIMIT_FSIZE, &limit);
    comment("torn");
    comment("held");
    comment("held, too");
    limit.rlim_cur = unlimited;
    setrlimit(RLIMIT_FSIZE, &limit);
    comment("after");
    test::pass();
    recording::end_run();
  });
  const xrep::Run run = child.run();
  EXPECT_EQ(run.damaged_lines, 1U);
  EXPECT_THAT(run.tests.at(0).comments,
              testing::ElementsAre("before", "torn", "held", "held, too", "after"));
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::passed);
  const auto text = child.stderr_text();
  EXPECT_THAT(text, HasSubstr("cannot write"));
  EXPECT_EQ(text.find("cannot write"), text.rfind("cannot write"));
  EXPECT_EQ(run.processes.at(0).lost, 0U);
}

}  // namespace
}  // namespace xrep
