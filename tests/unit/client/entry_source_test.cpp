#include "plan/entry_source.hpp"

#include "delivery/work.hpp"
#include "recorded_events.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

namespace xrep::client {
namespace {

using events::Recorded;
using nlohmann::json;
using testing::Each;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

std::string all_of(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) {
    all += text + ",";
  }
  return all;
}

/// Everything that an entry says, in one line.
std::string facts_of(const Entry& entry) {
  std::string text = entry.id + " " + entry.key + " " + entry.identity + " " + entry.suite +
                     " tests " + all_of(entry.tests) + " digest " +
                     std::to_string(digest_of(entry)) + (entry.may_create ? " may create" : "") +
                     " links " + all_of(entry.requirements) + all_of(entry.defects) + " labels " +
                     all_of(entry.labels);
  for (const auto& file : entry.files) {
    text += " file " + file_receipt(entry.id, file) + " at " + std::to_string(file.iteration) +
            "/" + std::to_string(file.step);
  }
  return text;
}

struct Mapped {
  std::vector<std::string> ids;
  std::vector<std::string> entries;
  std::vector<std::string> left_out;
  std::string description;
};

void add(Mapped& mapped, const Entry& entry) {
  mapped.ids.push_back(entry.id);
  mapped.entries.push_back(facts_of(entry));
}

void add(Mapped& mapped, const std::vector<LeftOut>& left_out) {
  for (const auto& test : left_out) {
    mapped.left_out.push_back((test.refused ? "refused " : "") + test.test + ": " + test.why);
  }
}

class EntrySources : public testing::Test {
 protected:
  Recorded process(int pid, const std::string& executable = "shop_tests") {
    return {folder_.path(), pid, executable};
  }

  /// The run as a whole, mapped at once.
  Mapped at_once() const {
    xrep::Run run;
    ReadError error;
    EXPECT_TRUE(read_run({folder_.path()}, run, error)) << error.message;
    std::vector<LeftOut> left_out;
    Mapped mapped;
    for (const auto& entry : entries_of(run, settings_, left_out)) {
      add(mapped, entry);
    }
    add(mapped, left_out);
    return mapped;
  }

  /// The same, one entry at a time.
  Mapped one_by_one() const {
    auto plan = events::plan_of(folder_.path(), settings_);
    Mapped mapped;
    for (std::size_t i = 0; i < plan.entries.size(); ++i) {
      if (const auto entry = plan.entries.load(i, &plan.left_out)) {
        add(mapped, *entry);
      }
    }
    add(mapped, plan.left_out);
    mapped.description = plan.execution.description;
    return mapped;
  }

  Mapped expect_the_same() const {
    const auto expected = at_once();
    const auto got = one_by_one();
    EXPECT_THAT(got.entries, ElementsAreArray(expected.entries));
    EXPECT_THAT(got.left_out, UnorderedElementsAreArray(expected.left_out));
    return got;
  }

  test::TempDir folder_;
  Settings settings_;
};

json instance(const std::string& identity, const std::string& which) {
  return {{"identity", identity}, {"instance", which}, {"suite", "Sizes/Cart"}};
}

TEST_F(EntrySources, GiveTestsWithoutKeysInTheOrderInWhichTheyStarted) {
  auto shop = process(1);
  shop.test(100, "Cart.Zips", "passed").test(200, "Cart.Adds", "failed");
  shop.test(300, "Cart.Mails", "skipped").end(400);
  EXPECT_THAT(expect_the_same().ids,
              ElementsAre("test:Cart.Zips", "test:Cart.Adds", "test:Cart.Mails"));
}

TEST_F(EntrySources, GiveATestToEachOfItsKeys) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed", {"CALC-9", "CALC-2"});
  shop.test(200, "Cart.Pays", "failed", {"CALC-1"}).end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("key:CALC-9", "key:CALC-2", "key:CALC-1"));
}

TEST_F(EntrySources, TakeNoKeyOfATestForALabel) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed", {"CALC-1", "CALC-2"},
            {{"tags", {"CALC-1", "CALC-2", "fast"}}});
  shop.end(400);
  const auto mapped = expect_the_same();
  EXPECT_THAT(mapped.entries, Each(EndsWith(" labels fast,")));
}

TEST_F(EntrySources, KeepTheOrderOfKeysInRunsOfManyTests) {
  auto shop = process(1);
  for (int i = 0; i < 60; ++i) {
    const auto number = std::to_string(i + 1);
    shop.test(100 + i * 10, "Cart.Test" + number, "passed",
              {"CALC-" + std::to_string(900 - i), "SHOP-" + number, "AREA-" + number});
  }
  shop.end(5000);
  EXPECT_THAT(expect_the_same().ids, SizeIs(180));
}

TEST_F(EntrySources, OrderKeysThatSeveralTestsShareByTheFirstOfThem) {
  auto shop = process(1);
  shop.test(100, "Cart.Zips", "passed", {"CALC-2", "CALC-1"});
  shop.test(200, "Cart.Adds", "passed", {"CALC-1", "CALC-3", "CALC-2"}).end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("key:CALC-2", "key:CALC-1", "key:CALC-3"));
}

TEST_F(EntrySources, MakeOneEntryOfTestsThatShareAKey) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed", {"CALC-1"}).test(200, "Cart.Stays", "passed");
  shop.test(300, "Cart.Removes", "failed", {"CALC-1"}).end(400);
  const auto mapped = expect_the_same();
  EXPECT_THAT(mapped.ids, ElementsAre("key:CALC-1", "test:Cart.Stays"));
  EXPECT_THAT(mapped.entries[0], HasSubstr("Cart.Adds,Cart.Removes,"));
}

TEST_F(EntrySources, GiveAnAttemptThatDiedBeforeItsKeyToTheOthers) {
  auto first = process(1);
  first.start(1, 100, "Cart.Adds").event("died", 150, {{"cause", "SIGSEGV"}});
  auto second = process(2);
  second.test(50, "Cart.Stays", "passed").test(200, "Cart.Adds", "passed", {"CALC-1"}).end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("test:Cart.Stays", "key:CALC-1"));
  settings_.retries = RetryPolicy::last;
  expect_the_same();
}

TEST_F(EntrySources, PutAnEntryWhereItsDeadAttemptStarted) {
  auto first = process(1);
  first.start(1, 100, "Cart.Adds").event("died", 150, {{"cause", "SIGSEGV"}});
  auto second = process(2);
  second.test(120, "Cart.Stays", "passed").test(200, "Cart.Adds", "passed", {"CALC-1"}).end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("key:CALC-1", "test:Cart.Stays"));
}

TEST_F(EntrySources, LeaveInstancesWithoutAKeyToTheirIdentity) {
  auto shop = process(1);
  shop.test(100, "Sizes/Cart.Fits/0", "passed", {}, instance("Sizes/Cart.Fits", "0"));
  shop.test(200, "Sizes/Cart.Fits/1", "failed", {"CALC-1"}, instance("Sizes/Cart.Fits", "1"));
  shop.test(300, "Sizes/Cart.Fits/2", "failed", {}, instance("Sizes/Cart.Fits", "2")).end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("test:Sizes/Cart.Fits", "key:CALC-1"));
  for (const auto policy : {ParameterPolicy::separate, ParameterPolicy::collapse}) {
    settings_.parameters = policy;
    expect_the_same();
  }
}

TEST_F(EntrySources, TellTestsOfOneNameFromTwoExecutablesApart) {
  auto shop = process(1, "shop_tests");
  shop.test(100, "Cart.Adds", "passed", {"CALC-1"}).end(400);
  auto web = process(2, "web_tests");
  web.test(110, "Cart.Adds", "failed").end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("key:CALC-1", "test:Cart.Adds"));
}

TEST_F(EntrySources, JoinTestsOfOneNameFromTwoExecutablesWithoutKeys) {
  auto shop = process(1, "shop_tests");
  shop.test(95, "Cart.Stays", "passed").test(100, "Cart.Adds", "passed").end(400);
  auto web = process(2, "web_tests");
  web.test(90, "Cart.Adds", "failed").end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("test:Cart.Adds", "test:Cart.Stays"));
}

TEST_F(EntrySources, FollowTheAttemptsOfATestThroughItsRetries) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "failed").test(200, "Cart.Pays", "passed", {"CALC-1"});
  shop.test(300, "Cart.Adds", "passed").test(400, "Cart.Pays", "failed", {"CALC-1"}).end(900);
  for (const auto policy : {RetryPolicy::worst, RetryPolicy::last}) {
    settings_.retries = policy;
    EXPECT_THAT(expect_the_same().ids, ElementsAre("test:Cart.Adds", "key:CALC-1"));
  }
}

TEST_F(EntrySources, ListDisabledTestsWhenTheyAreAskedFor) {
  auto shop = process(1);
  shop.event("test_not_run", 50, {{"name", "Cart.DISABLED_Pays"}, {"why", "disabled"}});
  shop.event("test_not_run", 60, {{"name", "Cart.Ships"}, {"why", "not_started"}});
  shop.test(100, "Cart.Adds", "passed").end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("test:Cart.Ships", "test:Cart.Adds"));
  settings_.disabled = DisabledPolicy::todo;
  EXPECT_THAT(expect_the_same().ids,
              ElementsAre("test:Cart.DISABLED_Pays", "test:Cart.Ships", "test:Cart.Adds"));
}

TEST_F(EntrySources, SetTestsAsideThatStillRun) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed", {"CALC-1"})
      .start(7, 200, "Cart.Pays")
      .key(7, 210, "CALC-1");
  const int held = open(shop.file().c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  const auto mapped = expect_the_same();
  close(held);
  EXPECT_THAT(mapped.ids, ElementsAre("key:CALC-1"));
  EXPECT_THAT(mapped.left_out, ElementsAre(HasSubstr("Cart.Pays: its process 1 still runs")));
}

TEST_F(EntrySources, TellAMalformedKeyOnce) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed", {"shop 12", "CALC-1", "CALC-2"});
  shop.test(200, "Cart.Pays", "passed", {"CALC-"});
  shop.test(300, "Cart.Adds", "passed", {"shop 12"}).end(400);
  const auto mapped = expect_the_same();
  EXPECT_THAT(mapped.ids, ElementsAre("key:CALC-1", "key:CALC-2"));
  EXPECT_THAT(mapped.left_out, ElementsAre(HasSubstr("refused Cart.Adds: \"shop 12\""),
                                           HasSubstr("refused Cart.Pays: \"CALC-\"")));
}

TEST_F(EntrySources, WithholdTestsThatNeverStartedFromAnExecutionThatExists) {
  auto shop = process(1);
  shop.event("test_not_run", 50, {{"name", "Cart.Ships"}, {"why", "not_started"}});
  shop.test(100, "Cart.Adds", "passed", {"CALC-1"});
  shop.test(200, "Cart.Pays", "not_started", {"CALC-1"}).end(400);
  settings_.test_execution = "CALC-7";
  const auto mapped = expect_the_same();
  EXPECT_THAT(mapped.ids, ElementsAre("key:CALC-1"));
  EXPECT_THAT(mapped.left_out, ElementsAre(HasSubstr("Cart.Ships: it was not started")));
  settings_.test_execution.clear();
  EXPECT_THAT(expect_the_same().left_out, IsEmpty());
}

TEST_F(EntrySources, TellAWithheldTestOncePerEntry) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed", {"CALC-1"});
  shop.test(200, "Cart.Pays", "not_started", {"CALC-1", "CALC-2", "CALC-3"}).end(400);
  settings_.test_execution = "CALC-7";
  EXPECT_THAT(expect_the_same().left_out, SizeIs(2)) << "of CALC-2 and CALC-3";
}

TEST_F(EntrySources, ReadProcessesThatRanAtTheSameTime) {
  auto shop = process(1, "shop_tests");
  auto web = process(2, "web_tests");
  for (int i = 0; i < 30; ++i) {
    const auto number = std::to_string(i + 1);
    shop.test(100 + i * 10, "Cart.Test" + number, i % 3 == 0 ? "failed" : "passed");
    web.test(95 + i * 10, "Page.Test" + number, "passed",
             i % 2 == 0 ? std::vector<std::string>{"CALC-" + number} : std::vector<std::string>());
  }
  shop.end(900);
  web.end(910);
  const auto mapped = expect_the_same();
  EXPECT_THAT(mapped.ids, SizeIs(60));
  EXPECT_EQ(mapped.ids[0], "key:CALC-1");
  EXPECT_EQ(mapped.ids[1], "test:Cart.Test1");
}

TEST_F(EntrySources, ReadTestsWhoseEventsAreMixed) {
  auto shop = process(1);
  shop.start(1, 100, "Cart.Adds").start(2, 110, "Cart.Pays").key(2, 120, "CALC-1");
  shop.event("comment", 130, {{"n", 1}, {"text", "of the first"}});
  shop.event("failure", 140, {{"n", 2}, {"text", "of the second"}});
  shop.finish(1, 150, "passed").finish(2, 160, "failed");
  shop.event("comment", 170, {{"n", 1}, {"text", "a little late"}}).end(400);
  EXPECT_THAT(expect_the_same().ids, ElementsAre("test:Cart.Adds", "key:CALC-1"));
}

/// A run with something of everything.
void write_mixed_run(const test::TempDir& folder) {
  folder.write("attachments/1-a-1", "a trace");
  Recorded shop(folder.path(), 1, "shop_tests");
  Recorded web(folder.path(), 2, "web_tests");
  Recorded dead(folder.path(), 3, "shop_tests");
  shop.event("test_not_run", 10, {{"name", "Cart.DISABLED_Old"}, {"why", "disabled"}});
  shop.start(1, 100, "Cart.Adds", {{"tags", {"fast"}}, {"suite", "Cart"}});
  shop.event("requirement", 101, {{"n", 1}, {"value", "CALC-77"}});
  shop.event("defect", 102, {{"n", 1}, {"value", "CALC-78"}});
  shop.event("step_started", 103, {{"n", 1}, {"s", 1}, {"name", "Open"}});
  shop.event("attachment", 104,
             {{"n", 1}, {"s", 1}, {"file", "1-a-1"}, {"name", "trace.log"}, {"size", 7}});
  shop.event("step_finished", 105, {{"n", 1}, {"s", 1}, {"result", "passed"}});
  shop.finish(1, 106, "passed");
  web.test(101, "Cart.Adds", "failed", {"CALC-5"});
  for (const auto* which : {"0", "1", "2"}) {
    auto members = instance("Sizes/Cart.Fits", which);
    const auto name = std::string("Sizes/Cart.Fits/") + which;
    const std::vector<std::string> keys =
        *which == '1' ? std::vector<std::string>{"CALC-5", "CALC-6"} : std::vector<std::string>();
    web.test(200 + (*which - '0') * 10, name, *which == '2' ? "failed" : "passed", keys, members);
    shop.test(205 + (*which - '0') * 10, name, "passed", {}, members);
  }
  shop.test(300, "Cart.Keyed", "failed", {"no key", "CALC-6", "CALC-1"},
            {{"tags", {"CALC-6", "CALC-1", "slow"}}});
  dead.start(1, 290, "Cart.Keyed").event("comment", 295, {{"n", 1}, {"text", "going down"}});
  dead.event("died", 299, {{"cause", "SIGABRT"}});
  shop.event("test_not_run", 400, {{"name", "Cart.Later"}, {"why", "not_started"}}).end(500);
  web.test(410, "Cart.Later", "not_started", {"CALC-8", "CALC-9"}).end(510);
}

TEST_F(EntrySources, GiveTheSameWhateverTheSettings) {
  write_mixed_run(folder_);
  EXPECT_THAT(expect_the_same().ids, SizeIs(8));
  for (const auto parameters :
       {ParameterPolicy::iterations, ParameterPolicy::separate, ParameterPolicy::collapse}) {
    for (const auto retries : {RetryPolicy::worst, RetryPolicy::last}) {
      for (const auto disabled : {DisabledPolicy::leave_out, DisabledPolicy::todo}) {
        for (const auto* execution : {"", "CALC-7"}) {
          settings_.parameters = parameters;
          settings_.retries = retries;
          settings_.disabled = disabled;
          settings_.test_execution = execution;
          expect_the_same();
        }
      }
    }
  }
}

TEST_F(EntrySources, GiveEntriesInAnyOrderAndAgain) {
  write_mixed_run(folder_);
  auto plan = events::plan_of(folder_.path(), settings_);
  std::vector<std::string> backwards;
  for (std::size_t i = plan.entries.size(); i > 0; --i) {
    backwards.insert(backwards.begin(), facts_of(plan.entries.load(i - 1).value()));
  }
  EXPECT_THAT(backwards, ElementsAreArray(at_once().entries));
  EXPECT_EQ(facts_of(plan.entries.load(2).value()), backwards[2]);
}

TEST_F(EntrySources, CountTheResultsForTheDescription) {
  auto shop = process(1);
  shop.event("test_not_run", 50, {{"name", "Cart.DISABLED_Pays"}, {"why", "disabled"}});
  shop.test(100, "Cart.Adds", "passed").test(200, "Cart.Ships", "passed", {"CALC-1"});
  shop.test(300, "Cart.Mails", "failed").end(400);
  EXPECT_THAT(one_by_one().description, HasSubstr("Results: 2 passed, 1 failed"));
}

TEST_F(EntrySources, ThrowWhenTheEventsVanished) {
  auto shop = process(1);
  shop.test(100, "Cart.Adds", "passed").test(200, "Cart.Pays", "passed", {"CALC-1"}).end(400);
  auto plan = events::plan_of(folder_.path(), settings_);
  EXPECT_EQ(plan.entries.load(0)->id, "test:Cart.Adds");
  std::filesystem::remove(shop.file());
  EXPECT_THROW(plan.entries.load(0), std::runtime_error);
  EXPECT_THROW(plan.entries.load(1), std::runtime_error);
}

TEST_F(EntrySources, SayWhichEventsCannotBeRead) {
  folder_.write("events-1-0a0b0c0d.jsonl", R"({"e":"run_started","t":1,"format":99})");
  RunReader reader;
  ReadError error;
  ImportPlan plan;
  ASSERT_TRUE(reader.open({folder_.path()}, error));
  EXPECT_FALSE(make_plan(std::move(reader), settings_, plan, error));
  EXPECT_THAT(error.message, HasSubstr("events-1-0a0b0c0d.jsonl"));
}

}  // namespace
}  // namespace xrep::client
