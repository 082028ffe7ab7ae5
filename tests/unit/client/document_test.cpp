#include "cloud/import_document.hpp"
#include "plan_records.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace xrep::client::cloud {
namespace {

using namespace records;
using nlohmann::json;
using testing::HasSubstr;

DocumentOptions options() {
  DocumentOptions result;
  result.project = "CALC";
  result.statuses.test = {{Outcome::passed, "PASSED"},
                          {Outcome::failed, "FAILED"},
                          {Outcome::crashed, "ABORTED"},
                          {Outcome::skipped, "TODO"},
                          {Outcome::not_started, "TODO"}};
  result.statuses.step = {{Outcome::passed, "PASSED"}, {Outcome::failed, "FAILED"}};
  return result;
}

Target existing(TestKind kind, std::uint32_t steps = 0) {
  return {true, kind, steps, "CALC-5"};
}

json document(const Entry& entry, const Target& target = {},
              const DocumentOptions& with = options()) {
  return json::parse(to_text(entry_document(entry, target, with)));
}

Entry with_three_steps() {
  auto record = test("Shop.Pays", TestOutcome::failed);
  record.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::failed), step(3, "Close")};
  record.steps[0].expected = "three items";
  record.failures = {message("no receipt", 2)};
  record.requirements = {"CALC-7"};
  return entry({record});
}

std::vector<std::string> statuses(const json& steps) {
  std::vector<std::string> result;
  for (const auto& step : steps) result.push_back(step.at("status"));
  return result;
}

TEST(ImportDocument, CreatesAGenericTestForATestWithoutSteps) {
  const auto result = document(entry({test("Shop.Pays")}));
  EXPECT_EQ(result, json({{"testInfo",
                           {{"summary", "Shop.Pays"},
                            {"projectKey", "CALC"},
                            {"type", "Generic"},
                            {"definition", "Shop.Pays"},
                            {"labels", {"gtest", "xrep"}}}},
                          {"start", "2026-03-01T02:00:01Z"},
                          {"finish", "2026-03-01T02:00:01Z"},
                          {"status", "PASSED"},
                          {"comment", "Passed in 0.250 s."}}));
}

TEST(ImportDocument, CreatesATestWithStepsForATestThatHasSome) {
  const auto result = document(with_three_steps());
  const auto& info = result.at("testInfo");
  EXPECT_EQ(info.at("type"), "Manual");
  EXPECT_FALSE(info.contains("definition"));
  EXPECT_EQ(info.at("steps").at(0),
            json({{"action", "Open"}, {"data", ""}, {"result", "three items"}}));
  EXPECT_EQ(info.at("requirementKeys"), json({"CALC-7"}));
  EXPECT_EQ(statuses(result.at("steps")), (std::vector<std::string>{"PASSED", "FAILED", "PASSED"}));
  EXPECT_THAT(result.at("steps").at(1).at("actualResult"), HasSubstr("no receipt"));
  EXPECT_FALSE(result.at("steps").at(0).contains("actualResult"));
}

TEST(ImportDocument, DescribesTheDataOfTheStepsOfANewTest) {
  auto one = with_three_steps();
  one.steps[1].data = "card 4242";
  const auto steps = document(one).at("testInfo").at("steps");
  EXPECT_EQ(steps.at(1), json({{"action", "Pay"}, {"data", "card 4242"}, {"result", ""}}));
}

TEST(ImportDocument, NeverDescribesATestThatExists) {
  const auto result = document(with_three_steps(), existing(TestKind::steps, 3));
  EXPECT_EQ(result.at("testKey"), "CALC-5");
  EXPECT_FALSE(result.contains("testInfo"));
}

TEST(ImportDocument, ListsStepsInTheCommentOfAGenericTest) {
  const auto result = document(with_three_steps(), existing(TestKind::generic));
  EXPECT_FALSE(result.contains("steps"));
  EXPECT_THAT(result.at("comment"),
              HasSubstr("{noformat}\npassed   1. Open\n         expected: three items\n"
                        "FAILED   2. Pay\npassed   3. Close\n\ncheckout_test.cpp:42"));
}

TEST(ImportDocument, FoldsStepsThatTheTestDoesNotHaveIntoTheComment) {
  const auto result = document(with_three_steps(), existing(TestKind::steps, 1));
  EXPECT_EQ(statuses(result.at("steps")), (std::vector<std::string>{"PASSED"}));
  EXPECT_THAT(result.at("comment"), HasSubstr("The Test has 1 of the 3 steps"));
  EXPECT_THAT(result.at("comment"), HasSubstr("{noformat}\nFAILED   2. Pay\npassed   3. Close\n"));
}

TEST(ImportDocument, FillsUpToTheStepsOfTheTestAndSaysSoWhenItPassed) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open")};
  const auto result = document(entry({record}), existing(TestKind::steps, 3));
  EXPECT_EQ(statuses(result.at("steps")), (std::vector<std::string>{"PASSED", "TODO", "TODO"}));
  EXPECT_THAT(result.at("comment"), HasSubstr("reached only 1 of the 3 steps of the Test"));
}

TEST(ImportDocument, GivesTheOnlyStepOfATestTheResultOfTheWhole) {
  const auto result =
      document(entry({test("Shop.Pays", TestOutcome::crashed)}), existing(TestKind::steps, 1));
  EXPECT_EQ(result.at("status"), "ABORTED");
  EXPECT_EQ(statuses(result.at("steps")), (std::vector<std::string>{"FAILED"}));
}

TEST(ImportDocument, SendsInstancesAsIterations) {
  auto big = instance("I/Pay.Works", "big", TestOutcome::failed);
  big.parameters = {{"load", "50", 0}};
  big.failures = {message("overload")};
  const auto result = document(entry({instance("I/Pay.Works", "small"), big}));
  EXPECT_FALSE(result.contains("steps"));
  EXPECT_EQ(result.at("iterations").at(0),
            json({{"name", "small"},
                  {"parameters", {{{"name", "case"}, {"value", "small"}}}},
                  {"status", "PASSED"},
                  {"steps", {{{"status", "PASSED"}}}}}));
  const auto& second = result.at("iterations").at(1);
  EXPECT_EQ(second.at("parameters"), json::array({{{"name", "load"}, {"value", "50"}}}));
  EXPECT_EQ(second.at("log"), "checkout_test.cpp:42:\noverload");
  EXPECT_EQ(result.at("testInfo").at("steps").at(0).at("action"), "Run");
}

TEST(ImportDocument, ShowsIterationsAsATableOnAGenericTest) {
  const auto result = document(entry({instance("I/Pay.Works", "small"),
                                      instance("I/Pay.Works", "big", TestOutcome::failed)}),
                               existing(TestKind::generic));
  EXPECT_FALSE(result.contains("iterations"));
  EXPECT_THAT(result.at("comment"), HasSubstr("case   result\nsmall  passed\nbig    FAILED\n"));
}

TEST(ImportDocument, GivesEveryIterationAsManyStepsAsTheTestHas) {
  auto first = instance("I/Pay.Works", "0");
  first.steps = {step(1, "Open"), step(2, "Pay"), step(3, "Close")};
  const auto one = entry({first, instance("I/Pay.Works", "1")});
  const auto fewer = document(one, existing(TestKind::steps, 2));
  for (const auto& iteration : fewer.at("iterations")) EXPECT_EQ(iteration.at("steps").size(), 2U);
  EXPECT_THAT(fewer.at("comment"), HasSubstr("0\npassed   3. Close\n"));
  const auto more = document(one, existing(TestKind::steps, 4));
  for (const auto& iteration : more.at("iterations")) EXPECT_EQ(iteration.at("steps").size(), 4U);
}

TEST(ImportDocument, SendsNoStepResultsToATestWithStepsThatHasNone) {
  const auto result = document(with_three_steps(), existing(TestKind::steps, 0));
  EXPECT_FALSE(result.contains("steps"));
  EXPECT_THAT(result.at("comment"), HasSubstr("FAILED   2. Pay"));
}

TEST(ImportDocument, LeavesOutTimesThatAreNotKnown) {
  auto record = test("Shop.Pays", TestOutcome::not_started);
  record.started = record.finished = 0;
  const auto result = document(entry({record}), existing(TestKind::generic));
  EXPECT_FALSE(result.contains("start"));
  EXPECT_FALSE(result.contains("finish"));
}

TEST(ImportDocument, UsesTheUsualNameOfAStatusThatWasNotMapped) {
  auto with = options();
  with.statuses = {};
  EXPECT_EQ(document(entry({test("A.A", TestOutcome::crashed)}), {}, with).at("status"), "FAILED");
  EXPECT_EQ(document(entry({test("A.A", TestOutcome::skipped)}), {}, with).at("status"), "TODO");
}

TEST(ImportDocument, SurvivesTextThatIsNoUtf8) {
  auto record = test("Shop.Pays", TestOutcome::failed);
  record.failures = {message("broken \xff here")};
  EXPECT_THAT(document(entry({record})).at("comment"), HasSubstr("broken \xEF\xBF\xBD here"));
}

TEST(ImportDocument, CarriesSmallFilesOfTheTestItself) {
  const test::TempDir folder;
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open")};
  record.attachments = {attachment("small.txt"), attachment("of step.txt", 1),
                        attachment("big.txt"), attachment("untyped")};
  for (auto& file : record.attachments) file.file = folder.write(file.name, "hello");
  record.attachments[2].size = 2 << 20;
  record.attachments[3].media_type.clear();
  const auto one = entry({record});
  EXPECT_EQ(
      document(one).at("evidence"),
      json::array({{{"filename", "small.txt"}, {"contentType", "text/plain"}, {"data", "aGVsbG8="}},
                   {{"filename", "untyped"}, {"data", "aGVsbG8="}}}));
  auto again = options();
  again.with_evidence = false;
  EXPECT_FALSE(document(one, {}, again).contains("evidence"));
}

TEST(ImportDocument, CarriesTheFilesOfStepsForATestThatCannotShowSteps) {
  const test::TempDir folder;
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open")};
  record.attachments = {attachment("of step.txt", 1)};
  record.attachments[0].file = folder.write("of step.txt", "hello");
  const auto one = entry({record});
  EXPECT_EQ(document(one, existing(TestKind::generic)).at("evidence").size(), 1U);
  EXPECT_FALSE(document(one, existing(TestKind::steps, 1)).contains("evidence"));
}

TEST(EvidencePlace, IsTheStepTheIterationsStepOrTheTest) {
  auto failed = instance("I/Pay.Works", "1", TestOutcome::failed);
  failed.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::failed)};
  failed.attachments = {attachment("of step", 1), attachment("of test")};
  const auto one = entry({instance("I/Pay.Works", "0"), failed});
  const auto place = [&](std::size_t file, const Target& target) {
    const auto found = place_of(one.files.at(file), one, target);
    return std::make_pair(found.step, found.iteration);
  };
  EXPECT_EQ(place(0, {}), std::make_pair(0, 1));
  EXPECT_EQ(place(1, {}), std::make_pair(1, 1)) << "the step that failed";
  EXPECT_EQ(place(0, existing(TestKind::generic)), std::make_pair(-1, -1));
  EXPECT_EQ(place(1, existing(TestKind::steps, 1)), std::make_pair(-1, -1)) << "a folded step";
}

TEST(ImportDocument, NamesTheExecutionAndJoinsTheTests) {
  Body tests;
  tests.append("{\"status\":\"PASSED\"}");
  EXPECT_EQ(to_text(import_document("CALC-900", nullptr, tests)),
            "{\"testExecutionKey\":\"CALC-900\",\"tests\":[{\"status\":\"PASSED\"}]}");
}

TEST(ImportDocument, TakesInfoWithTheMembersThatAreKnown) {
  const Body none;
  const ImportInfo full{"9f1c2ab", kStart, kStart - 5};
  EXPECT_EQ(json::parse(to_text(import_document("CALC-900", &full, none))).at("info"),
            json({{"revision", "9f1c2ab"},
                  {"startDate", "2026-03-01T02:00:00Z"},
                  {"finishDate", "2026-03-01T02:00:00Z"}}));
  const ImportInfo empty;
  EXPECT_FALSE(json::parse(to_text(import_document("CALC-900", &empty, none))).contains("info"));
}

}  // namespace
}  // namespace xrep::client::cloud
