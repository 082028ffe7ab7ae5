#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

/// What GraphQL answers in both profiles.
class SandboxGraphql : public ::testing::TestWithParam<Profile> {
 protected:
  Json ask(const Json& body) {
    return site_
        .post("/api/v2/graphql", body.dump(), {{"Authorization", "Bearer " + site_.token()}})
        .json();
  }
  Json found_tests(const std::string& jql) {
    return site_.data("TestsByJql", {{"jql", jql}}).at("getTests");
  }
  Json found_executions(const std::string& jql) {
    return site_.data("Executions", {{"jql", jql}}).at("getTestExecutions");
  }
  Json runs(const Site::Created& execution, int start = 0) {
    return site_.data("Runs", {{"executions", {execution.id}}, {"start", start}}).at("getTestRuns");
  }
  std::string creation_failure(const Json& fields) {
    return site_.failure("CreateExecution", {{"jira", {{"fields", fields}}}});
  }

  Site site_{GetParam()};
};

std::string name_of(const ::testing::TestParamInfo<Profile>& info) {
  return info.param == Profile::strict ? "strict" : "lenient";
}

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxGraphql,
                         ::testing::Values(Profile::strict, Profile::lenient), name_of);

TEST_P(SandboxGraphql, KnowsAnOperationByItsNameInTheDocument) {
  const Json body = {{"query", "# a remark\n  query  Preflight($project: String!) { x }"},
                     {"variables", {{"project", "DEMO"}}}};
  EXPECT_EQ(ask(body).at("data").at("getProjectSettings").at("projectId"), "10001");
}

TEST_P(SandboxGraphql, AnswersErrorsWithStatus200AndNoData) {
  const Json body = {{"query", "query Nonsense { x }"}};
  const Answer answer =
      site_.post("/api/v2/graphql", body.dump(), {{"Authorization", "Bearer " + site_.token()}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.json().at("data").is_null());
  EXPECT_TRUE(contains_text(answer.json().at("errors").at(0).at("message"), "Nonsense"));
}

TEST_P(SandboxGraphql, RefusesMissingWrongUnknownAndUndeclaredVariables) {
  EXPECT_TRUE(contains_text(site_.failure("Preflight", Json::object()), "$project"));
  EXPECT_TRUE(contains_text(site_.failure("Preflight", {{"project", nullptr}}), "$project"));
  EXPECT_TRUE(contains_text(site_.failure("Preflight", {{"project", 7}}), "$project"));
  EXPECT_TRUE(contains_text(
      site_.failure("Preflight", {{"project", "DEMO"}, {"projectKey", "DEMO"}}), "$projectKey"));
  EXPECT_TRUE(contains_text(
      site_.failure("TestsByProject", {{"projectId", "10001"}, {"start", "0"}}), "$start"));
  const Json undeclared = ask({{"query", "query Preflight($projectKey: String!) { x }"},
                               {"variables", {{"project", "DEMO"}}}});
  EXPECT_TRUE(contains_text(undeclared.at("errors").at(0).at("message"), "not defined"));
}

TEST_P(SandboxGraphql, RefusesAMutationThatCallsItselfAQuery) {
  const Json answer = ask({{"query", "query LinkPlan($plan: String!, $executions: [String]!) {x}"},
                           {"variables", {{"plan", "1"}, {"executions", {"2"}}}}});
  EXPECT_TRUE(contains_text(answer.at("errors").at(0).at("message"), "mutation"));
}

TEST_P(SandboxGraphql, GivesTheSettingsOfAProject) {
  const Json settings = site_.data("Preflight", {{"project", "DEMO"}}).at("getProjectSettings");
  EXPECT_EQ(settings.at("testEnvironments"), Json({"linux"}));
  const Json& types = settings.at("testTypeSettings").at("testTypes");
  ASSERT_EQ(types.size(), 3U);
  EXPECT_EQ(types.at(1).at("name"), "Generic");
  EXPECT_EQ(types.at(1).at("kind"), "Unstructured");
  EXPECT_TRUE(contains_text(site_.failure("Preflight", {{"project", "NOPE"}}), "NOPE"));
}

TEST_P(SandboxGraphql, GivesTheStatusesOfRunsAndSteps) {
  const Json data = site_.data("Statuses", {{"projectId", "10001"}});
  EXPECT_EQ(data.at("getStatuses").at(2).at("name"), "PASSED");
  EXPECT_EQ(data.at("getStatuses").at(2).at("final"), true);
  EXPECT_EQ(data.at("getStatuses").at(3).at("coverageStatus"), "NOK");
  EXPECT_EQ(data.at("getStepStatuses").at(0).at("name"), "TODO");
  EXPECT_EQ(data.at("getStepStatuses").at(3).at("testStatus").at("name"), "FAILED");
}

TEST_P(SandboxGraphql, GivesNothingForAKeyWhereAnIdIsNeeded) {
  const auto execution = site_.create_execution();
  site_.import_run(execution, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  site_.settle();
  EXPECT_TRUE(site_.data("Statuses", {{"projectId", "DEMO"}}).at("getStatuses").empty());
  const Json tests = site_.data("TestsByProject", {{"projectId", "DEMO"}, {"start", 0}});
  EXPECT_EQ(tests.at("getTests").at("total"), 0);
  const Json by_keys = {{"test", "DEMO-6"}, {"execution", execution.key}, {"start", 0}};
  EXPECT_TRUE(site_.data("RunIterations", by_keys).at("getTestRun").is_null());
  EXPECT_TRUE(contains_text(
      site_.failure("LinkPlan", {{"plan", "DEMO-9"}, {"executions", {execution.id}}}), "DEMO-9"));
}

TEST_P(SandboxGraphql, FindsTestsByKeyWithTheirContent) {
  const Json found = found_tests("key in (DEMO-6, DEMO-4, DEMO-9)");
  ASSERT_EQ(found.at("total"), 2);
  const Json& manual = found.at("results").at(0);
  EXPECT_EQ(manual.at("issueId"), "20004");
  EXPECT_EQ(manual.at("jira").at("key"), "DEMO-4");
  EXPECT_EQ(manual.at("testType").at("kind"), "Steps");
  EXPECT_TRUE(manual.at("unstructured").is_null());
  EXPECT_EQ(manual.at("steps").at(1).at("data"), "4242 4242 4242 4242");
  EXPECT_EQ(found.at("results").at(1).at("unstructured"), "Basket.StartsEmpty");
}

TEST_P(SandboxGraphql, RefusesQueriesThatAreNotJql) {
  for (const char* jql : {"", "key", "key in (DEMO-4", "key in (DEMO- 4)", "key = demo-4 x",
                          "key = DEMO-4 OR key = DEMO-5", "labels ~ \"x\"", "project = \"DEMO",
                          "assignee = me", "key = lower-1"}) {
    EXPECT_EQ(site_.failure("TestsByJql", {{"jql", jql}}), "Invalid JQL query") << jql;
  }
}

TEST_P(SandboxGraphql, FailsAQueryOverAProjectThatDoesNotExist) {
  EXPECT_TRUE(contains_text(site_.failure("Executions", {{"jql", "project = NOPE"}}), "NOPE"));
}

TEST_P(SandboxGraphql, FindsExecutionsByLabelAndBySummary) {
  const Json fields = {{"project", {{"key", "DEMO"}}},
                       {"summary", "Nightly xrep-1f-2 build"},
                       {"labels", {"xrep-1f-2"}}};
  site_.data("CreateExecution", {{"jira", {{"fields", fields}}}, {"environments", {"linux"}}});
  site_.create_execution("Nightly xrep-1f-3 build");
  site_.settle();
  const Json by_label = found_executions("project = DEMO AND labels = \"xrep-1f-2\"");
  ASSERT_EQ(by_label.at("total"), 1);
  EXPECT_EQ(by_label.at("results").at(0).at("jira").at("labels"), Json({"xrep-1f-2"}));
  EXPECT_EQ(by_label.at("results").at(0).at("testEnvironments"), Json({"linux"}));
  EXPECT_EQ(found_executions("project = DEMO AND summary ~ \"\\\"xrep-1f-3\\\"\"").at("total"), 1);
  EXPECT_EQ(found_executions("project = DEMO AND summary ~ \"\\\"xrep-1f\\\"\"").at("total"), 2);
  EXPECT_EQ(found_executions("project = HIDDEN AND labels = \"xrep-1f-2\"").at("total"), 0);
}

TEST_P(SandboxGraphql, ListsAtMostTenExecutionsAndFailsAboveAHundred) {
  for (int i = 0; i < 11; ++i) site_.create_execution();
  site_.settle();
  const Json found = found_executions("project = DEMO");
  EXPECT_EQ(found.at("total"), 11);
  EXPECT_EQ(found.at("results").size(), 10U);
  for (int i = 0; i < 90; ++i) site_.create_execution();
  site_.settle();
  EXPECT_TRUE(
      contains_text(site_.failure("Executions", {{"jql", "project = DEMO"}}), "more than 100"));
}

TEST_P(SandboxGraphql, FindsPlansByKey) {
  const Json found = site_.data("Plans", {{"jql", "key = DEMO-9"}}).at("getTestPlans");
  EXPECT_EQ(found.at("total"), 1);
  EXPECT_EQ(found.at("results").at(0).at("jira").at("key"), "DEMO-9");
  EXPECT_EQ(site_.data("Plans", {{"jql", "key = DEMO-10"}}).at("getTestPlans").at("total"), 0);
}

TEST_P(SandboxGraphql, PagesThroughTestsAndRunsInTheOrderOfTheirIds) {
  Json entries = Json::array();
  for (int i = 0; i < 130; ++i) {
    const std::string name = "Many.Test" + std::to_string(i);
    const Json info = {
        {"projectKey", "DEMO"}, {"summary", name}, {"type", "Generic"}, {"definition", name}};
    entries.push_back({{"status", "PASSED"}, {"testInfo", info}});
  }
  const auto execution = site_.create_execution();
  ASSERT_EQ(site_.import({{"testExecutionKey", execution.key}, {"tests", entries}}).status, 200);
  site_.settle();
  const auto page = [&](int start) {
    return site_.data("TestsByProject", {{"projectId", "10001"}, {"start", start}}).at("getTests");
  };
  EXPECT_EQ(page(0).at("total"), 135);
  EXPECT_EQ(page(0).at("results").size(), 100U);
  EXPECT_EQ(page(100).at("results").size(), 35U);
  EXPECT_EQ(page(100).at("results").at(0).at("unstructured"), "Many.Test95");
  EXPECT_EQ(page(200).at("results").size(), 0U);
  EXPECT_EQ(runs(execution).at("results").size(), 100U);
  EXPECT_EQ(runs(execution, 100).at("results").size(), 30U);
  EXPECT_EQ(runs(execution, 100).at("results").at(0).at("unstructured"), "Many.Test100");
}

TEST_P(SandboxGraphql, CreatesAnExecutionWithItsEnvironments) {
  const Json fields = {{"project", {{"key", "DEMO"}}},
                       {"summary", "Nightly"},
                       {"labels", {"xrep-1"}},
                       {"fixVersions", {{{"name", "1.0"}}}}};
  const Json variables = {{"jira", {{"fields", fields}}}, {"environments", {"linux", "gcc13"}}};
  const Json made = site_.data("CreateExecution", variables).at("createTestExecution");
  EXPECT_EQ(made.at("createdTestEnvironments"), Json({"gcc13"}));
  const Json state = site_.state();
  const Json& stored =
      state.at("executions").at(made.at("testExecution").at("jira").at("key").get<std::string>());
  EXPECT_EQ(stored.at("environments"), Json({"linux", "gcc13"}));
  EXPECT_EQ(stored.at("labels"), Json({"xrep-1"}));
  EXPECT_EQ(stored.at("fixVersions"), Json({"1.0"}));
  const Json settings = site_.data("Preflight", {{"project", "DEMO"}}).at("getProjectSettings");
  EXPECT_EQ(settings.at("testEnvironments"), Json({"linux", "gcc13"}));
}

TEST_P(SandboxGraphql, RefusesFieldsOfANewExecutionThatJiraWouldRefuse) {
  const Json good = {{"project", {{"key", "DEMO"}}}, {"summary", "s"}};
  const auto with = [&](const char* field, const Json& value) {
    Json fields = good;
    fields[field] = value;
    return creation_failure(fields);
  };
  EXPECT_TRUE(contains_text(with("project", {{"key", "NOPE"}}), "valid project is required"));
  EXPECT_TRUE(contains_text(with("summary", ""), "You must specify a summary"));
  EXPECT_TRUE(contains_text(with("summary", std::string(256, 'x')), "255"));
  EXPECT_TRUE(contains_text(with("labels", {"two words"}), "two words"));
  EXPECT_TRUE(contains_text(with("fixVersions", {{{"name", "9"}}}), "'9' is not valid"));
  EXPECT_TRUE(contains_text(with("fixVersions", {"1.0"}), "`name` property"));
  EXPECT_EQ(
      with("story points", 3),
      "story points: Field 'story points' cannot be set. It is not on the appropriate screen, "
      "or unknown.");
  EXPECT_TRUE(site_.state().at("executions").empty());
}

TEST_P(SandboxGraphql, NamesTheFieldsThatAreOnNoScreenOfTheProject) {
  const Json project = {{"key", "HIDDEN"}};
  EXPECT_EQ(creation_failure({{"project", project}, {"summary", "s"}, {"labels", {"x"}}}),
            "labels: Field 'labels' cannot be set. It is not on the appropriate screen, or "
            "unknown.");
  EXPECT_EQ(
      creation_failure(
          {{"project", project}, {"summary", "s"}, {"fixVersions", {{{"name", "1.0"}}}}}),
      "fixVersions: Field 'fixVersions' cannot be set. It is not on the appropriate screen, or "
      "unknown.");
  const Json fields = {{"project", project}, {"summary", "s"}};
  site_.data("CreateExecution", {{"jira", {{"fields", fields}}}});
}

TEST_P(SandboxGraphql, RefusesEnvironmentNamesAgainstTheRules) {
  const auto execution = site_.create_execution();
  for (const char* name : {"x", "", "two words", "nineteen-characters"}) {
    const Json names = Json::array({name});
    EXPECT_TRUE(contains_text(
        site_.failure("AddEnvironments", {{"execution", execution.id}, {"environments", names}}),
        "2 to 18 characters"))
        << name;
  }
}

TEST_P(SandboxGraphql, AddsEnvironmentsToAnExecution) {
  const auto execution = site_.create_execution();
  const Json variables = {{"execution", execution.id}, {"environments", {"linux", "arm64"}}};
  const Json first =
      site_.data("AddEnvironments", variables).at("addTestEnvironmentsToTestExecution");
  EXPECT_EQ(first.at("associatedTestEnvironments"), Json({"linux", "arm64"}));
  EXPECT_EQ(first.at("createdTestEnvironments"), Json({"arm64"}));
  const Json again =
      site_.data("AddEnvironments", variables).at("addTestEnvironmentsToTestExecution");
  EXPECT_TRUE(again.at("createdTestEnvironments").empty());
}

TEST_P(SandboxGraphql, LinksExecutionsToAPlanOnce) {
  const auto execution = site_.create_execution();
  const Json variables = {{"plan", issue_id(site_, "DEMO-9")},
                          {"executions", {execution.id, "999"}}};
  const Json first = site_.data("LinkPlan", variables).at("addTestExecutionsToTestPlan");
  EXPECT_EQ(first.at("addedTestExecutions"), Json::array({execution.id}));
  EXPECT_TRUE(contains_text(first.at("warning"), "999"));
  const Json again = site_.data("LinkPlan", variables).at("addTestExecutionsToTestPlan");
  EXPECT_TRUE(again.at("addedTestExecutions").empty());
  EXPECT_EQ(site_.state().at("plans").at("DEMO-9").at("executions"), Json({execution.key}));
}

TEST_P(SandboxGraphql, AddsTestsToAPlanOnce) {
  const Json variables = {
      {"plan", issue_id(site_, "DEMO-9")},
      {"tests", {issue_id(site_, "DEMO-6"), issue_id(site_, "DEMO-4"), "DEMO-8"}}};
  const Json added = site_.data("AddTestsToPlan", variables).at("addTestsToTestPlan");
  EXPECT_EQ(added.at("addedTests"), Json::array({issue_id(site_, "DEMO-6")}));
  EXPECT_TRUE(contains_text(added.at("warning"), "DEMO-8"));
  EXPECT_EQ(site_.state().at("plans").at("DEMO-9").at("tests"),
            Json({"DEMO-4", "DEMO-7", "DEMO-6"}));
}

TEST_P(SandboxGraphql, AddsTestsToATestSetOnce) {
  const Json variables = {
      {"set", issue_id(site_, "DEMO-10")},
      {"tests", {issue_id(site_, "DEMO-8"), issue_id(site_, "DEMO-4"), "DEMO-7"}}};
  const Json added = site_.data("AddTestsToSet", variables).at("addTestsToTestSet");
  EXPECT_EQ(added.at("addedTests"), Json::array({issue_id(site_, "DEMO-8")}));
  EXPECT_TRUE(contains_text(added.at("warning"), "DEMO-7"));
  EXPECT_EQ(site_.state().at("sets").at("DEMO-10").at("tests"),
            Json({"DEMO-4", "DEMO-5", "DEMO-6", "DEMO-8"}));
}

TEST_P(SandboxGraphql, FindsATestSetByItsKeyAndNoOtherIssue) {
  const Json found = site_.data("TestSets", {{"jql", "key = DEMO-10"}}).at("getTestSets");
  EXPECT_EQ(found.at("results").at(0).at("issueId"), issue_id(site_, "DEMO-10"));
  const Json none = site_.data("TestSets", {{"jql", "key = DEMO-9"}}).at("getTestSets");
  EXPECT_EQ(none.at("total"), 0);
}

TEST_P(SandboxGraphql, ReadsARunBack) {
  const auto execution = site_.create_execution();
  site_.import_run(execution, {{"testKey", "DEMO-4"},
                               {"status", "FAILED"},
                               {"comment", "why"},
                               {"defects", {"DEMO-3"}},
                               {"evidence", {{{"data", "aGVsbG8="}, {"filename", "a.txt"}}}},
                               {"steps", {{{"status", "FAILED"}, {"actualResult", "broke"}}}}});
  site_.settle();
  const Json page = runs(execution);
  EXPECT_EQ(page.at("total"), 1);
  EXPECT_EQ(page.at("limit"), 100);
  const Json& run = page.at("results").at(0);
  EXPECT_EQ(run.at("id").get<std::string>().size(), 24U);
  EXPECT_EQ(run.at("status").at("name"), "FAILED");
  EXPECT_EQ(run.at("comment"), "why");
  EXPECT_EQ(run.at("defects"), Json({"DEMO-3"}));
  EXPECT_EQ(run.at("testType").at("kind"), "Steps");
  EXPECT_EQ(run.at("test").at("jira").at("key"), "DEMO-4");
  EXPECT_EQ(run.at("evidence").at(0).at("size"), 5);
  ASSERT_EQ(run.at("steps").size(), 3U);
  EXPECT_EQ(run.at("steps").at(0).at("actualResult"), "broke");
  EXPECT_EQ(run.at("steps").at(2).at("status").at("name"), "TODO");
}

TEST_P(SandboxGraphql, ReadsTheIterationsOfARunBack) {
  const auto execution = site_.create_execution();
  const Json parameters = {{{"name", "n"}, {"value", "1"}}};
  const Json iteration = {{"status", "FAILED"},
                          {"parameters", parameters},
                          {"steps", {{{"status", "FAILED"}, {"comment", "c"}}}}};
  site_.import_run(execution, {{"testKey", "DEMO-5"},
                               {"status", "FAILED"},
                               {"iterations", {{{"status", "PASSED"}}, iteration}}});
  site_.settle();
  const Json variables = {
      {"test", issue_id(site_, "DEMO-5")}, {"execution", execution.id}, {"start", 1}};
  const Json run = site_.data("RunIterations", variables).at("getTestRun");
  EXPECT_EQ(run.at("iterations").at("total"), 2);
  ASSERT_EQ(run.at("iterations").at("results").size(), 1U);
  const Json& second = run.at("iterations").at("results").at(0);
  EXPECT_EQ(second.at("rank"), "1");
  EXPECT_EQ(second.at("parameters"), parameters);
  EXPECT_EQ(second.at("status").at("name"), "FAILED");
  EXPECT_EQ(second.at("stepResults").at("results").at(0).at("comment"), "c");
}

/// Mutations on runs, with a run of a Test with steps and one with iterations.
class SandboxRunMutations : public SandboxGraphql {
 protected:
  SandboxRunMutations() {
    plain_ = site_.import_run(execution_, {{"testKey", "DEMO-4"}, {"status", "FAILED"}});
    iterated_ = site_.import_run(
        execution_, {{"testKey", "DEMO-5"},
                     {"status", "FAILED"},
                     {"iterations", {{{"status", "PASSED"}}, {{"status", "FAILED"}}}}});
  }
  static Json text_file(const char* name = "a.txt") {
    return Json::array({{{"filename", name}, {"mimeType", "text/plain"}, {"data", "aGVsbG8="}}});
  }
  /// The error of the first field.
  std::string field_failure(const Json& variables) {
    const Json answer = site_.graphql("AddEvidence", variables);
    EXPECT_TRUE(answer.at("data").at("e0").is_null()) << answer.dump();
    EXPECT_EQ(answer.at("errors").at(0).at("path"), Json::array({"e0"}));
    return answer.at("errors").at(0).at("message");
  }

  Site::Created execution_ = site_.create_execution();
  Json plain_;
  Json iterated_;
};

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxRunMutations,
                         ::testing::Values(Profile::strict, Profile::lenient), name_of);

TEST_P(SandboxRunMutations, AddEvidenceToARunAgainWhenRepeated) {
  const Json variables = {{"run0", plain_.at("id")}, {"files0", text_file()}};
  const Json added = site_.data("AddEvidence", variables).at("e0");
  EXPECT_EQ(added.at("addedEvidence"), Json({"a.txt"}));
  site_.data("AddEvidence", variables);
  const Json evidence = site_.run(execution_, "DEMO-4").at("evidence");
  ASSERT_EQ(evidence.size(), 2U);
  EXPECT_EQ(site_.get("/api/v2/attachments/" + evidence.at(1).at("id").get<std::string>()).text,
            "hello");
}

TEST_P(SandboxRunMutations, AddEvidenceToAStep) {
  const Json& step = plain_.at("steps").at(1).at("id");
  site_.data("AddEvidence",
             {{"run0", plain_.at("id")}, {"step0", step}, {"files0", text_file("step.txt")}});
  const Json run = site_.run(execution_, "DEMO-4");
  EXPECT_TRUE(run.at("evidence").empty());
  EXPECT_EQ(run.at("steps").at(1).at("evidence").at(0).at("filename"), "step.txt");
}

TEST_P(SandboxRunMutations, AddEvidenceToAStepOfAnIterationByItsRank) {
  const Json& step = iterated_.at("iterations").at(1).at("steps").at(0).at("id");
  site_.data(
      "AddEvidence",
      {{"run0", iterated_.at("id")}, {"step0", step}, {"rank0", "1"}, {"files0", text_file()}});
  const Json run = site_.run(execution_, "DEMO-5");
  EXPECT_TRUE(run.at("iterations").at(0).at("steps").at(0).at("evidence").empty());
  EXPECT_EQ(run.at("iterations").at(1).at("steps").at(0).at("evidence").size(), 1U);
}

TEST_P(SandboxRunMutations, RefuseEvidenceForPlacesThatDoNotExist) {
  const Json& step = iterated_.at("iterations").at(1).at("steps").at(0).at("id");
  const Json id = iterated_.at("id");
  EXPECT_TRUE(contains_text(field_failure({{"run0", "abc"}, {"files0", text_file()}}), "abc"));
  EXPECT_TRUE(contains_text(
      field_failure({{"run0", id}, {"step0", "nope"}, {"files0", text_file()}}), "nope"));
  EXPECT_TRUE(contains_text(
      field_failure({{"run0", id}, {"step0", step}, {"rank0", "7"}, {"files0", text_file()}}),
      "7"));
  EXPECT_TRUE(contains_text(field_failure({{"run0", id}, {"step0", step}, {"files0", text_file()}}),
                            "no such step"));
}

TEST_P(SandboxRunMutations, RefuseFilesThatAreIncompleteOrNotBase64) {
  const auto failure = [&](const Json& file) {
    return field_failure({{"run0", plain_.at("id")}, {"files0", Json::array({file})}});
  };
  EXPECT_TRUE(contains_text(failure({{"filename", "a"}, {"data", ""}}), "mimeType"));
  EXPECT_TRUE(contains_text(failure({{"mimeType", "t/p"}, {"data", ""}}), "filename"));
  EXPECT_TRUE(contains_text(failure({{"filename", "a"}, {"mimeType", "t/p"}}), "base64"));
  EXPECT_TRUE(contains_text(
      failure({{"filename", "a"}, {"mimeType", "t/p"}, {"data", "not base64!"}}), "base64"));
  EXPECT_TRUE(contains_text(failure({{"attachmentId", "nope"}}), "nope"));
  const Json import_style = {{"filename", "a"}, {"contentType", "text/plain"}, {"data", ""}};
  EXPECT_TRUE(contains_text(site_.failure("AddEvidence", {{"run0", plain_.at("id")},
                                                          {"files0", Json::array({import_style})}}),
                            "$files0"));
}

TEST_P(SandboxRunMutations, StoreTheGoodPartsOfARequestWithABadOne) {
  const Json answer = site_.graphql("AddEvidence", {{"run0", "nope"},
                                                    {"files0", text_file()},
                                                    {"run1", plain_.at("id")},
                                                    {"files1", text_file()}});
  EXPECT_TRUE(answer.at("data").at("e0").is_null());
  EXPECT_EQ(answer.at("data").at("e1").at("addedEvidence"), Json({"a.txt"}));
  EXPECT_EQ(answer.at("errors").size(), 1U);
  EXPECT_EQ(site_.run(execution_, "DEMO-4").at("evidence").size(), 1U);
}

TEST_P(SandboxRunMutations, TakeAtMost25FieldsInOneRequest) {
  Json variables = Json::object();
  for (int n = 0; n < 25; ++n) {
    variables["run" + std::to_string(n)] = plain_.at("id");
    variables["issues" + std::to_string(n)] = Json::array({"DEMO-3"});
  }
  EXPECT_EQ(site_.data("AddDefects", variables).size(), 25U);
  variables["run25"] = plain_.at("id");
  variables["issues25"] = Json::array({"DEMO-3"});
  EXPECT_TRUE(contains_text(site_.failure("AddDefects", variables), "25"));
}

TEST_P(SandboxRunMutations, RefuseNumbersWithAGap) {
  EXPECT_TRUE(contains_text(site_.failure("AddEvidence", {{"run0", plain_.at("id")},
                                                          {"files0", text_file()},
                                                          {"run2", plain_.at("id")},
                                                          {"files2", text_file()}}),
                            "2"));
}

TEST_P(SandboxRunMutations, AddDefectsByKeyOrIdOnce) {
  const Json added = site_.data("AddDefects", {{"run0", plain_.at("id")},
                                               {"issues0", {"DEMO-3", "DEMO-1"}},
                                               {"run1", plain_.at("id")},
                                               {"issues1", {issue_id(site_, "DEMO-3")}}});
  EXPECT_EQ(added.at("d0").at("addedDefects"), Json::array({issue_id(site_, "DEMO-3")}));
  EXPECT_TRUE(contains_text(added.at("d0").at("warnings").at(0), "DEMO-1"));
  EXPECT_TRUE(added.at("d1").at("addedDefects").empty());
  EXPECT_EQ(site_.run(execution_, "DEMO-4").at("defects"), Json({"DEMO-3"}));
}

}  // namespace
}  // namespace xrep::sandbox
