#include "cloud/link_type.hpp"

#include <gtest/gtest.h>

namespace xrep::client::cloud {
namespace {

using nlohmann::json;

json type(const char* id, const char* name, const char* inward, const char* outward) {
  return {{"id", id}, {"name", name}, {"inward", inward}, {"outward", outward}};
}

json list(std::initializer_list<json> types) {
  return {{"issueLinkTypes", types}};
}

const json kBlocks = type("1", "Blocks", "is blocked by", "blocks");
const json kTest = type("2", "Test", "is tested by", "tests");
const json kTests = type("3", "Tests", "tested by", "tests");

std::string chosen(const json& answer, const std::string& preferred = "") {
  const auto found = coverage_link_type(answer, preferred);
  return found ? found->id : "none";
}

TEST(CoverageLinkType, IsTheOneThatXrayBringsAlong) {
  EXPECT_EQ(chosen(list({kBlocks, kTests, kTest})), "2");
  EXPECT_EQ(chosen(list({kBlocks, kTests})), "3") << "of a site that came from Server";
}

TEST(CoverageLinkType, IsTheOneOfTheProjectWhenThatIsAboutTesting) {
  EXPECT_EQ(chosen(list({kBlocks, kTests, kTest}), "3"), "3");
  EXPECT_EQ(chosen(list({kTest, type("4", "Coverage", "is tested by", "tests")}), "4"), "4");
}

TEST(CoverageLinkType, IsNeverTheOneBetweenRequirementsAndTheirParts) {
  EXPECT_EQ(chosen(list({kBlocks, kTest}), "1"), "2");
  EXPECT_EQ(chosen(list({kBlocks}), "1"), "none");
}

TEST(CoverageLinkType, IsNoneInAnAnswerThatListsNone) {
  for (const json& answer :
       {json(), json::array(), json::object(), json{{"issueLinkTypes", 7}},
        list({7, json::object(), json{{"name", "Test"}}, json{{"name", "Test"}, {"id", ""}}})}) {
    EXPECT_EQ(chosen(answer), "none") << answer;
  }
}

TEST(CoverageLinkType, MayRunFromTheRequirementToTheTest) {
  EXPECT_FALSE(coverage_link_type(list({kTest}), "")->starts_at_requirement());
  EXPECT_TRUE(coverage_link_type(list({type("5", "Test", "tests", "is tested by")}), "")
                  ->starts_at_requirement());
}

}  // namespace
}  // namespace xrep::client::cloud
