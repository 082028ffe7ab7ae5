#include "delivery/delivery_log.hpp"

#include "delivery/delivered_mark.hpp"
#include "platform/durable_file.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace xrep::client {
namespace {

using nlohmann::json;

class DeliveryLogTest : public ::testing::Test {
 protected:
  DeliveryLog open() { return std::move(*DeliveryLog::open({folder_.path()})); }
  test::TempDir folder_;
};

TEST_F(DeliveryLogTest, RemembersACreationThatWasAskedForUntilItsAnswerIsKnown) {
  auto log = open();
  ASSERT_TRUE(log.append({{"e", "intent"}, {"op", "create_execution"}, {"label", "xrep-1"}}));
  EXPECT_TRUE(open().state().create_intent.has_value());
  ASSERT_TRUE(log.append({{"e", "execution"}, {"key", "A-7"}, {"id", "10007"}, {"created", true}}));
  const auto log_read = open();
  const auto& state = log_read.state();
  EXPECT_FALSE(state.create_intent.has_value());
  ASSERT_TRUE(state.execution.has_value());
  EXPECT_EQ(state.execution->key, "A-7");
  EXPECT_TRUE(state.created);
}

TEST_F(DeliveryLogTest, HoldsAnImportWithoutReceiptInDoubt) {
  auto log = open();
  ASSERT_TRUE(log.append({{"e", "intent"}, {"op", "import"}, {"entries", {"test:A", "test:B"}}}));
  ASSERT_TRUE(log.append({{"e", "imported"},
                          {"entries", json::array({{{"id", "test:A"}, {"digest", "d1"}}})},
                          {"files", {"test:A | a.log | 3"}}}));
  const auto log_read = open();
  const auto& state = log_read.state();
  EXPECT_FALSE(state.entries.find("test:A")->in_doubt);
  EXPECT_EQ(state.entries.find("test:A")->digest, 0xd1U);
  EXPECT_TRUE(state.entries.find("test:B")->in_doubt);
  EXPECT_EQ(state.files.count("test:A | a.log | 3"), 1U);
}

TEST_F(DeliveryLogTest, RemembersWhichTestsMayHaveBeenExtendedUntilThatIsSettled) {
  auto log = open();
  ASSERT_TRUE(
      log.append({{"e", "intent"}, {"op", "extend_steps"}, {"tests", {"A-1", "A-2", "A-3"}}}));
  ASSERT_TRUE(log.append({{"e", "steps_settled"}, {"tests", {"A-2"}}}));
  EXPECT_EQ(log.state().extending, (std::set<std::string>{"A-1", "A-3"}));
  EXPECT_EQ(open().state().extending, (std::set<std::string>{"A-1", "A-3"}));
}

TEST_F(DeliveryLogTest, SkipsATornLineAndStartsTheNextOneAnew) {
  auto log = open();
  ASSERT_TRUE(log.append({{"e", "steps"}, {"done", {"plan A-1"}}}));
  std::ofstream(folder_.path() / "delivery.jsonl", std::ios::app) << R"({"e":"steps","do)";
  ASSERT_TRUE(open().append({{"e", "steps"}, {"done", {"environments"}}}));
  const auto log_read = open();
  const auto& state = log_read.state();
  EXPECT_EQ(state.steps_done, (std::set<std::string>{"environments", "plan A-1"}));
}

TEST_F(DeliveryLogTest, IsPrivate) {
  ASSERT_TRUE(open().append({{"e", "steps"}, {"done", {"x"}}}));
  const auto mode = std::filesystem::status(folder_.path() / "delivery.jsonl").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(DeliveryLogTest, SaysWhichFileCannotBeWritten) {
  auto log = std::move(*DeliveryLog::open({folder_.path() / "missing"}));
  const auto appended = log.append({{"e", "steps"}, {"done", {"x"}}});
  ASSERT_FALSE(appended);
  EXPECT_THAT(appended.error().message, ::testing::HasSubstr("missing/delivery.jsonl"));
}

TEST_F(DeliveryLogTest, CountsARunAsDeliveredOnlyUntilMoreEventsCome) {
  const auto events = folder_.write("events-1-a.jsonl", "{}\n");
  auto log = open();
  EXPECT_FALSE(is_delivered(folder_.path(), false));
  mark_delivered({folder_.path()}, log);
  EXPECT_TRUE(is_delivered(folder_.path(), true));
  std::ofstream(events, std::ios::app) << "{}\n";
  EXPECT_FALSE(is_delivered(folder_.path(), false));
}

TEST_F(DeliveryLogTest, CountsARunAsNotDeliveredForThoseWhoMayLinkWhatItLeftOpen) {
  folder_.write("events-1-a.jsonl", "{}\n");
  auto log = open();
  ASSERT_TRUE(log.append({{"e", "requirements"}, {"open", 3}}));
  mark_delivered({folder_.path()}, log);
  EXPECT_TRUE(is_delivered(folder_.path(), false));
  EXPECT_FALSE(is_delivered(folder_.path(), true));
  ASSERT_TRUE(log.append({{"e", "requirements"}, {"open", 0}}));
  EXPECT_TRUE(is_delivered(folder_.path(), true));
}

TEST_F(DeliveryLogTest, GivesADirectoryToOnePusherAtATime) {
  std::string problem;
  auto first = platform::DirectoryLock::take(folder_.path(), problem);
  ASSERT_TRUE(first);
  EXPECT_FALSE(platform::DirectoryLock::take(folder_.path(), problem));
  EXPECT_EQ(problem, "");
  first.reset();
  EXPECT_TRUE(platform::DirectoryLock::take(folder_.path(), problem));
}

}  // namespace
}  // namespace xrep::client
