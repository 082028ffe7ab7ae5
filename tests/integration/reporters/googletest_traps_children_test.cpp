// Failures and files from many threads, and children that are copies of the test program.

#include "googletest_traps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace xrep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The ends "storm 17." of all failures of all tests and entries.
std::multiset<std::string> last_lines_of_failures(const Recorded& recorded) {
  std::multiset<std::string> lines;
  for (const auto& test : recorded.tests()) {
    for (const auto& failure : test.failures) {
      lines.insert(failure.text.substr(failure.text.rfind('\n') + 1));
    }
  }
  return lines;
}

TEST(GoogleTestThreads, MayFailThousandsOfTimes) {
  const auto recorded = run_traps("Threads.FailThousandsOfTimes");
  EXPECT_THAT(outcomes(recorded), ElementsAre("Threads.FailThousandsOfTimes: failed"));
  const auto lines = last_lines_of_failures(recorded);
  ASSERT_EQ(lines.size(), 4000U);
  for (int thread = 0; thread < 8; ++thread) {
    EXPECT_EQ(lines.count("thread " + std::to_string(thread) + " failure 499."), 1U);
  }
}

TEST(GoogleTestThreads, FailInTheNextTestWhenTheyAreLate) {
  const auto recorded = run_and_compare("LateFailures.*");
  EXPECT_THAT(outcomes(recorded),
              ElementsAre("LateFailures.Start: passed", "LateFailures.HitTheNextTest: failed",
                          "LateFailures.AreOver: passed"));
  EXPECT_EQ(recorded.tests().at(1).failures.at(0).text, "Failed\nlate");
}

TEST(GoogleTestThreads, FailBetweenTwoTestsWithAnEntryOfTheirOwn) {
  const auto recorded = run_and_compare("Phases.*", {{"LISTENER_TEST_END", "thread,thread"}});
  EXPECT_THAT(
      outcomes(recorded),
      ElementsAre("Phases.One: passed", "Phases [between tests]: failed", "Phases.Two: passed"));
  EXPECT_EQ(recorded.tests().at(1).failures.size(), 2U);
}

TEST(GoogleTestThreads, LoseNoFailureThatLandsAnywhere) {
  const auto recorded = run_traps("All/StormSuite.*");
  EXPECT_EQ(recorded.ended.exit_code, 1);
  const auto lines = last_lines_of_failures(recorded);
  EXPECT_EQ(lines.size(), 3000U);
  EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()).size(), 3000U);
  int tests = 0;
  for (const auto& test : recorded.tests()) {
    tests += test.name.find('[') == std::string::npos ? 1 : 0;
    if (!test.failures.empty()) {
      EXPECT_EQ(test.outcome, TestOutcome::failed) << test.name;
    }
  }
  EXPECT_EQ(tests, 300);
}

TEST(GoogleTestThreads, MayAttachAtOnce) {
  const auto test = run_traps("Threads.AttachAtOnce").test("Threads.AttachAtOnce");
  ASSERT_EQ(test.attachments.size(), 64U);
  std::map<std::string, std::uint64_t> sizes;
  std::map<std::uint32_t, int> per_step;
  for (const auto& attachment : test.attachments) {
    sizes[attachment.name] = attachment.size;
    ++per_step[attachment.step];
  }
  for (std::uint64_t i = 0; i < 32; ++i) {
    EXPECT_EQ(sizes["bytes" + std::to_string(i) + ".txt"], 1 + i);
    EXPECT_EQ(sizes["file" + std::to_string(i) + ".txt"], 1000 + i);
  }
  EXPECT_EQ(per_step.size(), 32U);
  EXPECT_THAT(test.refused_attachments, IsEmpty());

  // The failure belongs to the step of its own thread.
  ASSERT_EQ(test.failures.size(), 1U);
  for (const auto& step : test.steps) {
    EXPECT_EQ(step.outcome == StepOutcome::failed, step.name == "Thread 31") << step.name;
    EXPECT_EQ(step.number == test.failures[0].step, step.name == "Thread 31") << step.name;
  }
}

TEST(GoogleTestThreads, MayRecordAKeyAsProperty) {
  EXPECT_THAT(run_traps("Threads.RecordProperty").test("Threads.RecordProperty").keys,
              ElementsAre("CALC-5"));
}

TEST(GoogleTestSpi, RecordsNoFailureThatWasExpected) {
  const auto recorded = run_and_compare("Spi.*");
  const auto expected = recorded.test("Spi.ExpectedFailuresAreNone");
  EXPECT_EQ(expected.outcome, TestOutcome::passed);
  EXPECT_THAT(expected.failures, IsEmpty());
  const auto missing = recorded.test("Spi.TheMissingFailureIsOne");
  EXPECT_EQ(missing.outcome, TestOutcome::failed);
  EXPECT_EQ(missing.failures.size(), 1U);
}

class GoogleTestDeathTests : public testing::TestWithParam<const char*> {
 protected:
  Recorded run(const std::string& filter, const std::string& program = XREP_GTEST_TRAPS) const {
    return run_traps(filter, {}, {std::string("--gtest_death_test_style=") + GetParam()}, program);
  }
};
INSTANTIATE_TEST_SUITE_P(Styles, GoogleTestDeathTests, testing::Values("fast", "threadsafe"));

int count_of(const std::string& part, const std::string& text) {
  int count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

TEST_P(GoogleTestDeathTests, RecordInTheParentAlone) {
  const auto recorded = run("TrapDeathTest.*");
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].processes.size(), 1U);
  EXPECT_EQ(count_of("xrep: recording to", recorded.ended.err), 1);
  EXPECT_THAT(outcomes(recorded), ElementsAre("TrapDeathTest.FailsInTheChild: passed",
                                              "TrapDeathTest.DiesInStepOfTheParent: passed",
                                              "TrapDeathTest.DoesNotDie: failed"));
  for (const auto& test : recorded.tests()) {
    EXPECT_THAT(test.comments, ElementsAre("of the set-up")) << test.name;
    EXPECT_THAT(test.attachments, IsEmpty()) << test.name;
  }
  EXPECT_THAT(recorded.tests().at(0).steps, IsEmpty());
  ASSERT_EQ(recorded.tests().at(1).steps.size(), 1U);
  EXPECT_EQ(recorded.tests().at(1).steps[0].outcome, StepOutcome::passed);
}

TEST_P(GoogleTestDeathTests, KeepWhatTheChildPrinted) {
  const auto failures = run("TrapDeathTest.DoesNotDie").test("TrapDeathTest.DoesNotDie").failures;
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_THAT(failures[0].text, HasSubstr("failed to die"));
  EXPECT_THAT(failures[0].text, HasSubstr("[  DEATH   ] second line"));
}

TEST_P(GoogleTestDeathTests, SeeNoThreadOfOurs) {
  const auto recorded = run("TrapDeathTest.*");
  const std::string warning = "Death tests use fork()";
  EXPECT_THAT(recorded.ended.out, Not(HasSubstr(warning)));
  EXPECT_THAT(recorded.ended.err, Not(HasSubstr(warning)));
}

TEST_P(GoogleTestDeathTests, RecordInTheParentAloneWithAMainOfOurs) {
  const auto recorded = run("Death.*:Plain.Passes", XREP_GTEST_ZOO_OUR_MAIN);
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(count_of("xrep: ", recorded.ended.err), 2);  // where it records, and how to push that
  EXPECT_EQ(recorded.test("Plain.Passes").outcome, TestOutcome::passed);
  EXPECT_EQ(recorded.tests().size(), 3U);
}

TEST(GoogleTestForks, RecordInTheParentAlone) {
  const auto recorded = run_traps("ForkTrap.*:Plain.*");
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].processes.size(), 1U);
  EXPECT_THAT(outcomes(recorded),
              ElementsAre("ForkTrap.ChildExits: passed", "ForkTrap.ChildDies: passed",
                          "ForkTrap.GrandchildReturns: passed", "ForkTrap.GoesOn: passed"));
  for (const auto& test : recorded.tests()) {
    EXPECT_THAT(test.failures, IsEmpty()) << test.name;
    EXPECT_THAT(test.attachments, IsEmpty()) << test.name;
  }
  EXPECT_THAT(recorded.test("ForkTrap.GrandchildReturns").comments, ElementsAre("from the parent"));
  EXPECT_EQ(count_of("xrep: ", recorded.ended.err), 2);
}

}  // namespace
}  // namespace xrep::test
