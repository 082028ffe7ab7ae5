#include "in_process.hpp"
#include <xrep/reporters/catch2_run.hpp>

#include <gtest/gtest.h>

namespace xrep::reporters {
namespace {

using recording::StepResult;

const Catch2Case kTest{"adds", "", "cart_test.cpp", 7};

Catch2Assertion failing() {
  Catch2Assertion assertion;
  assertion.macro = "CHECK";
  assertion.expression = "CHECK( false )";
  return assertion;
}

Catch2Verdict verdict(bool failed) {
  Catch2Verdict result;
  result.failed = failed;
  result.assertions = 1;
  return result;
}

class Catch2RunTest : public testing::Test {
 protected:
  void start(bool only_some_sections = false) {
    Catch2Program program;
    program.name = "cart_tests";
    program.command_line = folder_.command_line();
    program.only_some_sections = only_some_sections;
    ASSERT_TRUE(run_.start(program, {kTest}));
    run_.test_started(kTest, {"slow"});
  }
  void begin_pass() {
    run_.pass_started();
    run_.section_started("adds", 7);
  }
  void end_pass(StepResult result = StepResult::passed, bool left_early = false) {
    run_.section_ended("adds", "cart_test.cpp", 7, result, false, left_early);
    run_.pass_ended();
  }
  TestRecord finish(const Catch2Verdict& verdict) {
    run_.test_ended(verdict);
    run_.end();
    const auto run = folder_.read();
    EXPECT_EQ(run.tests.size(), 1U);
    return run.tests.empty() ? TestRecord() : run.tests.front();
  }

  InProcess folder_;
  Catch2Run run_;
};

TEST_F(Catch2RunTest, EndsStepsInnermostFirstThoughCatch2EndsTheOutermostFirst) {
  start();
  begin_pass();
  run_.section_started("outer", 8);
  run_.section_started("inner", 9);
  run_.failed(failing(), "cart_test.cpp", 10);
  run_.section_ended("outer", "cart_test.cpp", 8, StepResult::failed, false, false);
  run_.section_ended("inner", "cart_test.cpp", 9, StepResult::failed, false, false);
  end_pass(StepResult::failed);
  const auto test = finish(verdict(true));
  ASSERT_EQ(test.steps.size(), 2U);
  EXPECT_EQ(test.steps[0].name, "outer");
  EXPECT_EQ(test.steps[1].name, "inner");
  EXPECT_EQ(test.steps[1].parent, test.steps[0].number);
  EXPECT_GE(test.steps[0].finished, test.steps[1].finished);
  EXPECT_EQ(test.failures.at(0).step, test.steps[1].number);
}

TEST_F(Catch2RunTest, DropsTheEmptyPassAfterAnEarlyExit) {
  start();
  begin_pass();
  run_.section_started("only", 8);
  run_.failed(failing(), "cart_test.cpp", 9);
  run_.section_ended("only", "cart_test.cpp", 8, StepResult::failed, false, false);
  end_pass(StepResult::failed, true);
  begin_pass();
  end_pass();
  EXPECT_EQ(finish(verdict(true)).passes.size(), 1U);
}

TEST_F(Catch2RunTest, DropsTheEmptyPassEvenIfItRepeatsAFailure) {
  start();
  begin_pass();
  run_.failed(failing(), "cart_test.cpp", 7);
  run_.section_started("only", 8);
  run_.section_ended("only", "cart_test.cpp", 8, StepResult::failed, false, false);
  end_pass(StepResult::failed, true);
  begin_pass();
  run_.failed(failing(), "cart_test.cpp", 7);
  end_pass(StepResult::failed);
  const auto test = finish(verdict(true));
  EXPECT_EQ(test.passes.size(), 1U);
  EXPECT_EQ(test.failures.size(), 1U);
}

TEST_F(Catch2RunTest, DropsTheEmptyPassThoughAnEarlierOneHadNoSections) {
  start();
  begin_pass();
  end_pass();
  begin_pass();
  run_.section_started("only", 8);
  run_.failed(failing(), "cart_test.cpp", 9);
  run_.section_ended("only", "cart_test.cpp", 8, StepResult::failed, false, false);
  end_pass(StepResult::failed, true);
  begin_pass();
  end_pass();
  EXPECT_EQ(finish(verdict(true)).passes.size(), 2U);
}

TEST_F(Catch2RunTest, KeepsTheEmptyPassIfCodeBehindTheSectionsFails) {
  start();
  begin_pass();
  run_.section_started("only", 8);
  run_.skipped("not here", "cart_test.cpp", 9);
  run_.section_ended("only", "cart_test.cpp", 8, StepResult::skipped, false, false);
  end_pass(StepResult::skipped, true);
  begin_pass();
  run_.failed(failing(), "cart_test.cpp", 11);
  end_pass(StepResult::failed);
  const auto test = finish(verdict(true));
  EXPECT_EQ(test.passes.size(), 2U);
  EXPECT_EQ(test.failures.size(), 1U);
}

TEST_F(Catch2RunTest, KeepsThePassAfterOneThatLeftTheBodyButNoSection) {
  start();
  begin_pass();
  run_.section_started("only", 8);
  run_.section_ended("only", "cart_test.cpp", 8, StepResult::passed, false, false);
  run_.failed(failing(), "cart_test.cpp", 11);
  end_pass(StepResult::failed, true);
  begin_pass();
  end_pass();
  EXPECT_EQ(finish(verdict(true)).passes.size(), 2U);
}

TEST_F(Catch2RunTest, KeepsAPassWithoutSectionsAfterAFailedCheck) {
  start();
  begin_pass();
  run_.failed(failing(), "cart_test.cpp", 7);
  run_.section_started("only", 8);
  run_.section_ended("only", "cart_test.cpp", 8, StepResult::passed, false, false);
  end_pass(StepResult::failed);
  begin_pass();
  end_pass();
  EXPECT_EQ(finish(verdict(true)).passes.size(), 2U);
}

TEST_F(Catch2RunTest, KeepsTheKeysOfATestThatWasNotStarted) {
  start();
  run_.test_ended(verdict(false));
  run_.not_started({"ships", "", "cart_test.cpp", 20}, {"xray:SHOP-43"});
  run_.end();
  const auto run = folder_.read();
  ASSERT_EQ(run.tests.size(), 2U);
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::not_started);
  EXPECT_EQ(run.tests[1].keys, std::vector<std::string>{"SHOP-43"});
}

TEST_F(Catch2RunTest, KeepsPassesThatReachNewSections) {
  start();
  for (const char* section : {"first", "second"}) {
    begin_pass();
    run_.section_started(section, 8);
    run_.failed(failing(), "cart_test.cpp", 9);
    run_.section_ended(section, "cart_test.cpp", 8, StepResult::failed, false, false);
    end_pass(StepResult::failed);
  }
  EXPECT_EQ(finish(verdict(true)).passes.size(), 2U);
}

TEST_F(Catch2RunTest, KeepsRepeatedPassesOfAGenerator) {
  start();
  for (int i = 0; i < 3; ++i) {
    begin_pass();
    run_.failed(failing(), "cart_test.cpp", 9);
    end_pass(StepResult::failed);
  }
  EXPECT_EQ(finish(verdict(true)).passes.size(), 3U);
}

TEST_F(Catch2RunTest, TrimsThePaddingOfBddMacros) {
  start();
  begin_pass();
  run_.section_started("    Given: a basket", 8);
  run_.section_ended("    Given: a basket", "cart_test.cpp", 8, StepResult::passed, false, false);
  end_pass();
  EXPECT_EQ(finish(verdict(false)).steps.at(0).name, "Given: a basket");
}

TEST_F(Catch2RunTest, ListsAHundredFailuresAndCountsTheRest) {
  start();
  begin_pass();
  for (int i = 0; i < 150; ++i) {
    run_.failed(failing(), "cart_test.cpp", 9);
  }
  end_pass(StepResult::failed);
  const auto test = finish(verdict(true));
  EXPECT_EQ(test.failures.size(), 100U);
  ASSERT_EQ(test.remarks.size(), 1U);
  EXPECT_NE(test.remarks[0].find("50 more failed"), std::string::npos);
}

TEST_F(Catch2RunTest, SaysWhyAnAllowedFailurePasses) {
  start();
  Catch2Verdict allowed;
  allowed.failed_as_allowed = true;
  allowed.must_fail = true;
  const auto test = finish(allowed);
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(test.remarks, (std::vector<std::string>{"It failed, as [!shouldfail] demands."}));
}

TEST_F(Catch2RunTest, GivesAReasonWhenATestThatMustFailPasses) {
  start();
  auto failed = verdict(true);
  failed.must_fail = true;
  const auto test = finish(failed);
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  ASSERT_EQ(test.failures.size(), 1U);
  EXPECT_NE(test.failures[0].text.find("[!shouldfail]"), std::string::npos);
}

TEST_F(Catch2RunTest, ReportsMissingAssertionsWhereTheyAreMissing) {
  start();
  begin_pass();
  run_.section_started("empty", 8);
  run_.section_ended("empty", "cart_test.cpp", 8, StepResult::failed, true, false);
  end_pass(StepResult::failed);
  const auto test = finish(verdict(true));
  ASSERT_EQ(test.failures.size(), 1U);
  EXPECT_EQ(test.failures[0].line, 8);
}

Catch2Benchmark measured() {
  Catch2Benchmark benchmark;
  benchmark.name = "sort";
  benchmark.mean = {1250, 1200, 1300};
  benchmark.deviation = {12.5, 10, 2.5e6};
  benchmark.samples = 100;
  benchmark.iterations = 7;
  return benchmark;
}

TEST_F(Catch2RunTest, MakesAStepAndACommentOfABenchmark) {
  start();
  begin_pass();
  run_.benchmark_started("sort");
  run_.benchmark_ended(measured());
  end_pass();
  const auto test = finish(Catch2Verdict());
  ASSERT_EQ(test.steps.size(), 1U);
  EXPECT_EQ(test.steps[0].name, "sort");
  EXPECT_EQ(test.steps[0].outcome, StepOutcome::passed);
  EXPECT_EQ(test.comments,
            (std::vector<std::string>{
                "Benchmark \"sort\": mean 1.25 us (1.2 us to 1.3 us), standard deviation 12.5 ns "
                "(10 ns to 2.5 ms), samples 100 of 7 iterations"}));
  EXPECT_EQ(test.remarks, std::vector<std::string>());
}

TEST_F(Catch2RunTest, EndsABenchmarkAsItWasLeft) {
  start();
  begin_pass();
  run_.benchmark_started("wrong");
  run_.benchmark_failed();
  run_.section_started("inside", 8);
  run_.benchmark_started("left");
  run_.skipped("no clock", "cart_test.cpp", 9);
  run_.section_ended("inside", "cart_test.cpp", 8, StepResult::skipped, false, false);
  end_pass(StepResult::skipped, true);
  const auto test = finish(verdict(true));
  ASSERT_EQ(test.steps.size(), 3U);
  EXPECT_EQ(test.steps[0].outcome, StepOutcome::failed);
  EXPECT_EQ(test.steps[1].outcome, StepOutcome::skipped);
  EXPECT_EQ(test.steps[2].outcome, StepOutcome::skipped);
  EXPECT_GE(test.steps[1].finished, test.steps[2].finished);
}

TEST_F(Catch2RunTest, KeepsATestThatOnlyMeasuresThoughSectionsWereChosen) {
  start(true);
  begin_pass();
  run_.benchmark_started("sort");
  run_.benchmark_ended(measured());
  end_pass();
  EXPECT_EQ(finish(Catch2Verdict()).steps.size(), 1U);
}

TEST_F(Catch2RunTest, FailsATestInTheMiddleOfWhichTheRunEnds) {
  start();
  run_.end();
  const auto run = folder_.read();
  ASSERT_EQ(run.tests.size(), 1U);
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::failed);
  EXPECT_EQ(run.tests[0].failures.size(), 1U);
}

TEST_F(Catch2RunTest, LeavesOutTestsThatHaveNoSuchSection) {
  start(true);
  run_.test_ended(Catch2Verdict());
  run_.test_started({"other", "", "cart_test.cpp", 20}, {});
  const auto test = finish(verdict(false));
  EXPECT_EQ(test.name, "other");
}

}  // namespace
}  // namespace xrep::reporters
