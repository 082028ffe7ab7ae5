// One test for each row of the table in docs/sandbox.md: what strict does, what lenient does.

#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

struct BothSites {
  Site strict{Profile::strict};
  Site lenient{Profile::lenient};
};

Answer import_entries(Site& site, const Site::Created& execution, const Json& entries) {
  return site.import({{"testExecutionKey", execution.key}, {"tests", entries}});
}

Answer import_entry(Site& site, const Json& entry) {
  return import_entries(site, site.create_execution(), Json::array({entry}));
}

Json with_step_evidence(const char* member) {
  Json step = {{"status", "FAILED"}};
  step[member] = {{{"data", kPicture}, {"filename", "shot.png"}, {"contentType", "image/png"}}};
  return {{"testKey", "DEMO-5"}, {"status", "FAILED"}, {"steps", Json::array({step})}};
}

Json file(const char* name) {
  return {{"data", "aGVsbG8="}, {"filename", name}};
}

std::vector<std::string> file_names(const Json& list) {
  std::vector<std::string> names;
  for (const Json& item : list) names.push_back(item.at("filename"));
  return names;
}

using Names = std::vector<std::string>;

TEST(SandboxProfile, NamesTheEvidenceOfAStepDifferently) {
  BothSites sites;
  EXPECT_EQ(import_entry(sites.strict, with_step_evidence("evidence")).status, 200);
  EXPECT_EQ(import_entry(sites.strict, with_step_evidence("evidences")).error(),
            "Result is not valid Xray Format");
  EXPECT_EQ(import_entry(sites.lenient, with_step_evidence("evidences")).status, 200);
  EXPECT_EQ(import_entry(sites.lenient, with_step_evidence("evidence")).error(),
            "Result is not valid Xray Format");
}

TEST(SandboxProfile, StoresStepEvidenceUnderEitherName) {
  BothSites sites;
  const auto stored = [](Site& site, const char* member) {
    const Json run = site.import_run(site.create_execution(), with_step_evidence(member));
    return file_names(run.at("steps").at(0).at("evidence"));
  };
  EXPECT_EQ(stored(sites.strict, "evidence"), Names{"shot.png"});
  EXPECT_EQ(stored(sites.lenient, "evidences"), Names{"shot.png"});
}

TEST(SandboxProfile, RefusesAnUnknownStatusOrMakesItTodo) {
  BothSites sites;
  const Json entry = {{"testKey", "DEMO-6"}, {"status", "SKIPPED"}};
  const Answer refused = import_entry(sites.strict, entry);
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(contains_text(refused.error(), "SKIPPED"));
  const Json run = sites.lenient.import_run(sites.lenient.create_execution(), entry);
  EXPECT_EQ(run.at("status"), "TODO");
}

TEST(SandboxProfile, KeepsOrReplacesTestEvidenceOnReimport) {
  BothSites sites;
  const auto names_after = [](Site& site, const Json& second) {
    const auto execution = site.create_execution();
    Json entry = {{"testKey", "DEMO-6"}, {"status", "FAILED"}, {"evidence", {file("one")}}};
    site.import_run(execution, entry);
    entry.erase("evidence");
    if (!second.is_null()) entry["evidence"] = second;
    return file_names(site.import_run(execution, entry).at("evidence"));
  };
  EXPECT_EQ(names_after(sites.strict, Json::array({file("two")})), (Names{"one", "two"}));
  EXPECT_EQ(names_after(sites.lenient, Json::array({file("two")})), Names{"two"});
  EXPECT_EQ(names_after(sites.strict, nullptr), Names{"one"});
  EXPECT_EQ(names_after(sites.lenient, nullptr), Names{"one"});
}

TEST(SandboxProfile, KeepsStepEvidenceOnReimportInBoth) {
  BothSites sites;
  const auto names_after = [](Site& site, const char* member) {
    const auto execution = site.create_execution();
    site.import_run(execution, with_step_evidence(member));
    const Json run = site.import_run(
        execution,
        {{"testKey", "DEMO-5"}, {"status", "PASSED"}, {"steps", {{{"status", "PASSED"}}}}});
    return file_names(run.at("steps").at(0).at("evidence"));
  };
  EXPECT_EQ(names_after(sites.strict, "evidence"), Names{"shot.png"});
  EXPECT_EQ(names_after(sites.lenient, "evidences"), Names{"shot.png"});
}

TEST(SandboxProfile, ForgetsTheFilesOfReplacedEvidence) {
  Site site(Profile::lenient);
  const auto execution = site.create_execution();
  Json entry = {{"testKey", "DEMO-6"}, {"status", "FAILED"}, {"evidence", {file("one")}}};
  const std::string first = site.import_run(execution, entry).at("evidence").at(0).at("id");
  site.import_run(execution, entry);
  EXPECT_EQ(site.get("/api/v2/attachments/" + first).status, 400);
  EXPECT_FALSE(std::filesystem::exists(site.folder() / "attachments" / first));
}

TEST(SandboxProfile, RefusesOrStoresIterationsOfAGenericTest) {
  BothSites sites;
  const Json entry = {
      {"testKey", "DEMO-6"}, {"status", "PASSED"}, {"iterations", {{{"status", "PASSED"}}}}};
  EXPECT_EQ(import_entry(sites.strict, entry).status, 400);
  const Json run = sites.lenient.import_run(sites.lenient.create_execution(), entry);
  EXPECT_EQ(run.at("iterations").size(), 1U);
}

std::size_t found_executions(Site& site, const std::string& key) {
  return site.data("Executions", {{"jql", "key = " + key}}).at("getTestExecutions").at("total");
}

std::size_t tests_in_demo(Site& site) {
  return site.data("TestsByProject", {{"projectId", "10001"}, {"start", 0}})
      .at("getTests")
      .at("total");
}

std::size_t runs_of(Site& site, const Site::Created& execution) {
  return site.data("Runs", {{"executions", {execution.id}}, {"start", 0}})
      .at("getTestRuns")
      .at("total");
}

Json new_test(const char* definition) {
  return {{"status", "PASSED"},
          {"testInfo",
           {{"projectKey", "DEMO"},
            {"summary", definition},
            {"type", "Generic"},
            {"definition", definition}}}};
}

TEST(SandboxProfile, HidesFreshExecutionsFromSearchesForAWhile) {
  BothSites sites;
  const auto execution = sites.strict.create_execution();
  EXPECT_EQ(found_executions(sites.strict, execution.key), 0U);
  sites.strict.pass(std::chrono::milliseconds(1499));
  EXPECT_EQ(found_executions(sites.strict, execution.key), 0U);
  sites.strict.pass(std::chrono::milliseconds(1));
  EXPECT_EQ(found_executions(sites.strict, execution.key), 1U);
  const auto at_once = sites.lenient.create_execution();
  EXPECT_EQ(found_executions(sites.lenient, at_once.key), 1U);
}

TEST(SandboxProfile, HidesFreshTestsFromTheListOfTheProjectForAWhile) {
  BothSites sites;
  import_entry(sites.strict, new_test("Fresh.Test"));
  EXPECT_EQ(tests_in_demo(sites.strict), 5U);
  sites.strict.settle();
  EXPECT_EQ(tests_in_demo(sites.strict), 6U);
  import_entry(sites.lenient, new_test("Fresh.Test"));
  EXPECT_EQ(tests_in_demo(sites.lenient), 6U);
}

TEST(SandboxProfile, HidesFreshRunsForAWhileSoThatListsAreIncomplete) {
  BothSites sites;
  const Json first = Json::array({{{"testKey", "DEMO-6"}, {"status", "PASSED"}}});
  const Json second = Json::array({{{"testKey", "DEMO-7"}, {"status", "PASSED"}}});
  const auto execution = sites.strict.create_execution();
  import_entries(sites.strict, execution, first);
  EXPECT_EQ(runs_of(sites.strict, execution), 0U);
  sites.strict.settle();
  import_entries(sites.strict, execution, second);
  EXPECT_EQ(runs_of(sites.strict, execution), 1U);
  sites.strict.settle();
  EXPECT_EQ(runs_of(sites.strict, execution), 2U);
  const auto at_once = sites.lenient.create_execution();
  import_entries(sites.lenient, at_once, first);
  EXPECT_EQ(runs_of(sites.lenient, at_once), 1U);
}

TEST(SandboxProfile, HidesTheIterationsOfAFreshRunForAWhile) {
  BothSites sites;
  const auto iterations = [](Site& site, const Site::Created& execution) {
    return site
        .data("RunIterations",
              {{"test", issue_id(site, "DEMO-5")}, {"execution", execution.id}, {"start", 0}})
        .at("getTestRun");
  };
  const Json entry = {
      {"testKey", "DEMO-5"}, {"status", "PASSED"}, {"iterations", {{{"status", "PASSED"}}}}};
  const auto strict = sites.strict.create_execution();
  sites.strict.import_run(strict, entry);
  EXPECT_TRUE(iterations(sites.strict, strict).is_null());
  sites.strict.settle();
  EXPECT_EQ(iterations(sites.strict, strict).at("iterations").at("total"), 1);
  const auto lenient = sites.lenient.create_execution();
  sites.lenient.import_run(lenient, entry);
  EXPECT_EQ(iterations(sites.lenient, lenient).at("iterations").at("total"), 1);
}

TEST(SandboxProfile, StoresHalfOrNothingOfARefusedImport) {
  BothSites sites;
  const Json entries = {{{"testKey", "DEMO-6"}, {"status", "PASSED"}},
                        new_test("Half.Stored"),
                        {{"testKey", "DEMO-999"}, {"status", "PASSED"}},
                        {{"testKey", "DEMO-7"}, {"status", "PASSED"}}};
  const auto stored = [&](Site& site) -> std::size_t {
    const auto execution = site.create_execution();
    EXPECT_EQ(import_entries(site, execution, entries).status, 400);
    return site.state().at("executions").at(execution.key).at("runs").size();
  };
  EXPECT_EQ(stored(sites.strict), 2U);
  EXPECT_EQ(sites.strict.state().at("tests").size(), 7U);
  EXPECT_EQ(stored(sites.lenient), 0U);
  EXPECT_EQ(sites.lenient.state().at("tests").size(), 6U);
}

TEST(SandboxProfile, LeavesTheExecutionOfARefusedImportBehindOrNot) {
  BothSites sites;
  const Json document = {{"info", {{"project", "DEMO"}, {"summary", "half"}}},
                         {"tests", {{{"testKey", "DEMO-999"}, {"status", "PASSED"}}}}};
  EXPECT_EQ(sites.strict.import(document).status, 400);
  EXPECT_EQ(sites.strict.state().at("executions").size(), 1U);
  EXPECT_EQ(sites.lenient.import(document).status, 400);
  EXPECT_EQ(sites.lenient.state().at("executions").size(), 0U);
}

TEST(SandboxProfile, RefusesTheSameTestTwiceOrTakesTheLast) {
  BothSites sites;
  const Json entries = {{{"testKey", "DEMO-6"}, {"status", "PASSED"}},
                        {{"testKey", "DEMO-6"}, {"status", "FAILED"}}};
  const auto strict = sites.strict.create_execution();
  const Answer refused = import_entries(sites.strict, strict, entries);
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(contains_text(refused.error(), "DEMO-6"));
  const auto lenient = sites.lenient.create_execution();
  EXPECT_EQ(import_entries(sites.lenient, lenient, entries).status, 200);
  EXPECT_EQ(sites.lenient.run(lenient, "DEMO-6").at("status"), "FAILED");
}

TEST(SandboxProfile, SeesThatTestInfoMeansATestThatIsThereAlready) {
  BothSites sites;
  const Json entries = {{{"testKey", "DEMO-6"}, {"status", "PASSED"}},
                        new_test("Basket.StartsEmpty")};
  EXPECT_EQ(import_entries(sites.strict, sites.strict.create_execution(), entries).status, 400);
  const auto lenient = sites.lenient.create_execution();
  EXPECT_EQ(import_entries(sites.lenient, lenient, entries).status, 200);
  EXPECT_EQ(sites.lenient.state().at("executions").at(lenient.key).at("runs").size(), 1U);
}

TEST(SandboxProfile, RefusesOrLosesSurplusStepResults) {
  BothSites sites;
  const Json entry = {{"testKey", "DEMO-5"},
                      {"status", "FAILED"},
                      {"steps", {{{"status", "PASSED"}}, {{"status", "FAILED"}}}}};
  EXPECT_EQ(import_entry(sites.strict, entry).status, 400);
  const Json run = sites.lenient.import_run(sites.lenient.create_execution(), entry);
  EXPECT_EQ(run.at("steps").size(), 1U);
}

TEST(SandboxProfile, TreatsStepsOfAGenericTestAsSurplus) {
  BothSites sites;
  const Json entry = {
      {"testKey", "DEMO-6"}, {"status", "PASSED"}, {"steps", {{{"status", "PASSED"}}}}};
  EXPECT_EQ(import_entry(sites.strict, entry).status, 400);
  const Json run = sites.lenient.import_run(sites.lenient.create_execution(), entry);
  EXPECT_TRUE(run.at("steps").empty());
}

Names status_names(Site& site) {
  const Json data = site.data("Statuses", {{"projectId", "10001"}});
  Names names;
  for (const Json& status : data.at("getStatuses")) names.push_back(status.at("name"));
  return names;
}

bool has(const Names& names, const char* name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(SandboxProfile, HasTheStatusAbortedOrNot) {
  BothSites sites;
  EXPECT_FALSE(has(status_names(sites.strict), "ABORTED"));
  EXPECT_TRUE(has(status_names(sites.lenient), "ABORTED"));
  const Json entry = {{"testKey", "DEMO-6"}, {"status", "ABORTED"}};
  EXPECT_EQ(import_entry(sites.strict, entry).status, 400);
  const Json run = sites.lenient.import_run(sites.lenient.create_execution(), entry);
  EXPECT_EQ(run.at("status"), "ABORTED");
}

TEST(SandboxProfile, NamesTheInitialStatusDifferentlyButTakesTodoInImports) {
  BothSites sites;
  EXPECT_TRUE(has(status_names(sites.strict), "TO DO"));
  EXPECT_FALSE(has(status_names(sites.strict), "TODO"));
  EXPECT_TRUE(has(status_names(sites.lenient), "TODO"));
  EXPECT_FALSE(has(status_names(sites.lenient), "TO DO"));
  const Json entry = {{"testKey", "DEMO-6"}, {"status", "TODO"}};
  for (Site* site : {&sites.strict, &sites.lenient}) {
    EXPECT_EQ(import_entry(*site, entry).status, 200);
  }
}

Json execution_with(const Json& description) {
  return {{"jira",
           {{"fields",
             {{"project", {{"key", "DEMO"}}}, {"summary", "s"}, {"description", description}}}}}};
}

TEST(SandboxProfile, TakesADescriptionAsADocumentOrAsText) {
  BothSites sites;
  const Json text = {{"type", "text"}, {"text", "Build 812"}};
  const Json paragraph = {{"type", "paragraph"}, {"content", Json::array({text})}};
  const Json document = {{"type", "doc"}, {"version", 1}, {"content", Json::array({paragraph})}};
  const auto stored = [](Site& site, const Json& description) -> std::string {
    const Json made = site.data("CreateExecution", execution_with(description));
    const std::string key = made.at("createTestExecution").at("testExecution").at("jira").at("key");
    return site.state().at("executions").at(key).at("description");
  };
  EXPECT_EQ(stored(sites.strict, document), "Build 812");
  EXPECT_TRUE(contains_text(sites.strict.failure("CreateExecution", execution_with("Build 812")),
                            "Atlassian Document"));
  EXPECT_EQ(stored(sites.lenient, "Build 812"), "Build 812");
  EXPECT_TRUE(contains_text(sites.lenient.failure("CreateExecution", execution_with(document)),
                            "must be a string"));
}

TEST(SandboxProfile, GivesSelfAmongTheFieldsOfJiraOrNot) {
  BothSites sites;
  const auto has_self = [](Site& site) {
    const Json made =
        site.data("CreateExecution",
                  {{"jira", {{"fields", {{"project", {{"key", "DEMO"}}}, {"summary", "s"}}}}}});
    const Json& jira = made.at("createTestExecution").at("testExecution").at("jira");
    site.settle();
    const Json found =
        site.data("Executions", {{"jql", "key = " + jira.at("key").get<std::string>()}});
    const Json& again = found.at("getTestExecutions").at("results").at(0).at("jira");
    EXPECT_EQ(jira.contains("self"), again.contains("self"));
    return jira.contains("self");
  };
  EXPECT_FALSE(has_self(sites.strict));
  EXPECT_TRUE(has_self(sites.lenient));
}

TEST(SandboxProfile, FindsRunsByTheKeyOfTheirExecutionOrNot) {
  BothSites sites;
  const auto found = [](Site& site) {
    const auto execution = site.create_execution();
    site.import_run(execution, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
    site.settle();
    EXPECT_EQ(runs_of(site, execution), 1U);
    return runs_of(site, {"", execution.key});
  };
  EXPECT_EQ(found(sites.strict), 0U);
  EXPECT_EQ(found(sites.lenient), 1U);
}

Json info_document(const Site::Created& execution, const Json& info) {
  return {{"testExecutionKey", execution.key},
          {"info", info},
          {"tests", {{{"testKey", "DEMO-6"}, {"status", "PASSED"}}}}};
}

TEST(SandboxProfile, RefusesInfoForAnExistingExecutionOrEditsIt) {
  BothSites sites;
  const Json info = {{"revision", "9f1c2ab"},
                     {"startDate", "2026-03-01T02:00:00Z"},
                     {"finishDate", "2026-03-01T02:10:00Z"}};
  const auto strict = sites.strict.create_execution();
  EXPECT_EQ(sites.strict.import(info_document(strict, info)).error(),
            "Error assembling issue data: Field 'summary' cannot be set. It is not on the "
            "appropriate screen, or unknown.");
  EXPECT_TRUE(sites.strict.run(strict, "DEMO-6").is_null());
  const auto lenient = sites.lenient.create_execution("Kept summary");
  EXPECT_EQ(sites.lenient.import(info_document(lenient, info)).status, 200);
  const Json stored = sites.lenient.state().at("executions").at(lenient.key);
  EXPECT_EQ(stored.at("revision"), "9f1c2ab");
  EXPECT_EQ(stored.at("startDate"), "2026-03-01T02:00:00Z");
  EXPECT_EQ(stored.at("finishDate"), "2026-03-01T02:10:00Z");
  EXPECT_EQ(stored.at("summary"), "Kept summary");
}

TEST(SandboxProfile, ReplacesSummaryAndEnvironmentsWhenInfoEdits) {
  Site site(Profile::lenient);
  const auto execution = site.create_execution();
  site.data("AddEnvironments", {{"execution", execution.id}, {"environments", {"gcc13"}}});
  const Json info = {{"summary", "Another"}, {"testEnvironments", {"linux"}}};
  EXPECT_EQ(site.import(info_document(execution, info)).status, 200);
  const Json stored = site.state().at("executions").at(execution.key);
  EXPECT_EQ(stored.at("summary"), "Another");
  EXPECT_EQ(stored.at("environments"), Json({"linux"}));
}

TEST(SandboxProfile, FailsASearchWithAnUnknownKeyOrLeavesTheKeyOut) {
  BothSites sites;
  const Json variables = {{"jql", "key in (DEMO-4, DEMO-999)"}};
  EXPECT_TRUE(contains_text(sites.strict.failure("TestsByJql", variables), "DEMO-999"));
  const Json found = sites.lenient.data("TestsByJql", variables).at("getTests");
  EXPECT_EQ(found.at("total"), 1);
  EXPECT_EQ(found.at("results").at(0).at("jira").at("key"), "DEMO-4");
}

TEST(SandboxProfile, FillsThePlanWithTheTestsOfALinkedExecutionOrNot) {
  BothSites sites;
  const auto tests_of_plan = [](Site& site) {
    const auto execution = site.create_execution();
    site.import_run(execution, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
    site.data("LinkPlan", {{"plan", issue_id(site, "DEMO-9")}, {"executions", {execution.id}}});
    site.import_run(execution, {{"testKey", "DEMO-8"}, {"status", "PASSED"}});
    const Json state = site.state();
    EXPECT_EQ(state.at("executions").at(execution.key).at("plans"), Json({"DEMO-9"}));
    return state.at("plans").at("DEMO-9").at("tests");
  };
  EXPECT_EQ(tests_of_plan(sites.strict), Json({"DEMO-4", "DEMO-7"}));
  EXPECT_EQ(tests_of_plan(sites.lenient), Json({"DEMO-4", "DEMO-7", "DEMO-6", "DEMO-8"}));
}

TEST(SandboxProfile, RefusesAVeryLongCommentOrTakesIt) {
  BothSites sites;
  const auto with_length = [](std::size_t length) -> Json {
    return {{"testKey", "DEMO-6"}, {"status", "PASSED"}, {"comment", std::string(length, 'x')}};
  };
  EXPECT_EQ(import_entry(sites.strict, with_length(32767)).status, 200);
  EXPECT_EQ(import_entry(sites.strict, with_length(32768)).status, 400);
  EXPECT_EQ(import_entry(sites.lenient, with_length(1000000)).status, 200);
}

TEST(SandboxProfile, WantsTheProjectInInfoOrTakesItFromThePlan) {
  BothSites sites;
  const Json document = {{"info", {{"summary", "s"}, {"testPlanKey", "DEMO-9"}}},
                         {"tests", {{{"testKey", "DEMO-6"}, {"status", "PASSED"}}}}};
  EXPECT_EQ(sites.strict.import(document).error(),
            "Error assembling issue data: project is required");
  const Answer taken = sites.lenient.import(document);
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(taken.json().value("key", "").substr(0, 5), "DEMO-");
}

TEST(SandboxProfile, RefusesAnUnknownAccountOrLeavesItOut) {
  BothSites sites;
  for (const char* member : {"executedBy", "assignee"}) {
    Json entry = {{"testKey", "DEMO-6"}, {"status", "PASSED"}};
    entry[member] = "nobody";
    EXPECT_TRUE(contains_text(import_entry(sites.strict, entry).error(), "nobody")) << member;
    const Json run = sites.lenient.import_run(sites.lenient.create_execution(), entry);
    EXPECT_EQ(run.at("executedBy"), "sandbox-user");
    EXPECT_EQ(run.at("assignee"), "");
  }
  const Json entries = Json::array({{{"testKey", "DEMO-6"}, {"status", "PASSED"}}});
  const Json document = {{"info", {{"project", "DEMO"}, {"summary", "s"}, {"user", "nobody"}}},
                         {"tests", entries}};
  EXPECT_EQ(sites.strict.import(document).status, 400);
  const Json created = sites.lenient.import(document).json();
  EXPECT_EQ(sites.lenient.state().at("executions").at(created.at("key")).at("user"), "");
}

TEST(SandboxProfile, TellsItsAddressInIssuesOrNot) {
  BothSites sites;
  const auto told = [](Site& site, const char* project) {
    const Json data = site.data("SelfLinks", {{"projectId", project}});
    const Json& tests = data.at("getTests").at("results");
    return tests.empty() ? "no Test" : tests.at(0).at("jira").value("self", "nothing");
  };
  EXPECT_EQ(told(sites.strict, "10001"), "nothing");
  EXPECT_TRUE(contains_text(told(sites.lenient, "10001"), "/rest/api/"));
  EXPECT_EQ(told(sites.lenient, "DEMO"), "no Test") << "a key is no id";
}

}  // namespace
}  // namespace xrep::sandbox
