#include "run.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace xrep::test {
namespace {

class LiveCapture : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Program, LiveCapture, ::testing::Values(XREP_GTEST_LIVE, XREP_CATCH2_LIVE),
                         [](const auto& program) {
                           return program.index == 0 ? "GoogleTest" : "Catch2";
                         });

// The second step is the last thing that the sleeping test reports before it sleeps.
Run read_until_asleep(const std::filesystem::path& results) {
  for (;;) {
    Run run;
    ReadError error;
    const auto directories = find_run_directories(results);
    if (!directories.empty() && read_run(directories, run, error) && run.tests.size() == 1 &&
        run.tests[0].steps.size() == 2) {
      return run;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

TEST_P(LiveCapture, ShowsStartStepsAndFilesOfATestThatStillSleeps) {
  const TempDir folder;
  ChildProcess program({{GetParam()},
                        {{"XRAY", "1"},
                         {"XRAY_UPLOAD", "never"},
                         {"XRAY_RESULTS_DIR", (folder / "results").string()},
                         {"LIVE_FOLDER", folder.path().string()}},
                        folder.path()});
  const xrep::Run seen = read_until_asleep(folder / "results");
  const TestRecord& test = seen.tests[0];
  EXPECT_TRUE(seen.processes[0].alive);
  EXPECT_EQ(test.outcome, TestOutcome::running);
  EXPECT_NE(test.name.find("Live.IsSeenWhileItSleeps"), std::string::npos);
  EXPECT_EQ(test.steps[0].name, "Open the door");
  EXPECT_EQ(test.steps[0].outcome, StepOutcome::passed);
  EXPECT_EQ(test.steps[1].name, "Sleep");
  EXPECT_EQ(test.steps[1].outcome, StepOutcome::open);
  ASSERT_EQ(test.attachments.size(), 1U);
  EXPECT_EQ(read_file(test.attachments[0].file), "open");

  folder.write("go", "");
  EXPECT_EQ(program.wait().exit_code, 0);
}

}  // namespace
}  // namespace xrep::test
