#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kFailureSteps = R"([{"status":"PASSED"},{"status":"FAILED"}])";

/// What holds in both profiles about the meaning of an import.
class SandboxImport : public ::testing::TestWithParam<Profile> {
 protected:
  Answer import_entry(const Json& entry) {
    return site_.import({{"testExecutionKey", execution_.key}, {"tests", Json::array({entry})}});
  }
  std::string refusal(const Json& entry) {
    const Answer answer = import_entry(entry);
    EXPECT_EQ(answer.status, 400) << entry.dump();
    return answer.error();
  }
  Answer import_info(const Json& info) {
    const Json entry = {{"testKey", "DEMO-6"}, {"status", "PASSED"}};
    return site_.import({{"info", info}, {"tests", Json::array({entry})}});
  }
  static Json generic(const std::string& definition, const std::string& status = "PASSED") {
    return {{"status", status},
            {"testInfo",
             {{"projectKey", "DEMO"},
              {"summary", definition},
              {"type", "Generic"},
              {"definition", definition}}}};
  }
  static Json manual(const std::string& summary, const Json& steps) {
    return {{"status", "PASSED"},
            {"testInfo",
             {{"projectKey", "DEMO"}, {"summary", summary}, {"type", "Manual"}, {"steps", steps}}}};
  }

  Site site_{GetParam()};
  Site::Created execution_ = site_.create_execution();
};

std::string name_of(const ::testing::TestParamInfo<Profile>& info) {
  return info.param == Profile::strict ? "strict" : "lenient";
}

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxImport,
                         ::testing::Values(Profile::strict, Profile::lenient), name_of);

TEST_P(SandboxImport, AnswersIdKeyAndSelfAndNothingElse) {
  const Answer answer = import_entry({{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  ASSERT_EQ(answer.status, 200);
  const Json body = answer.json();
  EXPECT_EQ(body.size(), 3U);
  EXPECT_EQ(body.at("key"), execution_.key);
  EXPECT_EQ(body.at("id"), execution_.id);
  EXPECT_EQ(body.at("self"), "http://127.0.0.1:" + std::to_string(site_.port()) +
                                 "/rest/api/2/issue/" + execution_.id);
}

TEST_P(SandboxImport, StoresWhatAnEntrySays) {
  const Json run = site_.import_run(execution_, {{"testKey", "DEMO-4"},
                                                 {"status", "FAILED"},
                                                 {"start", "2026-03-01T02:00:03Z"},
                                                 {"finish", "2026-03-01T02:00:05Z"},
                                                 {"comment", "went wrong"},
                                                 {"defects", {"DEMO-3"}},
                                                 {"steps", Json::parse(kFailureSteps)}});
  EXPECT_EQ(run.at("status"), "FAILED");
  EXPECT_EQ(run.at("start"), "2026-03-01T02:00:03Z");
  EXPECT_EQ(run.at("finish"), "2026-03-01T02:00:05Z");
  EXPECT_EQ(run.at("comment"), "went wrong");
  EXPECT_EQ(run.at("defects"), Json({"DEMO-3"}));
  ASSERT_EQ(run.at("steps").size(), 3U);
  EXPECT_EQ(run.at("steps").at(0).at("status"), "PASSED");
  EXPECT_EQ(run.at("steps").at(1).at("status"), "FAILED");
  EXPECT_EQ(run.at("steps").at(2).at("status"), "TODO");
  EXPECT_EQ(run.at("steps").at(1).at("action"), "Enter the card");
}

TEST_P(SandboxImport, CreatesAnExecutionFromInfo) {
  const Answer answer = import_info({{"project", "DEMO"},
                                     {"summary", "Nightly 812"},
                                     {"description", "plain"},
                                     {"version", "1.0"},
                                     {"revision", "9f1c2ab"},
                                     {"user", "sandbox-user"},
                                     {"startDate", "2026-03-01T02:00:00+01:00"},
                                     {"finishDate", "2026-03-01T02:07:41+01:00"},
                                     {"testPlanKey", "DEMO-9"},
                                     {"testEnvironments", {"linux"}}});
  ASSERT_EQ(answer.status, 200) << answer.text;
  const std::string key = answer.json().at("key");
  const Json state = site_.state();
  const Json& execution = state.at("executions").at(key);
  EXPECT_EQ(execution.at("summary"), "Nightly 812");
  EXPECT_EQ(execution.at("description"), "plain");
  EXPECT_EQ(execution.at("fixVersions"), Json({"1.0"}));
  EXPECT_EQ(execution.at("revision"), "9f1c2ab");
  EXPECT_EQ(execution.at("startDate"), "2026-03-01T02:00:00+01:00");
  EXPECT_EQ(execution.at("environments"), Json({"linux"}));
  EXPECT_EQ(execution.at("plans"), Json({"DEMO-9"}));
  EXPECT_EQ(state.at("plans").at("DEMO-9").at("executions"), Json({key}));
  EXPECT_EQ(state.at("plans").at("DEMO-9").at("tests"), Json({"DEMO-4", "DEMO-7", "DEMO-6"}));
}

TEST_P(SandboxImport, RefusesAnExecutionWithoutSummary) {
  const std::string text =
      "Error creating Test Execution - Issue create failed! - summary: You must specify a summary "
      "of the issue.";
  EXPECT_EQ(import_info({{"project", "DEMO"}}).error(), text);
  EXPECT_EQ(site_.import({{"tests", {{{"testKey", "DEMO-6"}, {"status", "PASSED"}}}}}).error(),
            text);
}

TEST_P(SandboxImport, RefusesUnknownProjectsPlansEnvironmentsAndVersions) {
  const auto error = [&](const char* member, const Json& value) {
    Json info = {{"project", "DEMO"}, {"summary", "s"}};
    info[member] = value;
    return import_info(info).error();
  };
  EXPECT_EQ(error("project", "NOPE"), "Error retrieving Project from Jira with key \"NOPE\"");
  EXPECT_EQ(
      error("testPlanKey", "DEMO-10"),
      "Error importing results: issue with key DEMO-10 does not exist or is not of issue type "
      "Test Plan!");
  EXPECT_EQ(error("testEnvironments", {"QA", ""}),
            "Error importing results: the following environments dont exist or are not in the "
            "context of test execution project: 'QA', ''!");
  EXPECT_TRUE(contains_text(error("version", "9.9"), "Version name '9.9' is not valid"));
}

TEST_P(SandboxImport, CreatesNothingWhenInfoIsRefused) {
  const Json before = site_.state().at("executions");
  EXPECT_EQ(import_info({{"project", "DEMO"}, {"summary", "s"}, {"version", "9"}}).status, 400);
  EXPECT_EQ(site_.state().at("executions"), before);
}

TEST_P(SandboxImport, RefusesAnExecutionKeyThatIsNone) {
  for (const char* key : {"DEMO-999", "DEMO-4", "demo-1", ""}) {
    const Answer answer = site_.import(
        {{"testExecutionKey", key}, {"tests", {{{"testKey", "DEMO-6"}, {"status", "PASSED"}}}}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_TRUE(contains_text(answer.error(), "is not of issue type Test Execution!"));
  }
}

TEST_P(SandboxImport, RefusesTestKeysThatAreMalformedOrUnknown) {
  const auto with_key = [](const char* key) -> Json {
    return {{"testKey", key}, {"status", "PASSED"}};
  };
  EXPECT_EQ(refusal(with_key("DEMO- 4")), "Invalid JQL query");
  EXPECT_EQ(refusal(with_key("demo-4")), "Invalid JQL query");
  EXPECT_TRUE(contains_text(refusal(with_key("DEMO-999")), "DEMO-999 does not exist"));
  EXPECT_TRUE(contains_text(refusal(with_key("DEMO-9")), "not of issue type Test!"));
}

TEST_P(SandboxImport, RefusesUnknownDefectsRequirementsAndFields) {
  const auto with = [](const char* member, const Json& value) {
    Json entry = {{"testKey", "DEMO-4"}, {"status", "PASSED"}};
    entry[member] = value;
    return entry;
  };
  EXPECT_TRUE(contains_text(refusal(with("defects", {"DEMO-999"})), "DEMO-999"));
  EXPECT_TRUE(contains_text(refusal(with("defects", {"DEMO-1"})), "DEMO-1"));
  EXPECT_TRUE(contains_text(refusal(with("customFields", {{{"id", "7"}, {"value", 1}}})), "7"));
  Json entry = generic("New.Test");
  entry["testInfo"]["requirementKeys"] = {"DEMO-1", "DEMO-3", "X-9"};
  EXPECT_EQ(refusal(entry),
            "Error importing results: DEMO-3 is not a requirement issue or is not a valid issue "
            "key.; X-9 is not a requirement issue or is not a valid issue key.;");
}

TEST_P(SandboxImport, RefusesAnActualResultOverTheLimit) {
  Json entry = {{"testKey", "DEMO-4"}, {"status", "PASSED"}};
  entry["steps"] = {{{"status", "PASSED"}, {"actualResult", std::string(8192, 'x')}}};
  EXPECT_EQ(import_entry(entry).status, 200);
  entry["steps"][0]["actualResult"] = std::string(8193, 'x');
  EXPECT_EQ(refusal(entry), "Test Step Actual Result should not have more than 8192 characters.");
  // Characters outside the basic plane count twice, as in JavaScript.
  std::string faces;
  for (int i = 0; i < 4097; ++i) faces += "\xF0\x9F\x99\x82";
  entry["steps"][0]["actualResult"] = faces;
  EXPECT_EQ(refusal(entry), "Test Step Actual Result should not have more than 8192 characters.");
}

TEST_P(SandboxImport, CreatesATestFromTestInfo) {
  Json entry = generic("Arm.Moves");
  entry["testInfo"]["labels"] = {"gtest"};
  entry["testInfo"]["requirementKeys"] = {"DEMO-1"};
  ASSERT_EQ(import_entry(entry).status, 200);
  const std::string key = site_.run(execution_, "").at("testKey");
  const Json test = site_.state().at("tests").at(key);
  EXPECT_EQ(test.at("definition"), "Arm.Moves");
  EXPECT_EQ(test.at("kind"), "Unstructured");
  EXPECT_EQ(test.at("labels"), Json({"gtest"}));
  EXPECT_EQ(test.at("requirements"), Json({"DEMO-1"}));
}

TEST_P(SandboxImport, FindsAGenericTestByItsDefinition) {
  Json entry = generic("Basket.StartsEmpty");
  entry["testInfo"]["summary"] = "another name";
  const std::size_t before = site_.state().at("tests").size();
  ASSERT_EQ(import_entry(entry).status, 200);
  EXPECT_EQ(site_.run(execution_, "").at("testKey"), "DEMO-6");
  EXPECT_EQ(site_.state().at("tests").size(), before);
}

TEST_P(SandboxImport, FindsAManualTestByItsSummaryAndOverwritesItsSteps) {
  ASSERT_EQ(import_entry(manual("Pay by card", {{{"action", "Only step"}}})).status, 200);
  const Json test = site_.state().at("tests").at("DEMO-4");
  ASSERT_EQ(test.at("steps").size(), 1U);
  EXPECT_EQ(test.at("steps").at(0).at("action"), "Only step");
}

TEST_P(SandboxImport, LooksForTestsInsideTheProjectOnly) {
  Json entry = generic("Basket.StartsEmpty");
  entry["testInfo"]["projectKey"] = "HIDDEN";
  ASSERT_EQ(import_entry(entry).status, 200);
  EXPECT_EQ(site_.run(execution_, "").at("testKey"), "HIDDEN-3");
}

TEST_P(SandboxImport, OverwritesATestThatHasAKeyAndTestInfo) {
  Json entry = generic("Something.Else");
  entry["testKey"] = "DEMO-4";
  ASSERT_EQ(import_entry(entry).status, 200);
  const Json test = site_.state().at("tests").at("DEMO-4");
  EXPECT_EQ(test.at("definition"), "Something.Else");
  EXPECT_TRUE(test.at("steps").empty());
}

TEST_P(SandboxImport, FindsATestUnderItsNewDefinitionAfterwards) {
  Json entry = generic("Renamed.Test");
  entry["testKey"] = "DEMO-6";
  ASSERT_EQ(import_entry(entry).status, 200);
  const auto second = site_.create_execution();
  const Json document = {{"testExecutionKey", second.key},
                         {"tests", {generic("Renamed.Test"), generic("Basket.StartsEmpty")}}};
  ASSERT_EQ(site_.import(document).status, 200);
  const Json runs = site_.state().at("executions").at(second.key).at("runs");
  EXPECT_EQ(runs.at(0).at("testKey"), "DEMO-6");
  EXPECT_NE(runs.at(1).at("testKey"), "DEMO-6");
}

TEST_P(SandboxImport, RefusesTestInfoThatCannotBecomeATest) {
  const auto with = [](const char* member, const Json& value) {
    Json entry = generic("New.Test");
    entry["testInfo"][member] = value;
    return entry;
  };
  EXPECT_EQ(refusal(with("projectKey", "NOPE")),
            "Error retrieving Project from Jira with key \"NOPE\"");
  EXPECT_TRUE(contains_text(refusal(with("type", "Automated")), "Automated"));
  EXPECT_TRUE(contains_text(refusal(with("type", "Manual")), "Manual"));
  EXPECT_TRUE(contains_text(refusal(with("summary", std::string(256, 's'))), "255"));
  EXPECT_TRUE(contains_text(refusal(with("summary", "two\nlines")), "newline"));
  EXPECT_TRUE(contains_text(refusal(with("summary", " ")), "summary"));
  EXPECT_TRUE(contains_text(refusal(with("labels", {"two words"})), "two words"));
  EXPECT_TRUE(
      contains_text(refusal(manual("New", {{{"action", std::string(8193, 'a')}}})), "8192"));
}

TEST_P(SandboxImport, RefusesLabelsInAProjectWhoseScreensHideThem) {
  Json entry = generic("New.Test");
  entry["testInfo"]["projectKey"] = "HIDDEN";
  entry["testInfo"]["labels"] = {"gtest"};
  EXPECT_TRUE(contains_text(refusal(entry), "Field 'labels' cannot be set."));
}

TEST_P(SandboxImport, ReplacesStatusCommentAndIterationsOnReimport) {
  site_.import_run(execution_, {{"testKey", "DEMO-5"},
                                {"status", "FAILED"},
                                {"comment", "first"},
                                {"iterations", {{{"status", "FAILED"}}, {{"status", "PASSED"}}}}});
  const Json run = site_.import_run(
      execution_,
      {{"testKey", "DEMO-5"}, {"status", "PASSED"}, {"iterations", {{{"status", "PASSED"}}}}});
  EXPECT_EQ(run.at("status"), "PASSED");
  EXPECT_EQ(run.at("comment"), "");
  EXPECT_EQ(run.at("iterations").size(), 1U);
  EXPECT_EQ(site_.state().at("executions").at(execution_.key).at("runs").size(), 1U);
}

TEST_P(SandboxImport, KeepsTheDefectsOfARunWhenAReimportNamesNone) {
  site_.import_run(execution_,
                   {{"testKey", "DEMO-6"}, {"status", "FAILED"}, {"defects", {"DEMO-3"}}});
  const Json run = site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  EXPECT_EQ(run.at("defects"), Json({"DEMO-3"}));
}

TEST_P(SandboxImport, StoresIterationsWithParametersLogAndSteps) {
  const Json parameters = {{{"name", "currency"}, {"value", "EUR"}}};
  const Json iteration = {{"name", "0"},
                          {"status", "FAILED"},
                          {"log", "expected 1"},
                          {"parameters", parameters},
                          {"steps", {{{"status", "FAILED"}, {"actualResult", "0"}}}}};
  const Json run = site_.import_run(
      execution_,
      {{"testKey", "DEMO-5"}, {"status", "FAILED"}, {"iterations", Json::array({iteration})}});
  const Json& stored = run.at("iterations").at(0);
  EXPECT_EQ(stored.at("rank"), "0");
  EXPECT_EQ(stored.at("parameters"), parameters);
  EXPECT_EQ(stored.at("log"), "expected 1");
  EXPECT_EQ(stored.at("steps").at(0).at("actualResult"), "0");
  EXPECT_TRUE(run.at("steps").empty());
}

TEST_P(SandboxImport, TakesExamplesForCucumberTestsOnly) {
  Json entry = {{"status", "PASSED"}, {"examples", {"PASSED", "FAILED"}}};
  entry["testInfo"] = {
      {"projectKey", "DEMO"}, {"summary", "Outline"}, {"type", "Cucumber"}, {"scenario", "Given"}};
  ASSERT_EQ(import_entry(entry).status, 200);
  EXPECT_EQ(site_.run(execution_, "").at("examples"), Json({"PASSED", "FAILED"}));
  EXPECT_TRUE(contains_text(
      refusal({{"testKey", "DEMO-4"}, {"status", "PASSED"}, {"examples", {"PASSED"}}}),
      "Cucumber"));
}

TEST_P(SandboxImport, DoesNotTakeACustomStatusOfRunsForAStatusOfSteps) {
  EXPECT_EQ(
      site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "BLOCKED"}}).at("status"),
      "BLOCKED");
  const Answer answer = import_entry(
      {{"testKey", "DEMO-4"}, {"status", "FAILED"}, {"steps", {{{"status", "BLOCKED"}}}}});
  if (GetParam() == Profile::strict) {
    EXPECT_EQ(answer.status, 400);
  } else {
    EXPECT_EQ(site_.run(execution_, "DEMO-4").at("steps").at(0).at("status"), "TODO");
  }
}

TEST_P(SandboxImport, ServesTheEvidenceOfARun) {
  const Json run = site_.import_run(
      execution_,
      {{"testKey", "DEMO-6"},
       {"status", "FAILED"},
       {"evidence",
        {{{"data", "aGVsbG8="}, {"filename", "a.txt"}, {"contentType", "text/plain"}}}}});
  const Json& evidence = run.at("evidence").at(0);
  EXPECT_EQ(evidence.at("filename"), "a.txt");
  EXPECT_EQ(evidence.at("size"), 5);
  const std::string id = evidence.at("id");
  EXPECT_EQ(site_.get("/api/v2/attachments/" + id).text, "hello");
}

}  // namespace
}  // namespace xrep::sandbox
