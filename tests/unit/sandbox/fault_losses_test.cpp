// Faults that answer success and yet keep less than they were given, or show less than they keep.

#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

Json lose(const char* on, const Json& parts, const Json& tests = nullptr) {
  Json rule = {{"on", on}, {"do", "lose"}, {"parts", parts}};
  if (!tests.is_null()) rule["tests"] = tests;
  return Json::array({rule});
}

Json text_file(const char* name) {
  return {{"data", "aGVsbG8="}, {"filename", name}};
}

Json full_result() {
  const Json step = {
      {"status", "FAILED"}, {"actualResult", "other"}, {"evidence", {text_file("step.txt")}}};
  return {{"testKey", "DEMO-4"},
          {"status", "FAILED"},
          {"comment", "broke"},
          {"evidence", {text_file("run.txt")}},
          {"steps", {step}}};
}

Json iterated_result() {
  const Json step = {{"status", "FAILED"}, {"evidence", {text_file("step.txt")}}};
  const Json iteration = {{"status", "FAILED"}, {"steps", {step}}};
  return {{"testKey", "DEMO-5"}, {"status", "FAILED"}, {"iterations", {iteration}}};
}

class SandboxLosses : public ::testing::Test {
 protected:
  Json run_after(const Json& script, const Json& entry) {
    site_.break_with(script);
    return site_.import_run(execution_, entry);
  }
  Json add_evidence(const Json& run, const Json& file) {
    return site_.data("AddEvidence", {{"run0", run.at("id")}, {"files0", Json::array({file})}});
  }
  std::string uploaded() {
    const httplib::MultipartFormDataItems parts = {{"attachment", "x", "up.txt", "text/plain"}};
    const auto answer = site_.client().Post("/api/v2/attachments",
                                            {{"Authorization", "Bearer " + site_.token()}}, parts);
    return answer && answer->status == 200 ? Json::parse(answer->body).value("id", "") : "";
  }

  Site site_;
  Site::Created execution_ = site_.create_execution();
};

TEST_F(SandboxLosses, KeepNothingOfAResult) {
  EXPECT_TRUE(run_after(lose("import", {"results"}), full_result()).is_null());
  EXPECT_FALSE(site_.import_run(execution_, full_result()).is_null());
}

TEST_F(SandboxLosses, MeanTheWholeResultWhenTheyNameNoPart) {
  const Json script = {{{"on", "import"}, {"do", "lose"}}};
  EXPECT_TRUE(run_after(script, full_result()).is_null());
}

TEST_F(SandboxLosses, LeaveTheStatusAsItWas) {
  EXPECT_EQ(run_after(lose("import", {"status"}), full_result()).at("status"), "TODO");
  Json again = full_result();
  EXPECT_EQ(site_.import_run(execution_, again).at("status"), "FAILED");
  again["status"] = "PASSED";
  EXPECT_EQ(run_after(lose("import", {"status"}), again).at("status"), "FAILED");
}

TEST_F(SandboxLosses, LeaveTheCommentAndTheStepsAsTheyWere) {
  const Json run = run_after(lose("import", {"comment", "steps"}), full_result());
  EXPECT_EQ(run.at("status"), "FAILED");
  EXPECT_EQ(run.at("comment"), "");
  EXPECT_EQ(run.at("steps").at(0).at("status"), "TODO");
  EXPECT_TRUE(run.at("steps").at(0).at("evidence").empty());
  EXPECT_EQ(run.at("evidence").size(), 1U);
}

TEST_F(SandboxLosses, DropTheEvidenceOfTestsStepsAndIterations) {
  const Json plain = run_after(lose("import", {"evidence"}), full_result());
  EXPECT_TRUE(plain.at("evidence").empty());
  EXPECT_TRUE(plain.at("steps").at(0).at("evidence").empty());
  EXPECT_EQ(plain.at("steps").at(0).at("actualResult"), "other");
  const Json iterated = run_after(lose("import", {"evidence"}), iterated_result());
  EXPECT_TRUE(iterated.at("iterations").at(0).at("steps").at(0).at("evidence").empty());
}

TEST_F(SandboxLosses, DropTheIterations) {
  EXPECT_TRUE(
      run_after(lose("import", {"iterations"}), iterated_result()).at("iterations").empty());
  EXPECT_EQ(site_.import_run(execution_, iterated_result()).at("iterations").size(), 1U);
}

TEST_F(SandboxLosses, ConcernTheNamedTestsOnly) {
  const Json entries = {{{"testKey", "DEMO-6"}, {"status", "PASSED"}},
                        {{"testKey", "DEMO-7"}, {"status", "PASSED"}},
                        {{"testKey", "DEMO-8"}, {"status", "PASSED"}}};
  site_.break_with(lose("import", {"results"}, {"DEMO-6", "Price.RoundsToCents"}));
  const Json document = {{"testExecutionKey", execution_.key}, {"tests", entries}};
  EXPECT_EQ(site_.import(document).status, 200);
  EXPECT_TRUE(site_.run(execution_, "DEMO-6").is_null());
  EXPECT_TRUE(site_.run(execution_, "DEMO-7").is_null());
  EXPECT_FALSE(site_.run(execution_, "DEMO-8").is_null());
}

TEST_F(SandboxLosses, AreNotUsedUpByImportsWithoutTheNamedTests) {
  site_.break_with(lose("import", {"results"}, {"DEMO-6"}));
  site_.import_run(execution_, full_result());
  EXPECT_EQ(site_.struck(), Json({0}));
  EXPECT_TRUE(
      site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}}).is_null());
  EXPECT_EQ(site_.struck(), Json({1}));
}

TEST_F(SandboxLosses, DropAddedEvidenceWithoutAWarning) {
  const Json run = site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  const Json file = {{"filename", "a.txt"}, {"mimeType", "text/plain"}, {"data", "aGk="}};
  site_.break_with(lose("AddEvidence", {"evidence"}));
  const Json answer = add_evidence(run, file).at("e0");
  EXPECT_EQ(answer.at("addedEvidence"), Json({"a.txt"}));
  EXPECT_TRUE(answer.at("warnings").empty());
  EXPECT_TRUE(site_.run(execution_, "DEMO-6").at("evidence").empty());
  add_evidence(run, file);
  EXPECT_EQ(site_.run(execution_, "DEMO-6").at("evidence").size(), 1U);
}

TEST_F(SandboxLosses, DropAddedEvidenceOfTheNamedTestsOnly) {
  const Json six = site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  const Json seven = site_.import_run(execution_, {{"testKey", "DEMO-7"}, {"status", "PASSED"}});
  const Json files = {{{"filename", "a.txt"}, {"mimeType", "text/plain"}, {"data", "aGk="}}};
  site_.break_with(lose("AddEvidence", {"evidence"}, {"DEMO-7"}));
  site_.data(
      "AddEvidence",
      {{"run0", six.at("id")}, {"files0", files}, {"run1", seven.at("id")}, {"files1", files}});
  EXPECT_EQ(site_.run(execution_, "DEMO-6").at("evidence").size(), 1U);
  EXPECT_TRUE(site_.run(execution_, "DEMO-7").at("evidence").empty());
}

TEST_F(SandboxLosses, GiveAnUploadAnIdThatNoEvidenceCanUse) {
  const Json run = site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  site_.break_with({{{"on", "attachments"}, {"do", "lose"}}});
  const std::string id = uploaded();
  EXPECT_EQ(id.size(), 36U);
  const Json variables = {{"run0", run.at("id")}, {"files0", {{{"attachmentId", id}}}}};
  const Json answer = site_.graphql("AddEvidence", variables);
  EXPECT_TRUE(contains_text(answer.at("errors").at(0).at("message"), "not found"));
  EXPECT_EQ(site_.get("/api/v2/attachments/" + id).status, 400);
  EXPECT_FALSE(std::filesystem::exists(site_.folder() / "attachments" / id));
}

TEST_F(SandboxLosses, RefuseEachImportWithTheNamedTestAsAWhole) {
  site_.break_with({{{"do", "refuse_test"}, {"tests", {"DEMO-7", "New.Test"}}, {"times", -1}}});
  const auto import = [this](const Json& entries) {
    return site_.import({{"testExecutionKey", execution_.key}, {"tests", entries}});
  };
  const Json six = {{"testKey", "DEMO-6"}, {"status", "PASSED"}};
  const Json seven = {{"testKey", "DEMO-7"}, {"status", "PASSED"}};
  const Json info = {{"projectKey", "DEMO"},
                     {"summary", "New.Test"},
                     {"type", "Generic"},
                     {"definition", "New.Test"}};
  const Answer refused = import({six, seven});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.error(), "Result is not valid Xray Format");
  EXPECT_TRUE(site_.run(execution_, "DEMO-6").is_null());
  EXPECT_EQ(import(Json::array({{{"status", "PASSED"}, {"testInfo", info}}})).status, 400);
  EXPECT_EQ(import(Json::array({six})).status, 200);
  EXPECT_EQ(import(Json::array({seven})).status, 400);
}

TEST(SandboxLag, HidesWhatIsYoungerThanTheRuleTells) {
  Site site(Profile::lenient);
  const auto execution = site.create_execution();
  site.import_run(execution, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  site.break_with({{{"on", "*"}, {"do", "hide"}, {"ms", 5000}, {"times", -1}}});
  const auto found = [&] {
    const Json by_key =
        site.data("Executions", {{"jql", "key = " + execution.key}}).at("getTestExecutions");
    const Json runs = site.data("Runs", {{"executions", {execution.id}}, {"start", 0}});
    const Json pages = site.data("RunPages", {{"executions", {execution.id}}, {"start0", 0}});
    EXPECT_EQ(runs.at("getTestRuns"), pages.at("p0"));
    EXPECT_EQ(runs.at("getTestRuns").at("total"), by_key.at("total"));
    return by_key.at("total");
  };
  EXPECT_EQ(found(), 0);
  site.pass(std::chrono::milliseconds(4999));
  EXPECT_EQ(found(), 0);
  site.pass(std::chrono::milliseconds(1));
  EXPECT_EQ(found(), 1);
}

TEST(SandboxLag, EndsWithItsTimes) {
  Site site(Profile::lenient);
  const auto execution = site.create_execution();
  const Json jql = {{"jql", "key = " + execution.key}};
  site.break_with({{{"on", "Executions"}, {"do", "hide"}, {"ms", 5000}, {"times", 2}}});
  const auto found = [&] {
    return site.data("Executions", jql).at("getTestExecutions").at("total");
  };
  EXPECT_EQ(found(), 0);
  EXPECT_EQ(found(), 0);
  EXPECT_EQ(found(), 1);
}

TEST(SandboxLag, IsNeverShorterThanThatOfTheProfile) {
  Site site(Profile::strict);
  const auto execution = site.create_execution();
  site.break_with({{{"on", "*"}, {"do", "hide"}, {"ms", 1}, {"times", -1}}});
  site.pass(std::chrono::milliseconds(1000));
  EXPECT_EQ(site.data("Executions", {{"jql", "key = " + execution.key}})
                .at("getTestExecutions")
                .at("total"),
            0);
}

}  // namespace
}  // namespace xrep::sandbox
