#include "recorded.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace xrep::test {
namespace {

using Texts = std::vector<std::string>;

Recorded zoo(const std::string& filter, std::map<std::string, std::string> environment = {},
             Texts arguments = {}) {
  arguments.insert(arguments.end(), {"--xray", "--gtest_filter=" + filter});
  return record(XREP_GTEST_ZOO, arguments, std::move(environment));
}

TEST(GoogleTestReporter, RecordsPassesFailuresAndSkips) {
  const auto recorded = zoo("Plain.*");
  EXPECT_EQ(recorded.test("Plain.Passes").outcome, TestOutcome::passed);

  const auto fails = recorded.test("Plain.Fails");
  EXPECT_EQ(fails.outcome, TestOutcome::failed);
  ASSERT_EQ(fails.failures.size(), 1U);
  EXPECT_NE(fails.failures[0].text.find("sums are hard"), std::string::npos);
  EXPECT_NE(fails.failures[0].text.back(), '\n');
  EXPECT_NE(fails.failures[0].file.find("gtest_zoo.cpp"), std::string::npos);
  EXPECT_GT(fails.failures[0].line, 0);
  EXPECT_EQ(fails.line + 1, fails.failures[0].line);

  EXPECT_EQ(recorded.test("Plain.FailsTwice").failures.size(), 2U);
  const auto throws = recorded.test("Plain.Throws");
  ASSERT_EQ(throws.failures.size(), 1U);
  EXPECT_EQ(throws.failures[0].file, "");

  const auto skips = recorded.test("Plain.Skips");
  EXPECT_EQ(skips.outcome, TestOutcome::skipped);
  ASSERT_EQ(skips.skips.size(), 1U);
  EXPECT_EQ(skips.skips[0].text, "no network");
  EXPECT_EQ(recorded.test("Plain.SkipsOnOneLine").outcome, TestOutcome::skipped);
  EXPECT_EQ(recorded.test("Plain.FailsAndSkips").outcome, TestOutcome::failed);
}

TEST(GoogleTestReporter, NamesDisabledTestsAlsoOfSuitesWithNothingElse) {
  const auto recorded = zoo("Plain.*:DISABLED_Off.*");
  EXPECT_EQ(recorded.test("Plain.DISABLED_IsOff").outcome, TestOutcome::disabled);
  EXPECT_EQ(recorded.test("DISABLED_Off.IsOffToo").outcome, TestOutcome::disabled);
}

TEST(GoogleTestReporter, ChangesNeitherOutputNorExitCode) {
  for (const std::string filter : {"Plain.*", "Plain.Passes", "Nothing.AtAll"}) {
    const Texts quiet = {"--gtest_filter=" + filter, "--gtest_print_time=0"};
    const auto with = zoo(filter, {}, {"--gtest_print_time=0"});
    const auto without = record(XREP_GTEST_ZOO, quiet);
    EXPECT_EQ(with.ended.exit_code, without.ended.exit_code) << filter;
    EXPECT_EQ(with.ended.out, without.ended.out) << filter;
    EXPECT_TRUE(without.runs.empty());
    EXPECT_EQ(without.ended.err, "");
  }
}

TEST(GoogleTestReporter, LeavesNoRunBehindWhenNoTestWasChosen) {
  EXPECT_TRUE(zoo("Nothing.AtAll").runs.empty());
}

TEST(GoogleTestReporter, MakesAnEntryOfAFailedSuiteSetUp) {
  const auto recorded = zoo("BrokenSuite.*");
  EXPECT_EQ(recorded.ended.exit_code, 1);
  const auto entry = recorded.test("BrokenSuite [SetUpTestSuite]");
  EXPECT_EQ(entry.outcome, TestOutcome::failed);
  EXPECT_EQ(entry.failures.at(0).text, "Failed\nno server");
  EXPECT_EQ(recorded.test("BrokenSuite.One").outcome, TestOutcome::not_started);
  EXPECT_EQ(recorded.test("BrokenSuite.Two").outcome, TestOutcome::not_started);
}

TEST(GoogleTestReporter, MakesAnEntryOfAFailedSuiteTearDown) {
  const auto recorded = zoo("UntidySuite.*");
  EXPECT_EQ(recorded.test("UntidySuite.One").outcome, TestOutcome::passed);
  EXPECT_EQ(recorded.test("UntidySuite [TearDownTestSuite]").outcome, TestOutcome::failed);
}

TEST(GoogleTestReporter, CallsATestFailedWhoseFixtureFails) {
  EXPECT_EQ(zoo("BrokenFixture.*").test("BrokenFixture.One").outcome, TestOutcome::failed);
}

TEST(GoogleTestReporter, MakesAnEntryOfAFailedEnvironment) {
  const auto recorded = zoo("Plain.Passes", {{"ZOO", "environment fails"}});
  EXPECT_EQ(recorded.test("[environment]").failures.at(0).text, "Failed\nno database");
  EXPECT_EQ(recorded.test("Plain.Passes").outcome, TestOutcome::not_started);
}

TEST(GoogleTestReporter, RunsTestsAfterAFailureThatIsNotFatalToTheEnvironment) {
  const auto recorded = zoo("Plain.Passes", {{"ZOO", "environment is unhappy"}});
  EXPECT_EQ(recorded.test("[environment]").outcome, TestOutcome::failed);
  EXPECT_EQ(recorded.test("Plain.Passes").outcome, TestOutcome::passed);
}

TEST(GoogleTestReporter, SaysThatNothingRanWhenAnEnvironmentSkips) {
  const auto recorded = zoo("Plain.Passes", {{"ZOO", "environment skips"}});
  EXPECT_EQ(recorded.test("[environment]").skips.at(0).text, "no licence");
  EXPECT_EQ(recorded.test("Plain.Passes").outcome, TestOutcome::not_started);
}

TEST(GoogleTestReporter, MakesAnEntryOfAnEnvironmentThatThrows) {
  for (const char* program : {XREP_GTEST_ZOO, XREP_GTEST_ZOO_OUR_MAIN}) {
    const auto recorded =
        record(program, {"--xray", "--gtest_filter=Plain.Passes"}, {{"ZOO", "environment throws"}});
    EXPECT_EQ(recorded.ended.exit_code, 1);
    EXPECT_EQ(recorded.test("[environment]").outcome, TestOutcome::failed);
  }
}

TEST(GoogleTestReporter, MakesAnEntryOfAnEnvironmentThatStaysDirty) {
  const auto recorded = zoo("Plain.Passes", {{"ZOO", "environment stays dirty"}});
  EXPECT_EQ(recorded.test("[environment]").outcome, TestOutcome::failed);
  EXPECT_EQ(recorded.test("Plain.Passes").outcome, TestOutcome::passed);
}

TEST(GoogleTestReporter, MakesAnEntryOfAFailureBeforeMain) {
  const auto recorded = zoo("Plain.Passes", {{"ZOO", "fails before main"}});
  EXPECT_EQ(recorded.ended.exit_code, 1);
  EXPECT_EQ(recorded.test("[environment]").outcome, TestOutcome::failed);
}

TEST(GoogleTestReporter, RecordsNothingInDeathTestChildren) {
  const auto recorded = zoo("Death.*");
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].processes.size(), 1U);
  for (const char* name : {"Death.Fast", "Death.Threadsafe"}) {
    const auto test = recorded.test(name);
    EXPECT_EQ(test.outcome, TestOutcome::passed);
    EXPECT_EQ(test.comments, (Texts{"from the parent"}));
  }
}

TEST(GoogleTestReporter, RecordsNothingInAChildThatReturnsFromTheTest) {
  const auto recorded = zoo("Fork.*");
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].processes.size(), 1U);
  const auto test = recorded.test("Fork.ChildReturnsFromTheTest");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(test.comments, (Texts{"from the parent"}));
  EXPECT_EQ(recorded.test("Fork.GoesOnAfterIt").outcome, TestOutcome::passed);
}

TEST(GoogleTestReporter, KnowsTheTestInWhichTheProcessExited) {
  const auto recorded = zoo("Exit.*", {{"ZOO", "exit"}});
  EXPECT_EQ(recorded.ended.exit_code, 0);
  EXPECT_EQ(recorded.test("Exit.LeavesWithZero").outcome, TestOutcome::exited);
}

TEST(GoogleTestReporter, KnowsTheStepInWhichTheProcessDied) {
  const auto recorded = zoo("Crash.*", {{"ZOO", "crash"}});
  const auto test = recorded.test("Crash.Aborts");
  EXPECT_EQ(test.outcome, TestOutcome::crashed);
  EXPECT_EQ(step_paths(test), (Texts{"Pull the plug"}));
  EXPECT_EQ(test.steps.at(0).outcome, StepOutcome::open);
}

TEST(GoogleTestReporter, GivesInstancesOfOneTestOneIdentity) {
  const auto recorded = zoo("*Numbers*:*Named*:*Pattern*:*Cart*");
  Texts identities;
  for (const auto& test : recorded.tests()) {
    identities.push_back(test.identity + " " + test.instance);
  }
  std::sort(identities.begin(), identities.end());
  EXPECT_EQ(identities,
            (Texts{"My/Pattern.Holds double", "My/Pattern.Holds int", "Named.Works broken",
                   "Named.Works whole", "Numbers.StartAtZero double", "Numbers.StartAtZero int",
                   "Prices/Cart.Adds 0", "Prices/Cart.Adds 1", "Words/Cart.Adds three"}));
}

TEST(GoogleTestReporter, ReadsProperties) {
  const auto test = zoo("Properties.*").test("Properties.NameKeys");
  EXPECT_EQ(test.keys, (Texts{"CALC-1", "CALC-2"}));
  EXPECT_EQ(test.requirements, (Texts{"CALC-7", "CALC-8"}));
  EXPECT_EQ(test.defects, (Texts{"CALC-9"}));
  EXPECT_EQ(test.comments, (Texts{"by property"}));
  ASSERT_EQ(test.custom_fields.size(), 1U);
  EXPECT_EQ(test.custom_fields[0].name, "Test Rig");
  EXPECT_EQ(test.custom_fields[0].value, "B2; B3");
}

TEST(GoogleTestReporter, PutsFailuresAndFilesIntoTheirStep) {
  const auto test = zoo("Annotations.*").test("Annotations.AllOfThem");
  EXPECT_EQ(step_paths(test), (Texts{"Outer", "Outer/Inner"}));
  ASSERT_EQ(test.steps.size(), 2U);
  EXPECT_EQ(test.steps[0].outcome, StepOutcome::failed);
  EXPECT_EQ(test.steps[1].expected, "green");
  EXPECT_EQ(test.steps[1].data, "traffic light");
  EXPECT_EQ(test.failures.at(0).step, test.steps[1].number);
  EXPECT_EQ(test.attachments.at(0).step, test.steps[1].number);
  EXPECT_EQ(test.parameters.at(0).value, "EUR");
  ASSERT_EQ(test.custom_fields.size(), 1U);
  EXPECT_EQ(test.custom_fields[0].name, "Rig");
  EXPECT_EQ(test.custom_fields[0].value, "B2");
}

TEST(GoogleTestReporter, TakesFailuresAndFilesFromThreads) {
  const auto test = zoo("Threads.*").test("Threads.AttachAndFail");
  EXPECT_EQ(test.failures.size(), 4U);
  EXPECT_EQ(test.attachments.size(), 4U);
}

TEST(GoogleTestReporter, RecordsEachAttemptOfARepeatedTest) {
  const auto recorded = zoo("Plain.Passes", {}, {"--gtest_repeat=3"});
  EXPECT_EQ(recorded.names(), (Texts{"Plain.Passes", "Plain.Passes", "Plain.Passes"}));
}

TEST(GoogleTestReporter, SaysWhichTestsFailFastKeptFromStarting) {
  const auto recorded = zoo("Plain.Fails:Plain.Passes:Plain.Throws", {}, {"--gtest_fail_fast"});
  EXPECT_EQ(recorded.test("Plain.Fails").outcome, TestOutcome::failed);
  EXPECT_EQ(recorded.test("Plain.Throws").outcome, TestOutcome::not_started);
}

TEST(GoogleTestReporter, KnowsShardAndSeed) {
  const auto recorded = zoo("Plain.*", {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "1"}},
                            {"--gtest_shuffle", "--gtest_random_seed=7"});
  ASSERT_EQ(recorded.runs.size(), 1U);
  const auto& process = recorded.runs[0].processes.at(0);
  EXPECT_EQ(process.shard_index, 1);
  EXPECT_EQ(process.shard_count, 2);
  EXPECT_EQ(process.seed, 7U);
  EXPECT_EQ(process.framework, "GoogleTest");
}

TEST(GoogleTestReporter, IsTurnedOnByTheEnvironment) {
  const auto recorded = record(XREP_GTEST_ZOO, {"--gtest_filter=Plain.Passes"}, {{"XRAY", "1"}});
  EXPECT_EQ(recorded.names(), (Texts{"Plain.Passes"}));
}

TEST(GoogleTestReporter, SaysThatItIsOffWhenOnlySettingsAreGiven) {
  const auto recorded =
      record(XREP_GTEST_ZOO, {"--xray_test_plan=CALC-9", "--gtest_filter=Plain.Passes"});
  EXPECT_TRUE(recorded.runs.empty());
  EXPECT_NE(recorded.ended.err.find("--xray_test_plan was given, but xrep is not turned on"),
            std::string::npos);
}

TEST(GoogleTestReporter, WorksWithAMainOfOurs) {
  const auto recorded = record(XREP_GTEST_ZOO_OUR_MAIN, {"--xray", "--gtest_filter=Plain.Passes"});
  EXPECT_EQ(recorded.names(), (Texts{"Plain.Passes"}));
}

TEST(GoogleTestReporter, RecordsOnceAndTakesItsFlagsInAnOwnMainThatInstallsItOften) {
  const auto recorded = record(XREP_GTEST_ZOO_OWN_MAIN, {"--xray", "--xray-test-plan=CALC-9",
                                                         "other", "--gtest_filter=Plain.Passes"});
  EXPECT_EQ(recorded.names(), (Texts{"Plain.Passes"}));
  EXPECT_EQ(recorded.ended.out.find("left in argv: --xray"), std::string::npos);
  EXPECT_NE(recorded.ended.out.find("left in argv: other"), std::string::npos);
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].settings.at(0).given.value, "CALC-9");
}

TEST(GoogleTestReporter, MakesARunOfEachTimeThatAllTestsAreRun) {
  const auto recorded = record(XREP_GTEST_ZOO_OWN_MAIN, {"--xray", "--gtest_filter=Plain.Passes"},
                               {{"ZOO_TWICE", "1"}});
  ASSERT_EQ(recorded.runs.size(), 2U);
  EXPECT_EQ(recorded.runs[0].tests.size(), 1U);
  EXPECT_EQ(recorded.runs[1].tests.size(), 1U);
}

}  // namespace
}  // namespace xrep::test
