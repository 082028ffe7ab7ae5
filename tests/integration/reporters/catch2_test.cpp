#include "recorded.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

namespace xrep::test {
namespace {

using Texts = std::vector<std::string>;

Recorded zoo(const std::string& tests, Texts arguments = {},
             std::map<std::string, std::string> environment = {}) {
  arguments.insert(arguments.begin(), {tests, "--xray", "--order", "decl"});
  return record(XREP_CATCH2_ZOO_OUR_MAIN, arguments, std::move(environment));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Catch2Reporter, RecordsPassesFailuresAndSkips) {
  const auto recorded = zoo("[plain]");
  EXPECT_EQ(recorded.test("passes").outcome, TestOutcome::passed);

  const auto fails = recorded.test("fails");
  EXPECT_EQ(fails.outcome, TestOutcome::failed);
  ASSERT_EQ(fails.failures.size(), 2U);
  EXPECT_EQ(fails.failures[0].text,
            "CHECK( sum == 3 )\nwith expansion:\n  2 == 3\nwith messages:\n  sums are hard");
  EXPECT_TRUE(contains(fails.failures[0].file, "catch2_zoo.cpp"));
  EXPECT_GT(fails.failures[0].line, 0);
  EXPECT_TRUE(contains(fails.failures[1].text, "FAIL: and it is over"));

  EXPECT_TRUE(contains(recorded.test("throws").failures.at(0).text, "boom"));
  EXPECT_TRUE(contains(recorded.test("expects an exception").failures.at(0).text, "no exception"));
  EXPECT_EQ(recorded.test("warns").comments, (Texts{"Warning: it is getting late"}));
  EXPECT_EQ(recorded.test("skips").outcome, TestOutcome::skipped);
  EXPECT_EQ(recorded.test("skips").skips.at(0).text, "no network");
}

TEST(Catch2Reporter, RemarksThatATestHasNoAssertions) {
  const auto test = zoo("has no assertions").test("has no assertions");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_EQ(test.remarks, (Texts{"It passed without any assertion."}));
}

TEST(Catch2Reporter, LeavesOutTestsWithoutTheChosenSection) {
  const auto recorded = zoo("nested sections,has no assertions", {"-c", "b"});
  EXPECT_EQ(recorded.names(), (Texts{"nested sections"}));
  EXPECT_EQ(recorded.test("nested sections").remarks,
            (Texts{"Only the sections chosen with -c were run."}));
}

TEST(Catch2Reporter, ListsAHundredFailures) {
  const auto test = zoo("fails a thousand times").test("fails a thousand times");
  EXPECT_EQ(test.failures.size(), 100U);
  EXPECT_TRUE(contains(test.remarks.at(0), "900 more failed"));
}

TEST(Catch2Reporter, SurvivesValuesThatCannotBePrinted) {
  const auto test = zoo("cannot be printed").test("cannot be printed");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_TRUE(contains(test.failures.at(0).text, "cannot be shown"));
}

TEST(Catch2Reporter, MakesStepsOfNestedSectionsAlsoWhenTheyAreLeftEarly) {
  const auto test = zoo("nested sections").test("nested sections");
  EXPECT_EQ(step_paths(test), (Texts{"a", "a/a1", "a", "a/a2", "b"}));
  ASSERT_EQ(test.steps.size(), 5U);
  EXPECT_EQ(test.passes.size(), 3U);
  EXPECT_EQ(test.steps[1].outcome, StepOutcome::passed);
  EXPECT_EQ(test.steps[2].outcome, StepOutcome::failed);
  EXPECT_EQ(test.steps[3].outcome, StepOutcome::failed);
  EXPECT_EQ(test.steps[4].outcome, StepOutcome::passed);
  EXPECT_EQ(test.failures.at(0).step, test.steps[3].number);
}

TEST(Catch2Reporter, DropsThePassThatFindsNothingLeftToDo) {
  EXPECT_EQ(zoo("last section is left early").test("last section is left early").passes.size(), 1U);
  const auto skips = zoo("last section skips").test("last section skips");
  EXPECT_EQ(skips.passes.size(), 2U);
  EXPECT_EQ(skips.outcome, TestOutcome::skipped);
  EXPECT_EQ(skips.steps.back().outcome, StepOutcome::skipped);
}

TEST(Catch2Reporter, KeepsOnePassForEachValueOfAGenerator) {
  const auto test = zoo("generator").test("generator");
  ASSERT_EQ(test.passes.size(), 3U);
  ASSERT_EQ(test.parameters.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(test.parameters[i].pass, test.passes[i]);
    EXPECT_EQ(test.parameters[i].value, std::to_string(i + 1));
  }
  EXPECT_EQ(test.failures.at(0).pass, test.passes[1]);
}

TEST(Catch2Reporter, TrimsBddSections) {
  const auto test = zoo("[bdd]").test("Scenario: stock");
  EXPECT_EQ(step_paths(test),
            (Texts{"Given: an empty shelf", "Given: an empty shelf/When: a box arrives",
                   "Given: an empty shelf/When: a box arrives/Then: it is on the shelf"}));
}

TEST(Catch2Reporter, GivesInstancesOfATemplateOneIdentityWhateverIsFiltered) {
  for (const char* filter : {"[template]", "numbers - small - int,a - b"}) {
    const auto recorded = zoo(filter);
    const auto test = recorded.test("numbers - small - int");
    EXPECT_EQ(test.identity, "catch2_zoo_our_main.global.numbers - small");
    EXPECT_EQ(test.instance, "int");
    EXPECT_EQ(recorded.test("a - b").identity, "catch2_zoo_our_main.global.a - b");
  }
}

TEST(Catch2Reporter, TellsTestsOfTheSameNameApart) {
  const auto recorded = zoo("[class]");
  EXPECT_EQ(recorded.test("has a fixture").identity,
            "catch2_zoo_our_main.zoo.Fixture.has a fixture");
  EXPECT_EQ(recorded.test("twin [class][one]").outcome, TestOutcome::passed);
  EXPECT_EQ(recorded.test("twin [class][two]").outcome, TestOutcome::passed);
  EXPECT_EQ(recorded.test("twin (zoo::Fixture)").outcome, TestOutcome::passed);
}

TEST(Catch2Reporter, ExplainsExpectedFailures) {
  const auto recorded = zoo("[!shouldfail],[!mayfail]");
  EXPECT_EQ(recorded.test("must fail and does").outcome, TestOutcome::passed);
  EXPECT_TRUE(contains(recorded.test("must fail and does").remarks.at(0), "[!shouldfail]"));
  EXPECT_EQ(recorded.test("may fail and does").outcome, TestOutcome::passed);
  EXPECT_TRUE(contains(recorded.test("may fail and does").remarks.at(0), "[!mayfail]"));
  const auto passes = recorded.test("must fail and passes");
  EXPECT_EQ(passes.outcome, TestOutcome::failed);
  EXPECT_TRUE(contains(passes.failures.at(0).text, "[!shouldfail]"));
}

TEST(Catch2Reporter, ReadsTags) {
  const auto test = zoo("has tags").test("has tags");
  EXPECT_EQ(test.keys, (Texts{"CALC-1"}));
  EXPECT_EQ(test.requirements, (Texts{"CALC-7", "CALC-8"}));
  EXPECT_EQ(test.defects, (Texts{"CALC-9"}));

  const auto of_project = zoo("has tags", {"--xray_project=CALC"}).test("has tags");
  auto keys = of_project.keys;
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(keys, (Texts{"CALC-1", "CALC-2"}));
  EXPECT_EQ(of_project.tags, (Texts{"gh-123", "utf-8"}));
}

TEST(Catch2Reporter, PutsStepsOfTheTestBelowItsSections) {
  const auto test = zoo("annotated").test("annotated");
  EXPECT_EQ(test.keys, (Texts{"CALC-3"}));
  EXPECT_EQ(step_paths(test), (Texts{"with a step", "with a step/Inside"}));
  EXPECT_EQ(test.attachments.at(0).step, test.steps.at(1).number);
  EXPECT_EQ(test.failures.at(0).step, test.steps.at(1).number);
  EXPECT_EQ(test.steps.at(1).data, "a box");
  ASSERT_EQ(test.custom_fields.size(), 1U);
  EXPECT_EQ(test.custom_fields[0].name, "Rig");
  EXPECT_EQ(test.custom_fields[0].value, "B2");
}

TEST(Catch2Reporter, RecordsTheSignalThatEndedATest) {
  // A sanitizer would take the signal for itself.
  const auto recorded =
      zoo("crashes", {}, {{"ASAN_OPTIONS", "handle_segv=0"}, {"TSAN_OPTIONS", "handle_segv=0"}});
  EXPECT_EQ(recorded.ended.signal, SIGSEGV);
  const auto test = recorded.test("crashes");
  EXPECT_EQ(test.outcome, TestOutcome::crashed);
  EXPECT_EQ(test.died_of, "SIGSEGV");
  EXPECT_EQ(step_paths(test), (Texts{"deep inside", "deep inside/Pull the plug"}));
  EXPECT_EQ(test.steps.at(1).outcome, StepOutcome::open);
  EXPECT_EQ(zoo("is interrupted").test("is interrupted").outcome, TestOutcome::interrupted);
}

TEST(Catch2Reporter, KnowsTheTestInWhichTheProcessExited) {
  const auto recorded = zoo("exits");
  EXPECT_EQ(recorded.ended.exit_code, 0);
  EXPECT_EQ(recorded.test("exits").outcome, TestOutcome::exited);
}

TEST(Catch2Reporter, NamesTestsThatAnAbortKeptFromStarting) {
  const auto recorded = zoo("fails,skips", {"-x", "1"});
  EXPECT_EQ(recorded.test("skips").outcome, TestOutcome::not_started);
}

TEST(Catch2Reporter, ChangesNeitherOutputNorExitCode) {
  for (const std::string tests : {"[plain],[sections]", "passes", "no such test"}) {
    const Texts arguments = {tests, "--order", "decl", "--rng-seed", "7"};
    auto on = arguments;
    on.emplace_back("--xray");
    const auto with = record(XREP_CATCH2_ZOO_OUR_MAIN, on);
    const auto without = record(XREP_CATCH2_ZOO_OUR_MAIN, arguments);
    EXPECT_EQ(with.ended.exit_code, without.ended.exit_code) << tests;
    EXPECT_EQ(with.ended.out, without.ended.out) << tests;
    EXPECT_TRUE(without.runs.empty());
  }
}

TEST(Catch2Reporter, IsTurnedOnByTheEnvironmentInAnyMain) {
  const auto recorded = record(XREP_CATCH2_ZOO, {"passes"}, {{"XRAY", "1"}});
  EXPECT_EQ(recorded.names(), (Texts{"passes"}));
  EXPECT_TRUE(contains(recorded.ended.out, "All tests passed"));
}

TEST(Catch2Reporter, ShowsFailuresWhenItIsTheOnlyReporter) {
  const auto recorded = record(XREP_CATCH2_ZOO, {"fails", "-r", "xray", "--rng-seed", "7"});
  const auto console = record(XREP_CATCH2_ZOO, {"fails", "--rng-seed", "7"});
  EXPECT_EQ(recorded.names(), (Texts{"fails"}));
  EXPECT_EQ(recorded.ended.out, console.ended.out);
  EXPECT_EQ(recorded.ended.exit_code, console.ended.exit_code);
}

TEST(Catch2Reporter, TakesItsOptionsBesideTheConsole) {
  const auto recorded =
      record(XREP_CATCH2_ZOO, {"passes", "-r", "console::out=-", "-r", "xray::Xtest-plan=CALC-9"});
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].settings.at(0).given.name, "test_plan");
  EXPECT_EQ(recorded.runs[0].settings.at(0).given.value, "CALC-9");
  EXPECT_EQ(recorded.ended.out.find("All tests passed"),
            recorded.ended.out.rfind("All tests passed"));
}

TEST(Catch2Reporter, NamesAnOptionThatItDoesNotKnowAndRunsTheTests) {
  const auto recorded = record(XREP_CATCH2_ZOO, {"passes", "-r", "xray::Xnonsense=1"});
  EXPECT_EQ(recorded.ended.exit_code, 0);
  EXPECT_TRUE(contains(recorded.ended.err, "Xnonsense"));
  EXPECT_EQ(recorded.names(), (Texts{"passes"}));
}

TEST(Catch2Reporter, RecordsOnceWithTheOptionsOfTheReporterWhenAListenerIsThereToo) {
  const auto recorded =
      record(XREP_CATCH2_ZOO, {"passes", "-r", "xray::Xtest_plan=CALC-9"}, {{"XRAY", "1"}});
  EXPECT_EQ(recorded.names(), (Texts{"passes"}));
  ASSERT_EQ(recorded.runs.size(), 1U);
  EXPECT_EQ(recorded.runs[0].settings.at(0).given.value, "CALC-9");
}

TEST(Catch2Reporter, PrintsNothingOfItsOwnInDiscovery) {
  const Texts list = {"--list-tests"};
  const auto plain = record(XREP_CATCH2_ZOO, list);
  EXPECT_EQ(record(XREP_CATCH2_ZOO, list, {{"XRAY", "1"}}).ended.out, plain.ended.out);
  EXPECT_EQ(record(XREP_CATCH2_ZOO, {"--list-tests", "-r", "xray"}).ended.out, plain.ended.out);
  EXPECT_EQ(record(XREP_CATCH2_ZOO_OUR_MAIN, {"--list-tests", "--xray"}).ended.out,
            plain.ended.out);
}

TEST(Catch2Reporter, SaysThatItIsOffWhenOnlySettingsAreGiven) {
  const auto recorded = record(XREP_CATCH2_ZOO_OUR_MAIN, {"passes", "--xray_test_plan=CALC-9"});
  EXPECT_TRUE(recorded.runs.empty());
  EXPECT_TRUE(contains(recorded.ended.err, "xrep is not turned on"));
}

TEST(Catch2Reporter, ObeysAFlagThatTurnsItOffBeforeTheEnvironment) {
  const auto recorded = record(XREP_CATCH2_ZOO_OUR_MAIN, {"passes", "--xray=off"}, {{"XRAY", "1"}});
  EXPECT_TRUE(recorded.runs.empty());
}

}  // namespace
}  // namespace xrep::test
