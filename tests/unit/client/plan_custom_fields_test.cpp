#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TestRecord with_field(TestRecord record, const std::string& name, const std::string& value) {
  record.custom_fields.push_back({name, value, 0});
  return record;
}

std::vector<std::string> fields_of(const Entry& entry) {
  std::vector<std::string> fields;
  for (const auto& field : entry.custom_fields) fields.push_back(field.name + "=" + field.value);
  return fields;
}

Settings with_setting() {
  auto result = settings();
  result.custom_fields = {{"Rig", "B0"}, {"Shift", "3"}};
  return result;
}

TEST(CustomFields, OfATestWinOverTheSetting) {
  const auto one = entry({with_field(test("Shop.Pays"), "Rig", "B2")}, with_setting());
  EXPECT_THAT(fields_of(one), ElementsAre("Rig=B2", "Shift=3"));
  EXPECT_EQ(one.text, "");
  EXPECT_THAT(fields_of(entry({test("Shop.Pays")}, with_setting())),
              ElementsAre("Rig=B0", "Shift=3"));
  EXPECT_THAT(fields_of(entry({test("Shop.Pays")})), IsEmpty());
}

TEST(CustomFields, AreLeftOutByAnEmptyValue) {
  const auto one = entry({with_field(test("Shop.Pays"), "Rig", "")}, with_setting());
  EXPECT_THAT(fields_of(one), ElementsAre("Shift=3"));
}

TEST(CustomFields, ShowTheLastOfSeveralValuesAndTellThemAll) {
  auto late = with_field(with_key(test("Shop.Pays"), "CALC-1"), "Rig", "B2");
  late.started += 5000000;
  late.finished += 5000000;
  const auto early = with_field(with_key(test("Shop.Opens"), "CALC-1"), "Rig", "B1");
  const auto one = entry({late, early}, with_setting());
  EXPECT_THAT(fields_of(one), ElementsAre("Rig=B2", "Shift=3"));
  EXPECT_THAT(one.text, HasSubstr("Custom field Rig shows the last of several values: B1 "
                                  "(Shop.Opens), B2 (Shop.Pays)\n"));
  const auto same = with_field(with_key(test("Shop.Opens"), "CALC-1"), "Rig", "B2");
  EXPECT_THAT(entry({late, same}).text, Not(HasSubstr("Custom field")));
}

TEST(CustomFields, OfEntriesThatMeetAreJoinedLikeThoseOfTests) {
  Entry first;
  first.id = "key:CALC-1";
  first.key = "CALC-1";
  first.finished = 10;
  first.custom_fields = {{"Rig", "B1"}, {"Shift", "3", true}, {"Bench", "7"}};
  Entry second;
  second.id = "test:Shop.Pays";
  second.finished = 20;
  second.custom_fields = {{"Rig", "B2"}, {"Shift", "4"}, {"Bench", "8", true}, {"Lamp", "on"}};
  for (const auto& joined : {merge_entries(first, second), merge_entries(second, first)}) {
    EXPECT_THAT(fields_of(joined), ElementsAre("Rig=B2", "Shift=4", "Bench=7", "Lamp=on"));
    EXPECT_EQ(joined.text, "Custom field Rig shows the last of several values: B1, B2\n");
  }
}

TEST(People, ComeFromTheSettings) {
  auto with = settings();
  with.assignee = "lead";
  with.executed_by = "tester";
  const auto one = entry({test("Shop.Pays")}, with);
  EXPECT_EQ(one.assignee, "lead");
  EXPECT_EQ(one.executed_by, "tester");
}

TEST(Defects, AreThoseOfFailedAttemptsOnlyWhenAsked) {
  const auto with_defect = [](TestRecord record, const std::string& key) {
    record.defects = {key};
    return with_key(std::move(record), "CALC-1");
  };
  const std::vector<TestRecord> tests = {
      with_defect(test("Shop.Opens"), "CALC-11"),
      with_defect(test("Shop.Pays", TestOutcome::failed), "CALC-12"),
      with_defect(test("Shop.Pays"), "CALC-13"),
      with_defect(test("Shop.Ships", TestOutcome::crashed), "CALC-14"),
      with_defect(test("Shop.Sends", TestOutcome::skipped), "CALC-15")};
  EXPECT_THAT(entry(tests).defects,
              ElementsAre("CALC-11", "CALC-12", "CALC-13", "CALC-14", "CALC-15"));
  auto failed = settings();
  failed.defects = DefectPolicy::failed;
  EXPECT_THAT(entry(tests, failed).defects, ElementsAre("CALC-12", "CALC-14"));
}

}  // namespace
}  // namespace xrep::client
