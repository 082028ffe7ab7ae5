#include "delivery/work.hpp"

#include "hash.hpp"
#include "recorded_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client {
namespace {

using events::Recorded;
using testing::ElementsAre;
using testing::IsEmpty;

/// A run of one test with a file and a defect, and what earlier pushes say of it.
class WorkTest : public testing::Test {
 protected:
  WorkTest() {
    folder_.write("attachments/1-a-1", "a trace");
    Recorded shop(folder_.path(), 1, "shop_tests");
    shop.start(1, 100, "Cart.Adds");
    shop.event("attachment", 110, {{"n", 1}, {"file", "1-a-1"}, {"name", "trace.log"}});
    shop.event("defect", 120, {{"n", 1}, {"value", "CALC-78"}});
    shop.finish(1, 130, "failed").end(400);
    plan_ = plan();
  }

  ImportPlan plan() const { return events::plan_of(folder_.path(), settings_); }

  Entry entry() { return plan_.entries.load(0).value(); }

  /// As after a push that left nothing to do.
  void deliver() {
    const Entry sent = entry();
    auto& receipt = receipts_[sent.id];
    receipt.digest = digest_of(sent);
    receipt.key = "CALC-12";
    receipt.seen = true;
    receipt.saved = 1;
    for (const auto& file : sent.files) {
      state_.files.insert(file_receipt(sent.id, file));
    }
    for (const auto& key : sent.defects) {
      state_.steps_done.insert(defect_step(sent, key));
    }
  }

  /// The work for the only entry.
  Work work() {
    auto all = work_of(plan_, receipts_, state_);
    if (all.size() != 1) {
      throw std::runtime_error("not one work but " + std::to_string(all.size()));
    }
    return std::move(all.front());
  }

  test::TempDir folder_;
  Settings settings_;
  ImportPlan plan_;
  Receipts receipts_;
  DeliveryState state_;
};

TEST_F(WorkTest, DescribesAnEntryThatWasNeverSent) {
  const Work fresh = work();
  EXPECT_EQ(fresh.state, WorkState::pending);
  EXPECT_FALSE(fresh.done);
  EXPECT_FALSE(fresh.sent_before);
  EXPECT_FALSE(fresh.checked);
  EXPECT_FALSE(fresh.sent_digest.has_value());
  EXPECT_FALSE(fresh.has_key);
  EXPECT_TRUE(fresh.may_create);
  EXPECT_TRUE(fresh.has_defects);
  EXPECT_FALSE(fresh.has_requirements);
  EXPECT_FALSE(fresh.has_iterations);
  EXPECT_EQ(fresh.files, 1U);
  EXPECT_EQ(fresh.outcome, Outcome::failed);
  EXPECT_EQ(fresh.digest, digest_of(entry()));
  EXPECT_EQ(fresh.identity_hash, hash_of("Cart.Adds"));
  EXPECT_EQ(fresh.target.key, "");
  EXPECT_FALSE(fresh.target.exists);
}

TEST_F(WorkTest, IsDoneWhenAnEarlierPushLeftNothing) {
  deliver();
  const Work sent = work();
  EXPECT_TRUE(sent.done);
  EXPECT_EQ(sent.state, WorkState::delivered);
  EXPECT_TRUE(sent.sent_before);
  EXPECT_TRUE(sent.checked);
  EXPECT_EQ(sent.target.key, "CALC-12");
  EXPECT_TRUE(sent.target.exists);
}

TEST_F(WorkTest, IsNotDoneWhileXrayWasNotSeenToShowIt) {
  deliver();
  receipts_["test:Cart.Adds"].seen = false;
  const Work sent = work();
  EXPECT_FALSE(sent.done);
  EXPECT_EQ(sent.state, WorkState::pending);
  EXPECT_TRUE(sent.sent_before);
  EXPECT_FALSE(sent.checked);
  EXPECT_EQ(sent.sent_digest, sent.digest);
}

TEST_F(WorkTest, IsNotDoneWhenLaterResultsCameIn) {
  deliver();
  Recorded(folder_.path(), 2, "shop_tests").test(200, "Cart.Adds", "passed").end(300);
  plan_ = plan();
  const Work sent = work();
  EXPECT_FALSE(sent.done);
  EXPECT_NE(sent.sent_digest, sent.digest);
  EXPECT_EQ(sent.target.key, "CALC-12") << "it goes where it went before";
}

TEST_F(WorkTest, IsNotDoneAfterARefusal) {
  deliver();
  receipts_["test:Cart.Adds"].refused = true;
  const Work sent = work();
  EXPECT_FALSE(sent.done);
  EXPECT_FALSE(sent.checked);
}

TEST_F(WorkTest, IsNotDoneWhenItsImportIsNotKnownToHaveArrived) {
  receipts_["test:Cart.Adds"].in_doubt = true;
  const Work sent = work();
  EXPECT_FALSE(sent.done);
  EXPECT_TRUE(sent.in_doubt);
  EXPECT_TRUE(sent.sent_before);
  EXPECT_FALSE(sent.sent_digest.has_value());
}

TEST_F(WorkTest, IsNotDoneWhileAFileIsMissing) {
  deliver();
  state_.files = {"test:Cart.Adds | trace.log | 8", "test:Cart.Pays | trace.log | 7"};
  EXPECT_FALSE(work().done);
  state_.files.insert("test:Cart.Adds | trace.log | 7");
  EXPECT_TRUE(work().done);
}

TEST_F(WorkTest, IsNotDoneWhileADefectIsNotLinked) {
  deliver();
  state_.steps_done = {"defect test:Cart.Adds CALC-79", "defect test:Cart.Pays CALC-78"};
  EXPECT_FALSE(work().done);
  state_.steps_done.insert("defect test:Cart.Adds CALC-78");
  EXPECT_TRUE(work().done);
}

TEST_F(WorkTest, IsNotDoneUntilThePlanIsFilled) {
  deliver();
  settings_.test_plan = "CALC-9";
  plan_ = plan();
  EXPECT_FALSE(work().done);
  state_.steps_done.insert(planned_step("CALC-8", "CALC-12"));
  EXPECT_FALSE(work().done);
  state_.steps_done.insert(planned_step("CALC-9", "CALC-12"));
  EXPECT_TRUE(work().done);
}

TEST_F(WorkTest, IsNotDoneByTheReceiptOfAnotherTest) {
  deliver();
  std::swap(receipts_["test:Cart.Adds"], receipts_["test:Cart.Pays"]);
  EXPECT_FALSE(work().done);
}

TEST_F(WorkTest, TakesTheKeyOfTheTestBeforeTheOneLearnt) {
  Recorded(folder_.path(), 2, "web_tests").test(50, "Page.Opens", "passed", {"CALC-5"}).end(90);
  plan_ = plan();
  receipts_["key:CALC-5"].key = "CALC-99";
  const auto all = work_of(plan_, receipts_, state_);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].has_key);
  EXPECT_FALSE(all[0].may_create);
  EXPECT_EQ(all[0].target.key, "CALC-5");
  EXPECT_EQ(all[1].source, 1U);
}

TEST_F(WorkTest, LeavesOutWhatIsWithheldAndSaysSo) {
  Recorded web(folder_.path(), 2, "web_tests");
  web.event("test_not_run", 50, {{"name", "Page.Opens"}, {"why", "not_started"}}).end(90);
  settings_.test_execution = "CALC-7";
  plan_ = plan();
  EXPECT_THAT(plan_.left_out, IsEmpty());
  const Work only = work();
  EXPECT_EQ(load(plan_.entries, only).id, "test:Cart.Adds");
  ASSERT_EQ(plan_.left_out.size(), 1U);
  EXPECT_EQ(plan_.left_out[0].test, "Page.Opens");
}

TEST_F(WorkTest, LoadsEverythingThatJoinedIt) {
  Recorded(folder_.path(), 2, "web_tests").test(150, "Page.Opens", "passed", {"CALC-5"}).end(190);
  plan_ = plan();
  auto all = work_of(plan_, receipts_, state_);
  ASSERT_EQ(all.size(), 2U);
  all[0].joined.push_back(all[1].source);
  const Entry joined = load(plan_.entries, all[0]);
  EXPECT_EQ(joined.id, "key:CALC-5");
  EXPECT_THAT(joined.tests, ElementsAre("Page.Opens", "Cart.Adds"));
  EXPECT_EQ(joined.outcome, Outcome::failed);
}

TEST_F(WorkTest, SaysThatTheRunChangedWhenItsEventsVanish) {
  const Work only = work();
  std::filesystem::remove(folder_ / "events-1-0a0b0c0d.jsonl");
  EXPECT_THROW(load(plan_.entries, only), std::runtime_error);
}

TEST(DigestOfAnEntry, ChangesWithEverythingThatIsSentOfIt) {
  Entry entry;
  entry.outcome = Outcome::passed;
  entry.steps.resize(1);
  entry.iterations.resize(1);
  entry.iterations[0].steps.resize(1);
  entry.iterations[0].parameters.resize(1);
  const std::vector<void (*)(Entry&)> changes = {
      [](Entry& e) { e.outcome = Outcome::failed; },
      [](Entry& e) { e.started = 5; },
      [](Entry& e) { e.finished = 5; },
      [](Entry& e) { e.remark = "x"; },
      [](Entry& e) { e.text = "x"; },
      [](Entry& e) { e.steps[0].action = "x"; },
      [](Entry& e) { e.steps[0].expected = "x"; },
      [](Entry& e) { e.steps[0].data = "x"; },
      [](Entry& e) { e.steps[0].actual = "x"; },
      [](Entry& e) { e.steps[0].outcome = Outcome::failed; },
      [](Entry& e) { e.steps.clear(); },
      [](Entry& e) { e.iterations[0].name = "x"; },
      [](Entry& e) { e.iterations[0].outcome = Outcome::failed; },
      [](Entry& e) { e.iterations[0].log = "x"; },
      [](Entry& e) { e.iterations[0].parameters[0].name = "x"; },
      [](Entry& e) { e.iterations[0].parameters[0].value = "x"; },
      [](Entry& e) { e.iterations[0].steps[0].actual = "x"; },
      [](Entry& e) { e.iterations.clear(); },
      [](Entry& e) {
        e.custom_fields = {{"Rig", "B2"}};
      },
      [](Entry& e) {
        e.custom_fields = {{"Rig", "B3"}};
      },
      [](Entry& e) {
        e.custom_fields = {{"assignee", "x"}};
      },
      [](Entry& e) { e.assignee = "x"; },
      [](Entry& e) { e.executed_by = "x"; },
  };
  std::set<std::uint64_t> digests = {digest_of(entry)};
  for (const auto change : changes) {
    Entry other = entry;
    change(other);
    EXPECT_TRUE(digests.insert(digest_of(other)).second) << "change " << digests.size();
  }
  Entry with_file = entry;
  with_file.files.resize(1);
  EXPECT_EQ(digest_of(with_file), digest_of(entry)) << "files have receipts of their own";
}

TEST(DigestOfAnEntry, IsThatOfEarlierVersionsForWhatTheyKnewToo) {
  Entry entry;
  entry.outcome = Outcome::failed;
  entry.started = 1772330401000000;
  entry.finished = 1772330401250000;
  entry.remark = "Failed after 0.250 s.";
  entry.text = "boom\n";
  entry.steps.resize(1);
  entry.steps[0].action = "Pay";
  entry.steps[0].expected = "a receipt";
  entry.iterations.resize(1);
  entry.iterations[0].name = "EUR";
  entry.iterations[0].parameters = {{"currency", "EUR"}};
  entry.iterations[0].steps.resize(1);
  EXPECT_EQ(hex_of(digest_of(entry)), "e1495dd6d7bfae5d");
}

}  // namespace
}  // namespace xrep::client
