#include "cloud/answers.hpp"
#include "cloud/custom_fields.hpp"
#include "cloud/import_document.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace xrep::client::cloud {
namespace {

using namespace records;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

using Kind = FieldFault::Kind;

RunFields fields() {
  return std::vector<RunField>{{"1", "Rig", "Text (single line)", false, {}},
                               {"2", "Notes", "Text (multi-line)", false, {}},
                               {"3", "Firmware", "Single Select", true, {"1.1", "1.2"}},
                               {"4", "Mode", "Radio Buttons", false, {"slow"}},
                               {"5", "Browsers", "Multi Select List", false, {"Firefox", "Lynx"}},
                               {"6", "Shift", "Number", false, {}},
                               {"7", "Calibrated", "Toggle Switch", false, {}},
                               {"8", "Moon", "Phase of the moon", false, {"full"}}};
}

Entry with(const std::string& name, const std::string& value) {
  Entry entry;
  entry.custom_fields = {{"Firmware", "1.1"}, {name, value}};
  return entry;
}

/// What the field becomes; null if it is left out.
json sent(const std::string& name, const std::string& value) {
  const auto project = fields();
  const json list = custom_fields_document(with(name, value), &project);
  return list.size() == 2 ? list.at(1).at("value") : json();
}

std::string fault(const std::string& name, const std::string& value) {
  const auto faults = field_faults(with(name, value), fields());
  return faults.size() == 1 ? faults.front().why : std::string();
}

TEST(CustomFieldsDocument, NamesFieldsByTheirIds) {
  const auto project = fields();
  EXPECT_EQ(json(custom_fields_document(with("Rig", "B2"), &project)),
            json({{{"id", "3"}, {"value", "1.1"}}, {{"id", "1"}, {"value", "B2"}}}));
  EXPECT_EQ(json(custom_fields_document(with("Rig", "B2"), nullptr)),
            json({{{"id", "Firmware"}, {"value", "1.1"}}, {{"id", "Rig"}, {"value", "B2"}}}));
  const RunFields untold;
  EXPECT_THAT(custom_fields_document(with("Rig", "B2"), &untold), IsEmpty());
}

TEST(CustomFieldsDocument, WritesValuesInTheTypeOfTheField) {
  EXPECT_EQ(sent("Rig", "3"), json("3"));
  EXPECT_EQ(sent("Notes", "a; b"), json("a; b"));
  EXPECT_EQ(sent("Mode", "slow"), json("slow"));
  EXPECT_EQ(sent("Browsers", "Firefox; Lynx;"), json({"Firefox", "Lynx"}));
  EXPECT_EQ(sent("Browsers", "Lynx"), json({"Lynx"}));
  EXPECT_EQ(sent("Shift", "3"), json(3));
  EXPECT_EQ(sent("Shift", "-2.5"), json(-2.5));
  EXPECT_EQ(sent("Calibrated", "Yes"), json(true));
  EXPECT_EQ(sent("Calibrated", "off"), json(false));
  EXPECT_EQ(sent("Moon", "new"), json("new")) << "an unknown type";
  EXPECT_THAT(field_faults(with("Browsers", "Firefox; Lynx"), fields()), IsEmpty());
}

TEST(CustomFieldsDocument, LeavesOutWhatXrayWouldRefuse) {
  EXPECT_EQ(sent("Mode", "fast"), json());
  EXPECT_EQ(fault("Mode", "fast"), "'fast' is not one of its values: slow");
  EXPECT_EQ(sent("Browsers", "Firefox; Chrome"), json());
  EXPECT_EQ(fault("Browsers", "Firefox; Chrome"),
            "'Chrome' is not one of its values: Firefox, Lynx");
  for (const char* none : {"late", "3 pm", "0x3", "1e999", "\"3\""}) {
    EXPECT_EQ(sent("Shift", none), json()) << none;
    EXPECT_EQ(fault("Shift", none), "'" + std::string(none) + "' is not a number");
  }
  EXPECT_EQ(fault("Calibrated", "maybe"), "'maybe' is neither true nor false");
  EXPECT_EQ(sent("Rigg", "B2"), json());
  EXPECT_THAT(fault("Rigg", "B2"), testing::HasSubstr("no such field; they have: Rig, Notes"));
}

TEST(CustomFieldsDocument, TellsWhatIsRequiredAndNotGiven) {
  const auto faults = field_faults(Entry(), fields());
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().kind, Kind::required);
  EXPECT_EQ(faults.front().field, "Firmware");
  EXPECT_THAT(field_faults(Entry(), RunFields()), IsEmpty());
  const auto wrong = field_faults(with("Firmware", "9.9"), RunFields());
  EXPECT_EQ(wrong.front().kind, Kind::not_known);
}

TEST(CustomFieldsDocument, IsPartOfAResultUnlessItIsLeftOut) {
  auto one = entry({test("Shop.Pays")});
  one.custom_fields = {{"Rig", "B2"}};
  one.assignee = "lead";
  one.executed_by = "tester";
  const auto project = fields();
  DocumentOptions options;
  options.run_fields = &project;
  const auto document = [&] { return json::parse(to_text(entry_document(one, {}, options))); };
  EXPECT_EQ(document().at("customFields"), json({{{"id", "1"}, {"value", "B2"}}}));
  EXPECT_EQ(document().at("assignee"), "lead");
  EXPECT_EQ(document().at("executedBy"), "tester");
  options.with_custom_fields = false;
  options.with_people = false;
  for (const char* member : {"customFields", "assignee", "executedBy"}) {
    EXPECT_FALSE(document().contains(member)) << member;
  }
  options.with_custom_fields = true;
  one.custom_fields = {{"Rigg", "B2"}};
  EXPECT_FALSE(document().contains("customFields")) << "nothing is left of it";
}

TEST(ImportInfo, NamesWhoExecutedTheTests) {
  ImportInfo info;
  info.user = "tester";
  Body tests;
  tests.append("{}");
  const auto document = json::parse(to_text(import_document("CALC-9", &info, std::move(tests))));
  EXPECT_EQ(document.at("info"), json({{"user", "tester"}}));
}

TEST(RunFieldsOfAProject, AreReadAsFarAsTheyAreWhatTheyShouldBe) {
  const auto read = run_fields_of(json::parse(R"({"testRunCustomFieldSettings": {"fields": [
      {"id": "1", "name": "Rig", "type": "Text", "required": true, "values": ["a", 1, null]},
      {"id": 2, "name": null, "required": "yes", "values": "a"}, {"name": "no id"}, 7, null]}})"));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(0).name, "Rig");
  EXPECT_TRUE(read->at(0).required);
  EXPECT_THAT(read->at(0).values, ElementsAre("a"));
  EXPECT_EQ(read->at(1).id, "2");
  EXPECT_FALSE(read->at(1).required);
  for (const char* none : {"{}", "[]", R"({"testRunCustomFieldSettings": null})",
                           R"({"testRunCustomFieldSettings": {"fields": {}}})"}) {
    EXPECT_FALSE(run_fields_of(json::parse(none)).has_value()) << none;
  }
}

}  // namespace
}  // namespace xrep::client::cloud
