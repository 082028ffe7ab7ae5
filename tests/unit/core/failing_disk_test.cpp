#include "failing_disk.hpp"

#include "child.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using test::fail_writes;
using test::FinishedChild;
using test::start;
using test::start_test;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Ends the child with 0 when the run is to be pushed.
void end_with_push() {
  _exit(recording::end_run().push ? 0 : 9);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// The only run in the only folder of xrep's in `temporary`.
Run run_in(const fs::path& temporary) {
  xrep::Run run;
  ReadError error;
  const auto found = find_run_directories(fs::directory_iterator(temporary)->path());
  EXPECT_THAT(found, SizeIs(1));
  EXPECT_TRUE(read_run(found, run, error)) << error.message;
  return run;
}

class BrokenDisk : public testing::TestWithParam<int> {};

TEST_P(BrokenDisk, CostsNothingWhenItWorksAgainBeforeTheEnd) {
  const FinishedChild child([] {
    start();
    start_test("Suite.First");
    fail_writes("events-", GetParam(), 20);  // a torn line first
    comment("not on the disk");
    attach("note.txt", "on the disk");
    test::pass();
    start_test("Suite.Second");
    fail_writes("", 0);
    comment("on the disk");
    test::pass();
    end_with_push();
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].comments.at(0), "not on the disk");
  EXPECT_THAT(run.tests[0].attachments, SizeIs(1));
  EXPECT_EQ(run.tests[1].comments.at(0), "on the disk");
  EXPECT_EQ(run.processes.at(0).lost, 0U);
  EXPECT_EQ(count(child.stderr_text(), "cannot write"), 1U) << child.stderr_text();
}

TEST_P(BrokenDisk, MovesTheRunToTheTemporaryFolderForThePush) {
  const test::TempDir temporary;
  const FinishedChild child([&] {
    setenv("TMPDIR", temporary.path().c_str(), 1);
    start();
    start_test("Suite.First");
    attach("early.txt", "early bytes");
    fail_writes("/xray-results/", GetParam(), 30);
    for (int i = 0; i < 100; ++i) attach("late.txt", "late bytes");
    test::pass();
    start_test("Suite.Second");
    test::pass();
    end_with_push();
  });
  const xrep::Run run = run_in(temporary.path());
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
  ASSERT_THAT(run.tests[0].attachments, SizeIs(101));
  EXPECT_EQ(test::read_file(run.tests[0].attachments[0].file), "early bytes");
  EXPECT_EQ(test::read_file(run.tests[0].attachments[100].file), "late bytes");
  EXPECT_EQ(run.processes.at(0).lost, 0U);
  EXPECT_EQ(child.run_directory(), fs::path()) << "it would be pushed a second time";
  EXPECT_EQ(count(child.stderr_text(), "cannot write"), 1U) << child.stderr_text();
  EXPECT_THAT(child.stderr_text(), HasSubstr("this run is now in " + temporary.path().string()));
}

INSTANTIATE_TEST_SUITE_P(Errors, BrokenDisk, testing::Values(ENOSPC, EDQUOT, EIO, EROFS),
                         [](const auto& error) {
                           return error.param == ENOSPC   ? "Full"
                                  : error.param == EDQUOT ? "Quota"
                                  : error.param == EIO    ? "InputOutputError"
                                                          : "ReadOnly";
                         });

TEST(BrokenDiskAndFolders, MoveTheRunIntoMemory) {
  const FinishedChild child([] {
    setenv("TMPDIR", "/nonexistent", 1);
    start();
    start_test("Suite.Test");
    fail_writes("/xray-results/", ENOSPC);
    test::pass();
    const auto end = recording::end_run();
    fs::copy(end.directory, "moved", fs::copy_options::recursive);
    fs::remove_all(fs::path(end.directory).parent_path());
    _exit(end.push ? 0 : 9);
  });
  EXPECT_THAT(child.stderr_text(), HasSubstr("this run is now in /dev/shm/xrep-results-"));
  xrep::Run run;
  ReadError error;
  ASSERT_TRUE(read_run({child.folder() / "moved"}, run, error)) << error.message;
  EXPECT_THAT(run.tests, SizeIs(1));
}

TEST(BrokenDiskAndFolders, LeaveWhatWasWrittenBefore) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Test");
    comment("first");
    fail_writes("/", ENOSPC);
    comment("second");
    test::pass();
    end_with_push();
  });
  EXPECT_EQ(child.run().tests.at(0).comments.size(), 1U);
}

TEST(FullDisk, HoldsABoundedAmountInMemory) {
  const test::TempDir temporary;
  const FinishedChild child([&] {
    setenv("TMPDIR", temporary.path().c_str(), 1);
    start();
    fail_writes("/xray-results/", ENOSPC);
    const std::string text(30'000, 'x');
    start_test("Suite.Long");
    for (int i = 0; i < 400; ++i) comment(text);
    test::pass();
    end_with_push();
  });
  const xrep::Run run = run_in(temporary.path());
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed) << "its end is kept";
  EXPECT_GT(run.processes.at(0).lost, 100U);
  EXPECT_EQ(run.tests[0].comments.size() + run.processes.at(0).lost, 400U);
}

void limit_file_size(rlim_t soft) {
  struct rlimit limit {};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = soft;
  setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(FileSizeLimit, OfATestNeitherEndsTheProcessNorCostsAnything) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Test");
    limit_file_size(300);
    comment("a comment " + std::string(200, 'c'));
    attach("big.txt", std::string(1000, 'b'));
    std::ofstream("own.txt") << "1234567";
    attach_file("own.txt");
    limit_file_size(0);
    attach_file("own.txt");
    test::pass();
    const auto end = recording::end_run();
    struct rlimit limit {};
    getrlimit(RLIMIT_FSIZE, &limit);
    _exit(end.push && limit.rlim_cur == 0 ? 0 : 9);
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
  EXPECT_THAT(run.tests[0].comments, SizeIs(1));
  ASSERT_THAT(run.tests[0].attachments, SizeIs(3));
  EXPECT_EQ(test::read_file(run.tests[0].attachments[0].file), std::string(1000, 'b'));
  EXPECT_EQ(count(child.stderr_text(), "cannot write"), 1U) << child.stderr_text();
}

TEST(FileSizeLimit, OfTheProcessSaysThatTheEndIsLost) {
  const FinishedChild child([] {
    start();
    start_test("Suite.Test");
    const struct rlimit limit { 3000, 3000 };
    setrlimit(RLIMIT_FSIZE, &limit);
    comment(std::string(5000, 'c'));
    test::pass();
    end_with_push();
  });
  EXPECT_THAT(child.stderr_text(),
              AllOf(HasSubstr("the end of this run is lost"), HasSubstr("make space")));
}

}  // namespace
}  // namespace xrep
