#pragma once

/// xrep for GoogleTest programs with a main of their own. Link xrep::gtest_listener, then either
///
///     int main(int argc, char** argv) {
///       xrep::install(argc, argv);  // takes --xray… out of argv
///       testing::InitGoogleTest(&argc, argv);
///       return RUN_ALL_TESTS();
///     }
///
/// or, to leave the flags where they are,
///
///     testing::UnitTest::GetInstance()->listeners().Append(new xrep::GTestListener);
///
/// Programs without a main of their own link xrep::gtest or xrep::gtest_main and need no code.
/// Having several of these in one program is fine: a run is recorded once.

#include <xrep/recording.hpp>

#include <gtest/gtest.h>

#include <memory>

namespace xrep {

namespace reporters {
class GoogleTestRun;
}

/// Records the run when it is turned on (`--xray`, or XRAY=1 in the environment) and pushes it when
/// the tests are over. Does nothing before the tests start, in child processes and when it is off.
class GTestListener : public testing::EmptyTestEventListener {
 public:
  /// Flags come from GoogleTest's arguments, else from the command line of the process.
  GTestListener();

  /// With flags that were taken out of argv before GoogleTest saw it.
  explicit GTestListener(recording::CommandLine taken);

  ~GTestListener() override;
  GTestListener(const GTestListener&) = delete;
  GTestListener& operator=(const GTestListener&) = delete;

  void OnTestProgramStart(const testing::UnitTest& program) override;
  void OnTestIterationStart(const testing::UnitTest& program, int iteration) override;
  void OnEnvironmentsSetUpEnd(const testing::UnitTest& program) override;
  void OnTestSuiteStart(const testing::TestSuite& suite) override;
  void OnTestStart(const testing::TestInfo& test) override;
  void OnTestPartResult(const testing::TestPartResult& part) override;
  void OnTestEnd(const testing::TestInfo& test) override;
  void OnTestSuiteEnd(const testing::TestSuite& suite) override;
  void OnEnvironmentsTearDownEnd(const testing::UnitTest& program) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;

 private:
  recording::CommandLine taken_;
  std::unique_ptr<reporters::GoogleTestRun> run_;
  int parts_seen_ = 0;
};

/// Takes xrep's flags (`--xray`, `--xray_test_plan=CALC-9`, …) out of argv and appends the
/// listener. Call it before testing::InitGoogleTest. It throws nothing and reports nothing:
/// settings that are wrong are named when the tests start.
void install(int& argc, char** argv);

}  // namespace xrep
