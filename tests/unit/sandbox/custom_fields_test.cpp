// Custom fields of Test Runs, and the accounts that results may name.

#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

class SandboxCustomFields : public ::testing::TestWithParam<Profile> {
 protected:
  Json entry(const char* id, const Json& value) const {
    return {{"testKey", "DEMO-6"},
            {"status", "PASSED"},
            {"customFields", {{{"id", id}, {"value", value}}}}};
  }

  Answer import(const Json& entry) {
    return site_.import({{"testExecutionKey", execution_.key}, {"tests", {entry}}});
  }

  Site site_{GetParam()};
  Site::Created execution_ = site_.create_execution();
};

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxCustomFields,
                         ::testing::Values(Profile::strict, Profile::lenient));

TEST_P(SandboxCustomFields, AreAmongTheSettingsOfAProject) {
  const Json settings = site_.data("Preflight", {{"project", "DEMO"}}).at("getProjectSettings");
  const Json& fields = settings.at("testRunCustomFieldSettings").at("fields");
  EXPECT_EQ(fields.at(1), Json({{"id", "field-firmware"},
                                {"name", "Firmware"},
                                {"type", "Single Select"},
                                {"required", false},
                                {"values", {"1.1", "1.2"}}}));
  const Json alone = site_.data("PreflightAlone", {{"project", "DEMO"}}).at("getProjectSettings");
  EXPECT_EQ(alone.at("projectId"), settings.at("projectId"));
  EXPECT_FALSE(alone.contains("testRunCustomFieldSettings"));
  EXPECT_TRUE(contains_text(site_.failure("PreflightAlone", {{"project", "NOPE"}}), "NOPE"));
}

TEST_P(SandboxCustomFields, TakeValuesOfTheirTypeAndNoOthers) {
  struct Pair {
    const char* id;
    Json good;
    Json bad;
  };
  const std::vector<Pair> pairs = {{"field-rig", "B2", 2},
                                   {"field-firmware", "1.2", "9.9"},
                                   {"field-shift", 3, "3"},
                                   {"field-browsers", {"Firefox", "Chrome"}, "Firefox"},
                                   {"field-browsers", Json::array(), {"Lynx"}},
                                   {"field-calibrated", true, "true"},
                                   {"field-inspected", "2026-03-01", "yesterday!"}};
  for (const auto& [id, good, bad] : pairs) {
    EXPECT_EQ(import(entry(id, good)).status, 200) << id;
    const Answer refused = import(entry(id, bad));
    EXPECT_EQ(refused.status, 400) << id;
    EXPECT_EQ(refused.error(), "Result is not valid Xray Format") << id;
  }
  EXPECT_TRUE(contains_text(import(entry("field-bench", "of another project")).error(),
                            "field-bench does not exist"));
}

TEST_P(SandboxCustomFields, StayWhenALaterImportNamesOthersAndAreShown) {
  site_.import_run(execution_, entry("field-rig", "<B1>"));
  site_.import_run(execution_, entry("field-rig", "<B2>"));
  const Json run = site_.import_run(execution_, entry("field-browsers", {"Firefox", "Chrome"}));
  EXPECT_EQ(
      run.at("customFields"),
      Json({{{"id", "field-rig"}, {"name", "Rig"}, {"value", "<B2>"}},
            {{"id", "field-browsers"}, {"name", "Browsers"}, {"value", {"Firefox", "Chrome"}}}}));
  const std::string page = site_.get("/browse/" + execution_.key).text;
  EXPECT_TRUE(contains_text(page, "Rig <b>&lt;B2&gt;</b>"));
  EXPECT_TRUE(contains_text(page, "Browsers <b>Firefox, Chrome</b>"));
  site_.restart();
  EXPECT_EQ(site_.run(execution_, "DEMO-6").at("customFields"), run.at("customFields"));
}

TEST_P(SandboxCustomFields, ComeBesideThePeopleOfAResult) {
  Json result = {{"testKey", "DEMO-6"},
                 {"status", "PASSED"},
                 {"executedBy", "sandbox-tester"},
                 {"assignee", "sandbox-lead"}};
  const Json run = site_.import_run(execution_, result);
  EXPECT_EQ(run.at("executedBy"), "sandbox-tester");
  EXPECT_EQ(run.at("assignee"), "sandbox-lead");
  const std::string page = site_.get("/browse/" + execution_.key).text;
  EXPECT_TRUE(contains_text(page, "Executed by <b>sandbox-tester</b>"));
  EXPECT_TRUE(contains_text(page, "Assignee <b>sandbox-lead</b>"));
}

}  // namespace
}  // namespace xrep::sandbox
