#include "cloud/import_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace xrep::client::cloud {
namespace {

using nlohmann::json;
using testing::EndsWith;

PlannedExecution execution() {
  PlannedExecution result;
  result.project = "CALC";
  result.summary = "Nightly";
  result.description = "Branch: main\n\nBuild: https://ci.example/812 (green)";
  result.version = "2.4";
  result.labels = {"nightly"};
  result.run_label = "xrep-20260301-020000-1a2b3c4d";
  return result;
}

json fields(const PlannedExecution& planned, bool document,
            const std::vector<std::string>& drop = {}) {
  return json::parse(execution_fields(planned, document, drop));
}

TEST(ExecutionFields, HoldWhatIsKnown) {
  EXPECT_EQ(fields(execution(), false),
            json({{"project", {{"key", "CALC"}}},
                  {"summary", "Nightly"},
                  {"labels", {"nightly", "xrep-20260301-020000-1a2b3c4d"}},
                  {"description", "Branch: main\n\nBuild: https://ci.example/812 (green)"},
                  {"fixVersions", json::array({{{"name", "2.4"}}})}}));
}

TEST(ExecutionFields, DescribeAsAnAtlassianDocumentWithLinks) {
  const auto description = fields(execution(), true).at("description");
  EXPECT_EQ(description.at("type"), "doc");
  EXPECT_EQ(description.at("version"), 1);
  ASSERT_EQ(description.at("content").size(), 2U) << "an empty line is no paragraph";
  const auto& nodes = description.at("content").at(1).at("content");
  ASSERT_EQ(nodes.size(), 3U);
  EXPECT_EQ(nodes.at(0), json({{"type", "text"}, {"text", "Build: "}}));
  EXPECT_EQ(
      nodes.at(1),
      json({{"type", "text"},
            {"text", "https://ci.example/812"},
            {"marks",
             json::array({{{"type", "link"}, {"attrs", {{"href", "https://ci.example/812"}}}}})}}));
  EXPECT_EQ(nodes.at(2), json({{"type", "text"}, {"text", " (green)"}}));
}

TEST(ExecutionFields, LeaveOutWhatWasRefused) {
  const auto result = fields(execution(), true, {"fixVersions", "description"});
  EXPECT_FALSE(result.contains("fixVersions"));
  EXPECT_FALSE(result.contains("description"));
  EXPECT_TRUE(result.contains("labels"));
}

TEST(ExecutionFields, MoveTheRunsLabelToTheSummaryWhenLabelsWereRefused) {
  auto planned = execution();
  planned.summary = std::string(255, 's');
  const auto result = fields(planned, true, {"labels"});
  EXPECT_FALSE(result.contains("labels"));
  EXPECT_THAT(result.at("summary").get<std::string>(), EndsWith("s xrep-20260301-020000-1a2b3c4d"));
  EXPECT_EQ(result.at("summary").get<std::string>().size(), 255U);
}

TEST(ExecutionFields, LeaveOutWhatIsEmpty) {
  PlannedExecution planned;
  planned.project = "CALC";
  planned.summary = "Nightly";
  planned.run_label = "xrep-1";
  const auto result = fields(planned, true);
  EXPECT_FALSE(result.contains("description"));
  EXPECT_FALSE(result.contains("fixVersions"));
  EXPECT_EQ(result.at("labels"), json({"xrep-1"}));
}

TEST(IsoTime, HasWholeSecondsInUtc) {
  EXPECT_EQ(iso_time(1772330400500000), "2026-03-01T02:00:00Z");
}

}  // namespace
}  // namespace xrep::client::cloud
