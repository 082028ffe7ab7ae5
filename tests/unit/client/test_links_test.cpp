#include "plan/test_links.hpp"

#include "plan_records.hpp"
#include "recorded_events.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace xrep::client {
namespace {

using events::Recorded;
using records::run;
using records::settings;
using records::with_key;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TestLinks links(std::vector<Link> tests, std::vector<Link> suites = {}) {
  for (std::size_t i = 0; i < tests.size(); ++i) {
    tests[i].line = 3 + i;
  }
  return {"xray-links.json", std::move(tests), std::move(suites)};
}

std::vector<std::string> keys(const TestLinks& of, const std::string& name,
                              const std::string& identity) {
  std::vector<std::string> result;
  for (const auto& key : of.keys_of(name, identity)) {
    result.push_back(key.key);
  }
  return result;
}

TEST(TestLinks, LetAFullNameWinOverAnIdentityAndThatOverAPattern) {
  const auto all = links({{"Inst/Price.*", "CALC-1"},
                          {"Inst/Price.Converts", "CALC-2"},
                          {"Inst/Price.Converts/0", "CALC-3"}});
  EXPECT_THAT(keys(all, "Inst/Price.Converts/0", "Inst/Price.Converts"), ElementsAre("CALC-3"));
  EXPECT_THAT(keys(all, "Inst/Price.Converts/1", "Inst/Price.Converts"), ElementsAre("CALC-2"));
  EXPECT_THAT(keys(all, "Inst/Price.Rounds/1", "Inst/Price.Rounds"), ElementsAre("CALC-1"));
  EXPECT_THAT(keys(all, "Basket.IsEmpty", "Basket.IsEmpty"), IsEmpty());
}

TEST(TestLinks, LetThePatternWithMoreLiteralCharactersWin) {
  const auto all = links({{"*", "CALC-1"}, {"Cart.P*", "CALC-2"}, {"Cart.*", "CALC-3"}});
  EXPECT_THAT(keys(all, "Cart.Pays", "Cart.Pays"), ElementsAre("CALC-2"));
  EXPECT_THAT(keys(all, "Cart.Ships", "Cart.Ships"), ElementsAre("CALC-3"));
  EXPECT_THAT(keys(all, "Price.Rounds", "Price.Rounds"), ElementsAre("CALC-1"));
}

TEST(TestLinks, CountAllPatternsWithAsManyLiteralCharacters) {
  const auto all = links({{"Cart.*", "CALC-1"}, {"*.Pays", "CALC-2"}, {"Cart?*", "CALC-3"}});
  EXPECT_THAT(keys(all, "Cart.Pays", "Cart.Pays"), ElementsAre("CALC-1", "CALC-2"));
}

TEST(TestLinks, GiveSeveralKeysOfOneTestEachOnceWithItsLine) {
  const auto all =
      links({{"Cart.Pays", "CALC-2"}, {"Cart.Pays", "CALC-1"}, {"Cart.Pays", "CALC-2"}});
  const auto found = all.keys_of("Cart.Pays", "Cart.Pays");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].key, "CALC-2");
  EXPECT_EQ(found[0].origin, "xray-links.json:3");
  EXPECT_EQ(found[1].key, "CALC-1");
  EXPECT_EQ(found[1].origin, "xray-links.json:4");
}

TEST(TestLinks, TakeATestWhoseNameHoldsAWildcardByItsName) {
  const auto all = links({{"does it pay?", "CALC-1"}, {"does it pay*", "CALC-2"}});
  EXPECT_THAT(keys(all, "does it pay?", "shop.global.does it pay?"), ElementsAre("CALC-1"));
  EXPECT_THAT(keys(all, "does it pay now", "shop.global.does it pay now"), ElementsAre("CALC-2"));
}

TEST(TestLinks, PutASuiteIntoEveryTestSetThatIsLinkedToIt) {
  const auto all = links({}, {{"Cart", "CALC-10"}, {"C*", "CALC-11"}, {"Price", "CALC-12"}});
  EXPECT_THAT(all.sets_of("Cart"), ElementsAre("CALC-10", "CALC-11"));
  EXPECT_THAT(all.sets_of("Basket"), IsEmpty());
}

TEST(Patterns, FitWithStarsForAnyTextAndQuestionMarksForOneCharacter) {
  for (const char* pattern : {"*", "Cart.Pays", "Cart.*", "*Pays", "C*t.P*s", "C?rt.Pay?", "**s",
                              "Cart.Pays*", "*a*a*"}) {
    EXPECT_TRUE(fits("Cart.Pays", pattern)) << pattern;
  }
  for (const char* pattern : {"", "Cart", "cart.*", "Cart.Pays?", "?art", "*x*", "*a*a*a*"}) {
    EXPECT_FALSE(fits("Cart.Pays", pattern)) << pattern;
  }
}

TEST(Patterns, CountACharacterOfSeveralBytesAsOne) {
  EXPECT_TRUE(fits("Größe", "Gr??e"));
  EXPECT_FALSE(fits("Größe", "Gr???e"));
}

TEST(Contradictions, NameTheTestBothKeysAndWhichWon) {
  const auto line = contradiction("Cart.Pays", {"CALC-1"}, {{"CALC-2", "xray-links.json:3"}});
  EXPECT_EQ(
      line,
      "Cart.Pays names CALC-1 itself, the links file has CALC-2 (xray-links.json:3); what the "
      "test names was taken");
  EXPECT_EQ(contradiction("Cart.Pays", {"CALC-1"}, {{"CALC-1", "xray-links.json:3"}}), "");
  EXPECT_EQ(contradiction("Cart.Pays", {}, {{"CALC-2", "xray-links.json:3"}}), "");
}

TEST(LinkedEntries, TakeTheKeysOfTheTestBeforeThoseOfTheFile) {
  std::vector<LeftOut> left_out;
  const auto all = links({{"Cart.*", "CALC-1"}, {"Price.Rounds", "CALC-2"}});
  const auto entries =
      entries_of(run({with_key(records::test("Cart.Pays"), "CALC-9"), records::test("Cart.Ships"),
                      records::test("Price.Rounds"), records::test("Basket.IsEmpty")}),
                 settings(), left_out, all);
  ASSERT_THAT(entries, SizeIs(4));
  EXPECT_EQ(entries[0].key, "CALC-9");
  EXPECT_THAT(entries[0].key_from, ElementsAre("test"));
  EXPECT_EQ(entries[1].key, "CALC-1");
  EXPECT_THAT(entries[1].key_from, ElementsAre("xray-links.json:3"));
  EXPECT_FALSE(entries[1].may_create);
  EXPECT_EQ(entries[2].key, "CALC-2");
  EXPECT_EQ(entries[3].key, "");
  EXPECT_THAT(entries[3].key_from, IsEmpty());
  EXPECT_THAT(left_out, IsEmpty());
}

TEST(LinkedEntries, TakeAKeyPerRowAndLeaveTheOtherRowsTogether) {
  std::vector<LeftOut> left_out;
  const auto all = links({{"Inst/Price.Converts/1", "CALC-1"}});
  const auto entries = entries_of(run({records::instance("Inst/Price.Converts", "0"),
                                       records::instance("Inst/Price.Converts", "1"),
                                       records::instance("Inst/Price.Converts", "2")}),
                                  settings(), left_out, all);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_THAT(entries[0].tests, ElementsAre("Inst/Price.Converts/0", "Inst/Price.Converts/2"));
  EXPECT_EQ(entries[1].key, "CALC-1");
  EXPECT_THAT(entries[1].tests, ElementsAre("Inst/Price.Converts/1"));
}

TEST(LinkedEntries, BelongToTheTestSetsOfAllTheirSuites) {
  std::vector<LeftOut> left_out;
  const auto all = links({{"*.Pays", "CALC-1"}}, {{"Cart", "CALC-10"}, {"Card", "CALC-11"}});
  const auto entries = entries_of(run({records::test("Cart.Pays"), records::test("Card.Pays")}),
                                  settings(), left_out, all);
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_THAT(entries[0].sets, ElementsAre("CALC-10", "CALC-11"));
}

class LinkedRuns : public testing::Test {
 protected:
  ImportPlan plan(const TestLinks& with) const {
    RunReader reader;
    ReadError error;
    ImportPlan result;
    EXPECT_TRUE(reader.open({folder_.path()}, error)) << error.message;
    EXPECT_TRUE(make_plan(std::move(reader), settings(), result, error, with)) << error.message;
    return result;
  }

  static std::vector<Entry> entries(ImportPlan& plan) {
    std::vector<Entry> all;
    for (std::size_t i = 0; i < plan.entries.size(); ++i) {
      all.push_back(plan.entries.load(i).value());
    }
    return all;
  }

  xrep::test::TempDir folder_;
};

TEST_F(LinkedRuns, SendOneResultToEachOfSeveralKeys) {
  Recorded(folder_.path(), 7, "shop").test(10, "Cart.Pays", "passed").end(99);
  auto linked = plan(links({{"Cart.Pays", "CALC-1"}, {"Cart.Pays", "CALC-2"}}));
  const auto all = entries(linked);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].key, "CALC-1");
  EXPECT_EQ(all[1].key, "CALC-2");
  EXPECT_THAT(linked.contradictions, IsEmpty());
}

TEST_F(LinkedRuns, KeepAnAttemptThatDiedBeforeItsKeyWithTheOthersOfItsTest) {
  Recorded process(folder_.path(), 7, "shop");
  process.test(10, "Cart.Pays", "failed").test(20, "Cart.Pays", "passed", {"CALC-9"}).end(99);
  auto linked = plan(links({{"Cart.Pays", "CALC-1"}}));
  const auto all = entries(linked);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].key, "CALC-9");
  EXPECT_EQ(all[0].outcome, Outcome::failed);
  EXPECT_THAT(linked.contradictions, ElementsAre(HasSubstr("CALC-1 (xray-links.json:3)")));
}

TEST_F(LinkedRuns, SayAContradictionOnceHoweverOftenTheTestRan) {
  Recorded process(folder_.path(), 7, "shop");
  process.test(10, "Cart.Pays", "passed", {"CALC-9"}).test(20, "Cart.Pays", "passed", {"CALC-9"});
  process.test(30, "Cart.Ships", "passed", {"CALC-8"}).end(99);
  const auto linked = plan(links({{"Cart.*", "CALC-8"}}));
  EXPECT_THAT(linked.contradictions, ElementsAre(HasSubstr("Cart.Pays names CALC-9")));
}

}  // namespace
}  // namespace xrep::client
