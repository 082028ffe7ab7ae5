#include "site.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace xrep::sandbox {
namespace {

/// Steps of Tests over GraphQL, in both profiles.
class SandboxSteps : public ::testing::TestWithParam<Profile> {
 protected:
  Json added(const std::string& test, const Json& step) {
    return site_.data("AddSteps", {{"test0", issue_id(site_, test)}, {"step0", step}}).at("s0");
  }
  Json steps_shown(const std::string& test) {
    const Json page =
        site_.data("StepsOfTests", {{"tests0", {issue_id(site_, test)}}}).at("p0").at("results");
    return page.at(0).at("steps");
  }
  std::vector<std::string> actions_stored(const std::string& test) {
    std::vector<std::string> actions;
    const Json state = site_.state();
    for (const Json& step : state.at("tests").at(test).at("steps")) {
      actions.push_back(step.at("action"));
    }
    return actions;
  }

  Site site_{GetParam()};
};

std::string name_of(const ::testing::TestParamInfo<Profile>& info) {
  return info.param == Profile::strict ? "strict" : "lenient";
}

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxSteps,
                         ::testing::Values(Profile::strict, Profile::lenient), name_of);

TEST_P(SandboxSteps, AreShownWithTheLabelsOfTheirTests) {
  const Json test_info = {{"summary", "Cart.Pays"},
                          {"projectKey", "DEMO"},
                          {"type", "Manual"},
                          {"labels", {"gtest"}},
                          {"steps", Json::array({{{"action", "Pay"}}})}};
  site_.import({{"testExecutionKey", site_.create_execution().key},
                {"tests", Json::array({{{"testInfo", test_info}, {"status", "PASSED"}}})}});
  site_.settle();
  std::string id;
  const Json state = site_.state();
  for (const auto& [key, test] : state.at("tests").items()) {
    if (test.at("summary") == "Cart.Pays") id = test.at("id");
  }
  const Json variables = {{"tests0", {issue_id(site_, "DEMO-4"), "1"}}, {"tests1", {id}}};
  const Json data = site_.data("StepsOfTests", variables);
  ASSERT_EQ(data.at("p0").at("results").size(), 1U);  // the other one does not exist
  const Json& manual = data.at("p0").at("results").at(0);
  EXPECT_EQ(manual.at("issueId"), issue_id(site_, "DEMO-4"));
  EXPECT_EQ(manual.at("steps").at(0).at("action"), "Open the basket");
  EXPECT_TRUE(manual.at("jira").at("labels").empty());
  const Json& created = data.at("p1").at("results").at(0);
  EXPECT_EQ(created.at("jira").at("labels"), Json({"gtest"}));
  EXPECT_EQ(created.at("steps").at(0).at("action"), "Pay");
}

TEST_P(SandboxSteps, ArePutToTheEndInTheOrderOfTheRequestAndDoubledWhenItIsRepeated) {
  const std::string id = issue_id(site_, "DEMO-5");
  const Json request = {{"test0", id},
                        {"step0", {{"action", "Look"}, {"result", "a price"}}},
                        {"test1", id},
                        {"step1", {{"action", "Leave"}}}};
  const Json data = site_.data("AddSteps", request);
  EXPECT_EQ(data.at("s0").at("result"), "a price");
  EXPECT_FALSE(data.at("s1").at("id").get<std::string>().empty());
  EXPECT_EQ(actions_stored("DEMO-5"), (std::vector<std::string>{"Run", "Look", "Leave"}));
  site_.data("AddSteps", request);
  EXPECT_EQ(actions_stored("DEMO-5").size(), 5U);
}

TEST_P(SandboxSteps, AreNotAddedWhereTheyCannotBe) {
  const auto refused = [&](const std::string& id, const Json& step) {
    const Json answer = site_.graphql("AddSteps", {{"test0", id}, {"step0", step}});
    EXPECT_TRUE(answer.at("data").at("s0").is_null());
    return answer.at("errors").at(0).at("message").get<std::string>();
  };
  EXPECT_TRUE(contains_text(refused("DEMO-5", {{"action", "Look"}}), "not found"));
  EXPECT_TRUE(contains_text(refused(issue_id(site_, "DEMO-6"), {{"action", "Look"}}), "kind"));
  const Json long_step = {{"action", std::string(8193, 'x')}};
  EXPECT_TRUE(contains_text(refused(issue_id(site_, "DEMO-5"), long_step), "8192"));
  EXPECT_TRUE(contains_text(
      site_.failure("AddSteps", {{"test0", "1"}, {"step0", {{"actoin", "Look"}}}}), "$step0"));
  EXPECT_EQ(actions_stored("DEMO-5"), std::vector<std::string>{"Run"});
}

TEST_P(SandboxSteps, OfARunStayAsTheyWereUntilItIsImportedAgain) {
  const auto execution = site_.create_execution();
  const Json entry = {{"testKey", "DEMO-5"},
                      {"status", "PASSED"},
                      {"steps", Json::array({{{"status", "PASSED"}}})}};
  site_.import_run(execution, entry);
  added("DEMO-5", {{"action", "Look"}});
  EXPECT_EQ(site_.run(execution, "DEMO-5").at("steps").size(), 1U);
  EXPECT_EQ(site_.import_run(execution, entry).at("steps").size(), 2U);
}

TEST_P(SandboxSteps, AddedLatelyAreShownLateByTheStrictProfile) {
  added("DEMO-5", {{"action", "Look"}});
  EXPECT_EQ(steps_shown("DEMO-5").size(), GetParam() == Profile::strict ? 1U : 2U);
  site_.settle();
  EXPECT_EQ(steps_shown("DEMO-5").size(), 2U);
  site_.restart();
  EXPECT_EQ(steps_shown("DEMO-5").size(), 2U);
}

}  // namespace
}  // namespace xrep::sandbox
