#include "plan/planned_files.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names(const Entry& entry) {
  std::vector<std::string> result;
  for (const auto& file : entry.files) result.push_back(file.name);
  return result;
}

TEST(PlannedFiles, HaveDifferentNamesInTheOrderOfTheRecording) {
  auto record = test("Shop.Pays");
  record.attachments = {attachment("shot.png"), attachment("trace"), attachment("shot.png"),
                        attachment("trace"), attachment("shot (2).png")};
  EXPECT_THAT(names(entry({record})),
              ElementsAre("shot.png", "trace", "shot (2).png", "trace (2)", "shot (2) (2).png"));
}

TEST(PlannedFiles, HaveSafeNames) {
  EXPECT_EQ(safe_file_name("a/b\\c\nd.png"), "a_b_c_d.png");
  EXPECT_EQ(safe_file_name(".."), "attachment");
  EXPECT_EQ(safe_file_name(""), "attachment");
  std::string umlauts;
  for (int i = 0; i < 150; ++i) umlauts += "\xC3\xA4";
  const auto cut = safe_file_name(umlauts + ".png");
  EXPECT_EQ(cut, umlauts.substr(0, 196) + ".png");
  EXPECT_EQ(safe_file_name("x" + umlauts + ".png").size(), 199U);
}

TEST(PlannedFiles, GoToTheirStep) {
  auto record = test("Shop.Pays");
  record.steps = {step(1, "Open"), step(2, "Pay")};
  record.attachments = {attachment("shot.png", 2), attachment("log.txt")};
  const auto one = entry({record});
  EXPECT_EQ(one.files.at(0).step, 1);
  EXPECT_EQ(one.files.at(0).iteration, -1);
  EXPECT_EQ(one.files.at(1).step, -1);
  EXPECT_EQ(one.files.at(1).size, 5U);
  EXPECT_EQ(one.files.at(1).media_type, "text/plain");
}

TEST(PlannedFiles, GoToTheIterationOfTheirInstanceOrPass) {
  auto second = instance("I/Pay.Works", "1");
  second.attachments = {attachment("shot.png")};
  EXPECT_EQ(entry({instance("I/Pay.Works", "0"), second}).files.at(0).iteration, 1);

  auto passes = test("shop.global.pays");
  passes.passes = {1, 3};
  passes.attachments = {attachment("a.png", 0, 3), attachment("b.png", 0, 2)};
  const auto one = entry({passes});
  EXPECT_EQ(one.files.at(0).iteration, 1);
  EXPECT_EQ(one.files.at(1).iteration, -1);
}

TEST(PlannedFiles, OfSectionsGoToTheStepOfTheirPath) {
  auto record = test("shop.global.pays");
  record.passes = {1, 2};
  record.steps = {step(1, "A", StepOutcome::passed, 0, 1), step(2, "B", StepOutcome::passed, 0, 2)};
  record.attachments = {attachment("shot.png", 2, 2)};
  EXPECT_EQ(entry({record}).files.at(0).step, 1);
}

TEST(PlannedFiles, OfAnAttemptThatDoesNotCountGoToTheTest) {
  auto first = test("Shop.Pays");
  first.steps = {step(1, "Open")};
  first.attachments = {attachment("good.png", 1)};
  auto second = test("Shop.Pays", TestOutcome::failed);
  second.steps = {step(1, "Open", StepOutcome::failed)};
  second.attachments = {attachment("bad.png", 1)};
  const auto one = entry({first, second});
  EXPECT_EQ(one.files.at(0).step, -1);
  EXPECT_EQ(one.files.at(1).step, 0);
}

TEST(PlannedFiles, OfAnInstancesAttemptThatDoesNotCountGoToTheTest) {
  auto first = instance("I/Pay.Works", "0");
  first.attachments = {attachment("good.png")};
  const auto one = entry({first, instance("I/Pay.Works", "0", TestOutcome::failed)});
  EXPECT_EQ(one.files.at(0).iteration, -1);
}

TEST(PlannedFiles, AreLeftOutAsTheSettingSays) {
  auto passed = instance("I/Pay.Works", "0");
  passed.attachments = {attachment("good.png")};
  auto failed = instance("I/Pay.Works", "1", TestOutcome::failed);
  failed.attachments = {attachment("bad.png")};
  auto with = settings();
  with.attachments = AttachmentPolicy::failed;
  EXPECT_THAT(names(entry({passed, failed}, with)), ElementsAre("bad.png"));
  with.attachments = AttachmentPolicy::off;
  EXPECT_THAT(names(entry({passed, failed}, with)), IsEmpty());
}

}  // namespace
}  // namespace xrep::client
