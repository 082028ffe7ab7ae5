#include "child.hpp"
#include "failing_disk.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using test::FinishedChild;
using test::start;
using test::start_test;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

enum Answer { kNothing = 40, kPush, kWithheld };

// Ends the child with what end_run said, for the test to see.
[[noreturn]] void end_with_answer() {
  const auto end = recording::end_run();
  _exit(end.push ? kPush : end.withheld ? kWithheld : kNothing);
}

/// A run of one test with these flags; `prepare` runs before.
class OneTest : public test::Child {
 public:
  explicit OneTest(
      const std::vector<std::string>& flags, const std::function<void()>& prepare = [] {})
      : Child([=] {
          prepare();
          start(flags);
          start_test("Suite.Test");
          test::pass();
          end_with_answer();
        }) {
    answer = WEXITSTATUS(wait());
  }
  int answer = 0;
};

TEST(EndOfRun, Pushes) {
  EXPECT_EQ(OneTest({}).answer, kPush);
}

TEST(EndOfRun, LeavesADryRunToTheClient) {
  EXPECT_EQ(OneTest({"--xray_upload=dry_run"}).answer, kPush);
}

TEST(EndOfRun, PushesNothingWhenToldSo) {
  const OneTest run({"--xray_upload=never"});
  EXPECT_EQ(run.answer, kNothing);
  EXPECT_THAT(run.stderr_text(), HasSubstr("xrep push " + run.run_directory().string()));
}

TEST(EndOfRun, WithholdsThePushWhenSettingsAreWrong) {
  const OneTest run({"--xray_upload=now", "--xray_tset_plan=CALC-9"});
  EXPECT_EQ(run.answer, kWithheld);
  EXPECT_THAT(run.stderr_text(), AllOf(HasSubstr("'now'"), HasSubstr("did you mean test_plan"),
                                       HasSubstr("not pushed"),
                                       HasSubstr("xrep push " + run.run_directory().string())));
  EXPECT_THAT(run.run().problems, SizeIs(2));
  EXPECT_EQ(run.run().tests.at(0).outcome, TestOutcome::passed);
}

TEST(EndOfRun, NamesTheWayToPushManyProcessesUnderCtest) {
  const auto under_ctest = [] { setenv("CTEST_INTERACTIVE_DEBUG_MODE", "1", 1); };
  const OneTest run({}, under_ctest);
  EXPECT_EQ(run.answer, kNothing);
  EXPECT_THAT(run.stderr_text(),
              AllOf(HasSubstr("All of them as one"),
                    HasSubstr("xrep push " + (run.folder() / "xray-results").string())));
  EXPECT_EQ(OneTest({"--xray_upload=end"}, under_ctest).answer, kPush);
}

TEST(EndOfRun, RefusesStrictInAForeignMain) {
  const OneTest run({"--xray_strict"});
  EXPECT_EQ(run.answer, kWithheld);
  EXPECT_THAT(run.stderr_text(), AllOf(HasSubstr("--xray_strict"), HasSubstr("xrep::gtest_main")));
}

TEST(EndOfRun, ObeysStrictInOurMain) {
  const FinishedChild child([] {
    auto program = test::program({"--xray_strict"});
    program.may_change_exit_code = true;
    recording::start_run(program);
    start_test("Suite.Test");
    test::pass();
    const auto end = recording::end_run();
    _exit(end.push && end.strict ? 0 : 1);
  });
}

TEST(EndOfRun, RemovesARunWithoutTests) {
  test::Child child([] {
    start();
    const auto end = recording::end_run();
    _exit(!end.push && end.directory.empty() ? 0 : 1);
  });
  EXPECT_EQ(WEXITSTATUS(child.wait()), 0);
  EXPECT_FALSE(fs::exists(child.folder() / "xray-results"));
}

TEST(EndOfRun, KeepsARunOfDisabledTestsButDoesNotPushIt) {
  test::Child child([] {
    start();
    recording::TestInfo info;
    info.name = "Suite.DISABLED_Test";
    recording::test_not_run(info, recording::NotRun::disabled);
    end_with_answer();
  });
  EXPECT_EQ(WEXITSTATUS(child.wait()), kNothing);
  EXPECT_THAT(child.run().tests, SizeIs(1));
}

TEST(ResultsDirectory, ThatCannotBeMadeIsReplacedByATemporaryOne) {
  const test::TempDir temporary;
  const OneTest run({"--xray_results_dir=file/results"}, [&] {
    std::ofstream("file") << "in the way";
    setenv("TMPDIR", temporary.path().c_str(), 1);
  });
  EXPECT_EQ(run.answer, kPush);
  EXPECT_THAT(run.stderr_text(), AllOf(HasSubstr((run.folder() / "file/results").string()),
                                       HasSubstr("XRAY_RESULTS_DIR"),
                                       HasSubstr("recording to " + temporary.path().string())));
  const auto folder = *fs::directory_iterator(temporary.path());
  EXPECT_THAT(folder.path().filename().string(), testing::StartsWith("xrep-results-"));
  EXPECT_THAT(find_run_directories(folder.path()), SizeIs(1));
}

TEST(ResultsDirectory, ThatCannotBeHadAtAllOnlyCostsTheRecording) {
  const FinishedChild child([] {
    test::fail_writes(".run.json", ENOSPC);
    if (recording::start_run(test::program())) _exit(1);
    start_test("Suite.Test");
    comment("into nothing");
    test::pass();
    if (recording::end_run().push) _exit(2);
  });
  EXPECT_THAT(child.stderr_text(), AllOf(HasSubstr("nothing is recorded"), HasSubstr("TMPDIR")));
}

TEST(SharedRun, TakesSeveralProcessesAndNeverPushes) {
  const test::TempDir shared;
  for (int i = 0; i < 2; ++i) {
    const OneTest run({"--xray_project=CALC"},
                      [&] { setenv("XRAY_RUN_DIR", shared.path().c_str(), 1); });
    EXPECT_EQ(run.answer, kNothing);
    EXPECT_FALSE(fs::exists(run.folder() / "xray-results"));
  }
  xrep::Run run;
  ReadError error;
  ASSERT_TRUE(read_run({shared.path()}, run, error)) << error.message;
  EXPECT_THAT(run.processes, SizeIs(2));
  EXPECT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.id, shared.path().filename().string());
  ASSERT_THAT(run.settings, SizeIs(1)) << "of the first process";
  for (const auto& entry : fs::directory_iterator(shared.path())) {
    EXPECT_NE(entry.path().filename().string().front(), '.') << "nothing is left over";
  }
}

TEST(SharedRun, IsNotRemovedByAProcessWithoutTests) {
  const test::TempDir shared;
  const FinishedChild child([&] {
    setenv("XRAY_RUN_DIR", shared.path().c_str(), 1);
    start();
    recording::end_run();
  });
  EXPECT_TRUE(fs::exists(shared / "run.json"));
  EXPECT_EQ(std::distance(fs::directory_iterator(shared.path()), fs::directory_iterator()), 2);
}

TEST(SharedRun, ThatDoesNotExistIsReplacedWithoutAPush) {
  const OneTest run({}, [] { setenv("XRAY_RUN_DIR", "/nonexistent/run", 1); });
  EXPECT_EQ(run.answer, kNothing);
  EXPECT_THAT(run.stderr_text(), HasSubstr("XRAY_RUN_DIR=/nonexistent/run"));
  EXPECT_THAT(run.run().tests, SizeIs(1));
}

TEST(SharedRun, ThatOthersCanWriteToIsRefused) {
  const test::TempDir shared;
  fs::permissions(shared.path(), fs::perms::others_write, fs::perm_options::add);
  const OneTest run({}, [&] { setenv("XRAY_RUN_DIR", shared.path().c_str(), 1); });
  EXPECT_EQ(run.answer, kNothing);
  EXPECT_THAT(run.stderr_text(), AllOf(HasSubstr("everybody may write it"), HasSubstr("chmod")));
  EXPECT_TRUE(fs::is_empty(shared.path()));
  EXPECT_THAT(run.run().tests, SizeIs(1));
}

TEST(RunFile, HoldsNoCredentials) {
  const OneTest run({"--xray_client_secret=hush", "--xray_project=CALC"}, [] {
    setenv("XRAY_CLIENT_ID", "hush", 1);
    setenv("XRAY_CLIENT_SECRET", "hush", 1);
  });
  const auto text = test::read_file(run.run_directory() / "run.json");
  EXPECT_THAT(text, AllOf(HasSubstr("CALC"), Not(HasSubstr("hush"))));
  EXPECT_THAT(run.stderr_text(), Not(HasSubstr("hush")));
}

TEST(RunFile, NamesTheBuild) {
  const OneTest run({}, [] {
    setenv("GITLAB_CI", "true", 1);
    setenv("CI_COMMIT_SHA", "9f1c2ab", 1);
    setenv("CI_COMMIT_REF_NAME", "main", 1);
    setenv("CI_JOB_URL", "https://gitlab.com/jobs/5", 1);
    unsetenv("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME");
  });
  const xrep::Run read = run.run();
  EXPECT_EQ(read.ci, "GitLab CI");
  EXPECT_EQ(read.revision, "9f1c2ab");
  EXPECT_EQ(read.branch, "main");
  EXPECT_EQ(read.build_url, "https://gitlab.com/jobs/5");
}

}  // namespace
}  // namespace xrep
