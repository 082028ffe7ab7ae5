// Tests made by jobs, and what Test Sets and Test Plans hold.

#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kBulk = "/api/v2/import/test/bulk";

Json generic(const std::string& name, const Json& more = Json::object()) {
  Json element = {{"testtype", "Generic"},
                  {"unstructured_def", name},
                  {"fields", {{"summary", name}, {"project", {{"key", "DEMO"}}}}}};
  element.update(more);
  return element;
}

class SandboxBulk : public ::testing::TestWithParam<Profile> {
 protected:
  Answer start(const Json& elements, const std::string& query = {}) {
    return site_.post(kBulk + query, elements.dump(),
                      {{"Authorization", "Bearer " + site_.token()}});
  }

  std::string job(const Json& elements, const std::string& query = {}) {
    const Answer answer = start(elements, query);
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.json().value("jobId", "");
  }

  Json status(const std::string& id) const {
    return site_.get(std::string(kBulk) + "/" + id + "/status").json();
  }

  /// The end of a job that makes these.
  Json result(const Json& elements, const std::string& query = {}) {
    const auto id = job(elements, query);
    site_.settle();
    return status(id);
  }

  Json test(const Json& result) const {
    return site_.state().at("tests").at(
        result.at("result").at("issues").at(0).at("key").get<std::string>());
  }

  bool strict() const { return GetParam() == Profile::strict; }

  Site site_{GetParam()};
};

TEST_P(SandboxBulk, MakesTestsOfEachKind) {
  const Json steps = Json::array({{{"action", "Open"}, {"data", ""}, {"result", "three items"}}});
  const Json manual = {{"xray_testtype", "Manual"},
                       {"xray_steps", steps},
                       {"fields", {{"summary", "Pays"}, {"labels", {"a", "b"}}}}};
  const Json made = result(Json::array({manual, generic("Cart.Fills")}), "?project=DEMO");
  EXPECT_EQ(made.at("status"), "successful");
  EXPECT_EQ(made.at("result").at("issues").at(1).at("elementNumber"), 1);
  const Json pays = test(made);
  EXPECT_EQ(pays.at("summary"), "Pays");
  EXPECT_EQ(pays.at("labels"), Json({"a", "b"}));
  EXPECT_EQ(pays.at("steps").at(0).at("result"), "three items");
  EXPECT_TRUE(contains_text(site_.get("/browse/DEMO-11").text, "three items"));
}

TEST_P(SandboxBulk, NamesTheElementsThatItRefusesAndMakesTheOthers) {
  const Json nowhere = {{"project", {{"key", "NOWHERE"}}}, {"summary", "A"}};
  const Json made =
      result(Json::array({generic("Fine"), generic("A", {{"testtype", "Cypher"}}), generic(""),
                          generic("B", {{"fields", nowhere}}),
                          generic("C", {{"steps", Json::array({{{"action", "Run"}}})}})}));
  EXPECT_EQ(made.at("status"), "partially_successful");
  EXPECT_EQ(made.at("result").at("issues").size(), 1U);
  const Json& errors = made.at("result").at("errors");
  ASSERT_EQ(errors.size(), 4U);
  EXPECT_TRUE(errors.at(0).at("errors").contains("testtype"));
  EXPECT_TRUE(errors.at(1).at("errors").contains("summary"));
  EXPECT_TRUE(errors.at(2).at("errors").contains("project"));
  EXPECT_TRUE(errors.at(3).at("errors").contains("testtype"));
  EXPECT_EQ(result(Json::array({generic("")})).at("status"), "unsuccessful");
}

TEST_P(SandboxBulk, RefusesFieldsThatAreOffTheScreen) {
  const Json fields = {
      {"project", {{"key", "HIDDEN"}}}, {"summary", "A"}, {"labels", Json::array({"gtest"})}};
  const Json made = result(Json::array({generic("A", {{"fields", fields}})}));
  EXPECT_TRUE(made.at("result").at("errors").at(0).at("errors").contains("labels"));
}

TEST_P(SandboxBulk, TakesAThousandTestsAndNoMore) {
  Json many = Json::array();
  for (int i = 0; i < 1001; ++i) {
    many.push_back(generic("Many.Test" + std::to_string(i)));
  }
  EXPECT_EQ(start(many).status, 400);
  EXPECT_EQ(start(Json::array()).status, 400);
  EXPECT_EQ(start("text").status, 400);
  many.erase(0);
  EXPECT_EQ(result(many).at("result").at("issues").size(), 1000U);
}

TEST_P(SandboxBulk, RunsOneJobAtATime) {
  job(Json::array({generic("A")}));
  const Answer second = start(Json::array({generic("B")}));
  EXPECT_EQ(second.status, strict() ? 400 : 200) << second.text;
  site_.settle();
  EXPECT_EQ(start(Json::array({generic("C")})).status, 200);
}

TEST_P(SandboxBulk, KnowsAJobForADay) {
  EXPECT_EQ(status("4711").at("error"), "job not found.");
  const auto id = job(Json::array({generic("A")}));
  EXPECT_EQ(status(id).at("status"), strict() ? "pending" : "successful");
  site_.pass(std::chrono::milliseconds(700));
  EXPECT_EQ(status(id).at("status"), strict() ? "working" : "successful");
  site_.pass(std::chrono::hours(24));
  EXPECT_EQ(site_.get(std::string(kBulk) + "/" + id + "/status").status, 401) << "as the token";
}

TEST_P(SandboxBulk, RefusesAMalformedElementWithEverythingElseOrAlone) {
  const Json elements = Json::array({generic("A"), generic("B", {{"surprise", 1}})});
  const Answer answer = start(elements);
  ASSERT_EQ(answer.status, strict() ? 400 : 200);
  if (strict()) {
    EXPECT_TRUE(contains_text(answer.error(), "Element 1 is not valid"));
  } else {
    EXPECT_EQ(status(answer.json().at("jobId")).at("status"), "partially_successful");
  }
}

TEST_P(SandboxBulk, TakesAFolderThatIsThereAndPerhapsAnother) {
  const Json there =
      result(Json::array({generic("A", {{"xray_test_repository_folder", "/Checkout"}})}));
  EXPECT_EQ(test(there).at("folder"), "/Checkout");
  const Json other =
      result(Json::array({generic("B", {{"xray_test_repository_folder", "/Cart/New"}})}));
  EXPECT_EQ(other.at("status"), strict() ? "unsuccessful" : "successful");
  const auto key = there.at("result").at("issues").at(0).at("key").get<std::string>();
  EXPECT_TRUE(contains_text(site_.get("/browse/" + key).text, "Folder <b>/Checkout</b>"));
}

TEST_P(SandboxBulk, ShowsNewTestsAsLateAsAllNewObjects) {
  const auto total = [&] {
    return site_.data("TestPages", {{"projectId", "10001"}, {"start0", 0}}).at("p0").at("total");
  };
  EXPECT_EQ(total(), 5);
  const auto id = job(Json::array({generic("A")}));
  site_.pass(std::chrono::milliseconds(1000));
  EXPECT_EQ(status(id).at("status"), "successful");
  EXPECT_EQ(total(), strict() ? 5 : 6);
  site_.settle();
  EXPECT_EQ(total(), 6);
}

TEST_P(SandboxBulk, RefusesATestOfTheFaultScript) {
  site_.break_with(Json::parse(R"([{"on": "bulk", "do": "refuse_test", "tests": ["B"]},
                                   {"on": "bulkStatus", "do": "status", "status": 503}])"));
  const auto other = job(Json::array({generic("A")}));
  EXPECT_EQ(site_.struck(), Json({0, 0}));
  EXPECT_FALSE(status(other).contains("status")) << "503";
  site_.settle();
  const Json made = result(Json::array({generic("B"), generic("C")}));
  EXPECT_EQ(made.at("result").at("errors").at(0).at("elementNumber"), 0);
  EXPECT_EQ(made.at("result").at("issues").size(), 1U);
  EXPECT_EQ(site_.struck(), Json({1, 1}));
}

TEST_P(SandboxBulk, NeedsATokenAndKeepsWhatItWasSent) {
  EXPECT_EQ(site_.post(kBulk, "[]", {}).status, 401);
  job(Json::array({generic("A")}));
  EXPECT_EQ(site_.requests().at("counts").at("bulk"), 2);
  std::size_t kept = 0;
  for (const auto& file : std::filesystem::directory_iterator(site_.recorded())) {
    kept += contains_text(file.path().filename().string(), "-bulk.json") ? 1U : 0U;
  }
  EXPECT_EQ(kept, 1U) << "only admitted ones";
}

TEST_P(SandboxBulk, MakesTestSetsAndListsThem) {
  const Json fields = {{"project", {{"key", "DEMO"}}}, {"summary", "Cart"}};
  const Json made = site_.data("CreateTestSet", {{"jira", {{"fields", fields}}}});
  const Json& set = made.at("createTestSet").at("testSet");
  EXPECT_EQ(set.at("jira").at("summary"), "Cart");
  const auto sets = [&] {
    return site_.data("TestSetPages", {{"projectId", "10001"}, {"start0", 0}}).at("p0");
  };
  EXPECT_EQ(sets().at("total"), strict() ? 1 : 2);
  site_.settle();
  EXPECT_EQ(sets().at("results").at(1).at("issueId"), set.at("issueId"));
  const Json wrong = {{"project", {{"key", "NOWHERE"}}}, {"summary", "Cart"}};
  EXPECT_TRUE(contains_text(site_.failure("CreateTestSet", {{"jira", {{"fields", wrong}}}}),
                            "valid project"));
}

TEST_P(SandboxBulk, TellsWhatTestSetsAndTestPlansHold) {
  const auto set = issue_id(site_, "DEMO-10");
  const Json page = site_.data("SetMembers", {{"id0", set}, {"start0", 1}}).at("p0").at("tests");
  EXPECT_EQ(page.at("total"), 3);
  EXPECT_EQ(page.at("results").at(0).at("jira").at("key"), "DEMO-5");
  const Json plan = site_.data("PlanMembers", {{"id0", issue_id(site_, "DEMO-9")}, {"start0", 0}});
  EXPECT_EQ(plan.at("p0").at("tests").at("results").size(), 2U);
  EXPECT_TRUE(site_.data("SetMembers", {{"id0", "DEMO-10"}, {"start0", 0}}).at("p0").is_null())
      << "a key is no id";
}

INSTANTIATE_TEST_SUITE_P(Profiles, SandboxBulk,
                         ::testing::Values(Profile::strict, Profile::lenient),
                         [](const auto& profile) {
                           return profile.param == Profile::strict ? "strict" : "lenient";
                         });

}  // namespace
}  // namespace xrep::sandbox
