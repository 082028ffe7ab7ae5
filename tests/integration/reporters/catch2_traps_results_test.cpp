// Results that the last assertion does not tell, the texts of failures, templates, benchmarks.

#include "catch2_traps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::test {
namespace {

using testing::MatchesRegex;

const Texts kQuickBenchmarks = {"--benchmark-samples",   "5",  "--benchmark-warmup-time", "1",
                                "--benchmark-resamples", "100"};

TEST(Catch2AllowedFailures, KeepTheirStepsAndTheirReason) {
  const auto recorded = traps("[allowed]");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  const auto in_step = recorded.test("should fail in a step");
  EXPECT_EQ(in_step.outcome, TestOutcome::passed);
  EXPECT_EQ(steps_of(in_step), (Texts{"1 section: failed", "1 section/Do it: failed"}));
  EXPECT_EQ(in_step.remarks, (Texts{"It failed, as [!shouldfail] demands."}));
  for (const auto* name : {"may fail in a step", "may fail by exception"}) {
    const auto test = recorded.test(name);
    EXPECT_EQ(test.outcome, TestOutcome::passed) << name;
    EXPECT_EQ(test.failures.size(), 1U) << name;
    EXPECT_EQ(test.steps.at(0).outcome, StepOutcome::failed) << name;
    EXPECT_EQ(test.remarks, (Texts{"It failed, which [!mayfail] allows."})) << name;
  }
  EXPECT_EQ(recorded.test("should fail by exception").outcome, TestOutcome::passed);
}

TEST(Catch2AllowedFailures, SayNothingWhenThereWasNone) {
  const auto recorded = traps("[allowed]");
  EXPECT_EQ(recorded.test("may fail and passes").remarks, Texts());
  EXPECT_EQ(recorded.test("should fail but skips").outcome, TestOutcome::skipped);
}

TEST(Catch2Skip, InOneSectionSkipsTheTestAndNotTheOtherSection) {
  const auto test = traps("[skips]").test("skip in a section");
  EXPECT_EQ(test.outcome, TestOutcome::skipped);
  EXPECT_EQ(steps_of(test), (Texts{"1 skipped: skipped", "2 run: passed"}));
  EXPECT_EQ(place_of(test, test.skips.at(0)), "skipped");
}

TEST(Catch2Skip, DoesNotHideAFailure) {
  const auto recorded = traps("[skips]");
  const auto test = recorded.test("skip after a failure");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_EQ(test.failures.size(), 1U);
  EXPECT_EQ(test.skips.at(0).text, "too late");
  EXPECT_EQ(recorded.test("skip without a reason").outcome, TestOutcome::skipped);
  EXPECT_EQ(recorded.test("skip every value").passes.size(), 2U);
  EXPECT_EQ(recorded.test("skip every value").skips.at(1).text, "value 2");
}

TEST(Catch2SoftChecks, AreNoFailures) {
  const auto recorded = traps("[soft]");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  for (const auto& test : recorded.tests()) {
    EXPECT_EQ(test.outcome, TestOutcome::passed) << test.name;
    EXPECT_EQ(failures_of(test), Texts()) << test.name;
  }
  EXPECT_EQ(steps_of(recorded.test("asks without failing in a section")),
            (Texts{"1 soft: passed"}));
}

TEST(Catch2FailureText, HasTheMessagesAroundIt) {
  EXPECT_EQ(failures_of(traps("[texts]").test("explains itself")),
            (Texts{"CHECK( count == 4 )\nwith expansion:\n  3 == 4\nwith messages:\n  an info\n  "
                   "count := 3\n  name := \"box\"\n  unscoped",
                   "CHECK( count == 5 )\nwith expansion:\n  3 == 5\nwith messages:\n  an info\n  "
                   "count := 3\n  name := \"box\""}));
}

TEST(Catch2FailureText, OfWordsIsTheWords) {
  EXPECT_EQ(failures_of(traps("[texts]").test("fails by words")),
            (Texts{"FAIL_CHECK: first 1", "FAIL_CHECK", "FAIL: last"}));
}

TEST(Catch2FailureText, SaysWhatAnExceptionWasAndWhatWasExpected) {
  const auto texts = failures_of(traps("[texts]").test("expects exceptions"));
  ASSERT_EQ(texts.size(), 6U);
  EXPECT_EQ(texts[0],
            "CHECK_NOTHROW( thrower() )\ndue to unexpected exception with message:\n  wrong text");
  EXPECT_TRUE(contains(texts[1], "unexpected exception with message:\n  wrong text"));
  EXPECT_TRUE(contains(texts[2], "\"wrong text\" equals: \"right text\""));
  EXPECT_TRUE(contains(texts[3], "no exception was thrown where one was expected"));
  EXPECT_TRUE(contains(texts[4], "\"abc\" starts with: \"x\""));
  EXPECT_EQ(texts[5], "CHECK_FALSE( 1 == 1 )");
}

TEST(Catch2FailureText, IsThereForExceptionsThatNobodyKnows) {
  const auto recorded = traps("[texts]");
  EXPECT_EQ(failures_of(recorded.test("throws a number")),
            (Texts{"unexpected exception with message:\n  Unknown exception"}));
  EXPECT_TRUE(contains(recorded.test("throws a number from a check").failures.at(0).text,
                       "due to unexpected exception with message:\n  Unknown exception"));
}

TEST(Catch2Fixtures, ThatCannotBeMadeFailTheTest) {
  const auto test = traps("[texts]").test("has a broken fixture");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_TRUE(contains(test.failures.at(0).text, "no database"));
  EXPECT_GT(test.failures.at(0).line, 0);
}

TEST(Catch2Fixtures, ThatArePersistentAndCannotBeMadeFailTheTestInWhichTheRunEnds) {
  const auto recorded = traps("[broken]");
  if (recorded.tests().empty()) {
    GTEST_SKIP() << "this Catch2 has no persistent fixtures";
  }
  EXPECT_EQ(recorded.ended.exit_code, 1);
  EXPECT_TRUE(contains(recorded.ended.err, "no database"));
  EXPECT_TRUE(recorded.runs.at(0).processes.at(0).ended);
  const auto test = recorded.test("keeps a broken fixture");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_TRUE(contains(test.failures.at(0).text, "ended the run"));
}

TEST(Catch2Fixtures, OfBothKindsRunEachSectionOnce) {
  const auto recorded = traps("[fixture]");
  EXPECT_GE(recorded.tests().size(), 1U);
  for (const auto& test : recorded.tests()) {
    EXPECT_EQ(test.outcome, TestOutcome::passed) << test.name;
    EXPECT_EQ(test.suite, "traps::Counter") << test.name;
    EXPECT_EQ(steps_of(test), (Texts{"1 first: passed", "2 second: passed"})) << test.name;
  }
}

TEST(Catch2Warnings, AreCommentsAndNoAssertions) {
  const auto test = traps("only warns").test("only warns");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(test.comments, (Texts{"Warning: careful"}));
  EXPECT_EQ(test.remarks, (Texts{"It passed without any assertion."}));
}

TEST(Catch2NoAssertions, FailTestsAndSectionsWhenAskedTo) {
  const auto recorded = traps("[empty]", {"--warn", "NoAssertions"});
  const auto test = recorded.test("asserts nothing");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_EQ(failures_of(test), (Texts{"\"asserts nothing\" has no assertions (-w NoAssertions)"}));
  const auto section = recorded.test("asserts nothing in a section");
  EXPECT_EQ(section.outcome, TestOutcome::failed);
  EXPECT_EQ(place_of(section, section.failures.at(0)), "empty");
  EXPECT_EQ(steps_of(section), (Texts{"1 empty: failed"}));
  for (const auto& tolerated : traps("[empty]").tests()) {
    EXPECT_EQ(tolerated.outcome, TestOutcome::passed) << tolerated.name;
  }
}

TEST(Catch2Templates, OfEveryKindHaveOneIdentityAndAnInstanceEach) {
  const auto recorded = traps("[typed]");
  Texts found;
  for (const auto& test : recorded.tests()) {
    found.push_back(test.identity + " | " + test.instance);
  }
  const Texts expected = {"global.typed | int",
                          "global.typed | std::string",
                          "global.product | std::vector<int>",
                          "global.product | std::vector<traps::Box<int>>",
                          "global.product | std::list<int>",
                          "global.product | std::list<traps::Box<int>>",
                          "global.listed - traps::Numbers | 0",
                          "global.listed - traps::Numbers | 1",
                          "global.sized | 1",
                          "global.sized | 2",
                          "traps.Box.boxed | int",
                          "traps.Box.boxed | long",
                          "Method.method | "};
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i], "catch2_traps." + expected[i]);
  }
  EXPECT_EQ(recorded.test("sized - 2").outcome, TestOutcome::failed);
  EXPECT_EQ(recorded.test("sized - 1").outcome, TestOutcome::passed);
}

TEST(Catch2Names, OfAnonymousTestsAreCatch2s) {
  EXPECT_EQ(traps("Anonymous*").names(), (Texts{"Anonymous test case 1"}));
}

TEST(Catch2Benchmarks, AreStepsWithTheirFiguresInAComment) {
  const auto test = traps("measures", kQuickBenchmarks).test("measures");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(steps_of(test),
            (Texts{"1 inside: passed", "1 inside/addition: passed", "1 inside/advanced: passed"}));
  ASSERT_EQ(test.comments.size(), 2U);
  // One figure: "1.25 us"
  const std::string time = "[0-9.e+-]+ [num]?s";
  const std::string estimate = time + " \\(" + time + " to " + time + "\\)";
  EXPECT_THAT(test.comments[0],
              MatchesRegex("Benchmark \"addition\": mean " + estimate + ", standard deviation " +
                           estimate + ", samples 5 of [0-9]+ iterations"));
}

TEST(Catch2Benchmarks, ThatFailAreFailedSteps) {
  const auto recorded = traps("measures and *", kQuickBenchmarks);
  const auto throws = recorded.test("measures and throws");
  EXPECT_EQ(steps_of(throws),
            (Texts{"1 inside: failed", "1 inside/explosion: failed", "2 afterwards: passed"}));
  EXPECT_TRUE(contains(throws.failures.at(0).text, "cannot measure"));
  const auto fails = recorded.test("measures and fails");
  EXPECT_EQ(steps_of(fails), (Texts{"1 wrong: failed", "1 right: passed"}));
  EXPECT_EQ(place_of(fails, fails.failures.at(0)), "wrong");
  EXPECT_EQ(fails.comments.size(), 1U);
}

TEST(Catch2Benchmarks, ThatSkipAreSkippedSteps) {
  const auto test = traps("measures and skips", kQuickBenchmarks).test("measures and skips");
  EXPECT_EQ(steps_of(test),
            (Texts{"1 inside: skipped", "1 inside/not here: skipped", "2 afterwards: passed"}));
}

TEST(Catch2Benchmarks, CountAsSomethingThatATestDoes) {
  const auto alone = traps("only measures", kQuickBenchmarks).test("only measures");
  EXPECT_EQ(alone.remarks, Texts());
  auto chosen = kQuickBenchmarks;
  chosen.insert(chosen.end(), {"-c", "nothing"});
  EXPECT_EQ(traps("only measures,asserts nothing", chosen).names(), (Texts{"only measures"}));
}

TEST(Catch2Benchmarks, AreNotRunWhenTheyAreSkipped) {
  const auto test = traps("measures", {"--skip-benchmarks"}).test("measures");
  EXPECT_EQ(steps_of(test), (Texts{"1 inside: passed"}));
  EXPECT_EQ(test.comments, Texts());
}

}  // namespace
}  // namespace xrep::test
