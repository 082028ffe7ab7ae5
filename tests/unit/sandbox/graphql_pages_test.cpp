// Operations that ask for several pages, or several runs, in one request.

#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

Json generic_entry(const std::string& name) {
  const Json info = {
      {"projectKey", "DEMO"}, {"summary", name}, {"type", "Generic"}, {"definition", name}};
  return {{"status", "PASSED"}, {"testInfo", info}};
}

Json starts(std::size_t count, Json variables) {
  for (std::size_t n = 0; n < count; ++n) variables["start" + std::to_string(n)] = 100 * n;
  return variables;
}

class SandboxPagedGraphql : public ::testing::TestWithParam<Profile> {
 protected:
  void import_many(std::size_t count) {
    Json entries = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      entries.push_back(generic_entry("Many.Test" + std::to_string(i)));
    }
    ASSERT_EQ(site_.import({{"testExecutionKey", execution_.key}, {"tests", entries}}).status, 200);
    site_.settle();
  }
  [[nodiscard]] bool strict() const { return GetParam() == Profile::strict; }
  Json of_execution() const { return {{"executions", {execution_.id}}}; }

  Site site_{GetParam()};
  Site::Created execution_ = site_.create_execution();
};

std::string name_of(const ::testing::TestParamInfo<Profile>& info) {
  return info.param == Profile::strict ? "strict" : "lenient";
}

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxPagedGraphql,
                         ::testing::Values(Profile::strict, Profile::lenient), name_of);

TEST_P(SandboxPagedGraphql, GivesTheSamePagesOfRunsAsOneByOne) {
  import_many(230);
  const Json pages = site_.data("RunPages", starts(4, of_execution()));
  ASSERT_EQ(pages.size(), 4U);
  for (int n = 0; n < 4; ++n) {
    Json variables = of_execution();
    variables["start"] = 100 * n;
    EXPECT_EQ(pages.at("p" + std::to_string(n)), site_.data("Runs", variables).at("getTestRuns"));
  }
  EXPECT_EQ(pages.at("p2").at("total"), 230);
  EXPECT_EQ(pages.at("p2").at("results").size(), 30U);
  EXPECT_EQ(pages.at("p2").at("results").at(0).at("unstructured"), "Many.Test200");
  EXPECT_TRUE(pages.at("p3").at("results").empty());
}

TEST_P(SandboxPagedGraphql, CountsRunsThroughSeveralExecutions) {
  import_many(130);
  const auto second = site_.create_execution();
  site_.import_run(second, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  site_.settle();
  const Json page = site_.data(
      "RunPages", {{"executions", {execution_.id, second.id}}, {"start0", 129}, {"start1", 130}});
  ASSERT_EQ(page.at("p0").at("results").size(), 2U);
  EXPECT_EQ(page.at("p0").at("total"), 131);
  EXPECT_EQ(page.at("p0").at("results").at(0).at("unstructured"), "Many.Test129");
  ASSERT_EQ(page.at("p1").at("results").size(), 1U);
  EXPECT_EQ(page.at("p1").at("results").at(0).at("unstructured"), "Basket.StartsEmpty");
}

TEST_P(SandboxPagedGraphql, ShowsInPagesOfRunsWhatARunHolds) {
  const char* evidence = strict() ? "evidence" : "evidences";
  Json step = {{"status", "FAILED"}};
  step[evidence] = {{{"data", "aGVsbG8="}, {"filename", "step.txt"}}};
  site_.import_run(execution_, {{"testKey", "DEMO-4"},
                                {"status", "FAILED"},
                                {"comment", "broke"},
                                {"defects", {"DEMO-3"}},
                                {"evidence", {{{"data", "aGk="}, {"filename", "a.txt"}}}},
                                {"steps", {step}}});
  site_.import_run(execution_, {{"testKey", "DEMO-5"},
                                {"status", "PASSED"},
                                {"iterations", {{{"status", "PASSED"}}, {{"status", "PASSED"}}}}});
  site_.settle();
  const Json runs = site_.data("RunPages", starts(1, of_execution())).at("p0").at("results");
  const Json& plain = runs.at(0);
  EXPECT_EQ(plain.at("status").at("name"), "FAILED");
  EXPECT_EQ(plain.at("comment"), "broke");
  EXPECT_EQ(plain.at("defects"), Json({"DEMO-3"}));
  EXPECT_EQ(plain.at("test").at("jira").at("key"), "DEMO-4");
  EXPECT_EQ(plain.at("evidence").at(0).at("filename"), "a.txt");
  EXPECT_EQ(plain.at("steps").at(0).at("status").at("name"), "FAILED");
  EXPECT_EQ(plain.at("steps").at(0).at("evidence").at(0).at("size"), 5);
  EXPECT_EQ(plain.at("steps").at(1).at("status").at("name"), "TODO");
  EXPECT_EQ(plain.at("iterations").at("total"), 0);
  EXPECT_EQ(runs.at(1).at("iterations").at("total"), 2);
}

TEST_P(SandboxPagedGraphql, GivesTheSamePagesOfTestsAsOneByOne) {
  import_many(130);
  const Json pages = site_.data("TestPages", starts(2, {{"projectId", "10001"}}));
  for (int n = 0; n < 2; ++n) {
    const Json one = site_.data("TestsByProject", {{"projectId", "10001"}, {"start", 100 * n}});
    EXPECT_EQ(pages.at("p" + std::to_string(n)), one.at("getTests"));
  }
  EXPECT_EQ(pages.at("p0").at("total"), 135);
  EXPECT_EQ(pages.at("p0").at("results").at(0).at("steps").at(0).at("action"), "Open the basket");
  EXPECT_EQ(pages.at("p1").at("results").size(), 35U);
  const Json none = site_.data("TestPages", starts(1, {{"projectId", "DEMO"}}));
  EXPECT_EQ(none.at("p0").at("total"), 0);
}

TEST_P(SandboxPagedGraphql, GivesTheIterationsOfSeveralRuns) {
  const Json parameters = {{{"name", "currency"}, {"value", "EUR"}}};
  const Json iterations = {{{"status", "PASSED"}, {"parameters", parameters}},
                           {{"status", "FAILED"}}};
  site_.import_run(execution_,
                   {{"testKey", "DEMO-5"}, {"status", "FAILED"}, {"iterations", iterations}});
  site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
  site_.settle();
  const Json data = site_.data("IterationsOf", {{"execution", execution_.id},
                                                {"test0", issue_id(site_, "DEMO-5")},
                                                {"test1", issue_id(site_, "DEMO-6")},
                                                {"test2", issue_id(site_, "DEMO-7")},
                                                {"test3", "DEMO-5"}});
  EXPECT_EQ(data.at("r0").at("id"), site_.run(execution_, "DEMO-5").at("id"));
  const Json& found = data.at("r0").at("iterations");
  EXPECT_EQ(found.at("total"), 2);
  EXPECT_EQ(found.at("results").at(0).at("rank"), "0");
  EXPECT_EQ(found.at("results").at(0).at("parameters"), parameters);
  EXPECT_EQ(found.at("results").at(1).at("status").at("name"), "FAILED");
  EXPECT_EQ(data.at("r1").at("iterations").at("total"), 0);
  EXPECT_TRUE(data.at("r2").is_null());
  EXPECT_TRUE(data.at("r3").is_null());
}

TEST_P(SandboxPagedGraphql, TellsTheStatusOfTheStepsOfAnIteration) {
  const Json iteration = {{"status", "FAILED"}, {"steps", {{{"status", "FAILED"}}}}};
  site_.import_run(execution_,
                   {{"testKey", "DEMO-5"}, {"status", "FAILED"}, {"iterations", {iteration}}});
  site_.settle();
  const Json run =
      site_.data("RunIterations",
                 {{"test", issue_id(site_, "DEMO-5")}, {"execution", execution_.id}, {"start", 0}});
  const Json& shown = run.at("getTestRun").at("iterations").at("results").at(0);
  EXPECT_EQ(shown.at("stepResults").at("results").at(0).at("status").at("name"), "FAILED");
}

TEST_P(SandboxPagedGraphql, TakesSoManyPagesInOneRequestAndNoMore) {
  const std::size_t runs = strict() ? 5 : 25;
  const std::size_t tests = strict() ? 8 : 25;
  const char* refusal = "too many resolvers";
  EXPECT_EQ(site_.data("RunPages", starts(runs, of_execution())).size(), runs);
  EXPECT_TRUE(contains_text(site_.failure("RunPages", starts(runs + 1, of_execution())), refusal));
  const Json project = {{"projectId", "10001"}};
  EXPECT_EQ(site_.data("TestPages", starts(tests, project)).size(), tests);
  EXPECT_TRUE(contains_text(site_.failure("TestPages", starts(tests + 1, project)), refusal));
  Json of_tests = {{"execution", execution_.id}};
  for (std::size_t n = 0; n < runs; ++n) of_tests["test" + std::to_string(n)] = "20005";
  EXPECT_EQ(site_.data("IterationsOf", of_tests).size(), runs);
  of_tests["test" + std::to_string(runs)] = "20005";
  EXPECT_TRUE(contains_text(site_.failure("IterationsOf", of_tests), refusal));
}

TEST_P(SandboxPagedGraphql, RefusesPagesWithoutStartWithAGapOrBeforeTheFirst) {
  EXPECT_TRUE(contains_text(site_.failure("RunPages", of_execution()), "$start0"));
  Json with_gap = starts(1, of_execution());
  with_gap["start2"] = 200;
  EXPECT_TRUE(contains_text(site_.failure("RunPages", with_gap), "$start2"));
  EXPECT_TRUE(contains_text(site_.failure("TestPages", {{"projectId", "10001"}, {"start0", -1}}),
                            "negative"));
  EXPECT_TRUE(contains_text(site_.failure("RunPages", {{"start0", 0}}), "$executions"));
}

TEST_P(SandboxPagedGraphql, HidesFreshRunsAndTestsFromPages) {
  import_many(1);
  const Json run = generic_entry("Fresh.Test");
  site_.import({{"testExecutionKey", execution_.key}, {"tests", {run}}});
  const std::size_t listed = strict() ? 1 : 2;
  EXPECT_EQ(site_.data("RunPages", starts(1, of_execution())).at("p0").at("total"), listed);
  EXPECT_EQ(site_.data("TestPages", starts(1, {{"projectId", "10001"}})).at("p0").at("total"),
            5 + listed);
  site_.settle();
  EXPECT_EQ(site_.data("RunPages", starts(1, of_execution())).at("p0").at("total"), 2);
}

TEST_P(SandboxPagedGraphql, FindsTheSameTestsAfterARestart) {
  import_many(3);
  const Json variables = starts(1, {{"projectId", "10001"}});
  const Json before = site_.data("TestPages", variables);
  site_.restart();
  EXPECT_EQ(site_.data("TestPages", variables), before);
}

}  // namespace
}  // namespace xrep::sandbox
