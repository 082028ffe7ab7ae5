// What pairing shows, and which tests it means.

#include "pair/pair_plan.hpp"

#include "pair/listing.hpp"
#include "pair/local_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace xrep::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

LocalTest test(const std::string& name, const std::string& identity = {}) {
  return {name, identity.empty() ? name : identity, name.substr(0, name.find('.')), {}};
}

TestLinks links(std::vector<Link> tests) {
  return TestLinks("xray-links.json", std::move(tests), {});
}

std::vector<std::string> names_of(const std::vector<ListedTest>& tests) {
  std::vector<std::string> names;
  for (const auto& one : tests) {
    names.push_back(one.name + (one.rows == 0 ? "" : " x" + std::to_string(one.rows)));
  }
  return names;
}

TEST(PairSelection, TakesExactNamesAndPatternsOfSuiteNameAndIdentity) {
  const auto row = test("All/Price.Converts/1", "All/Price.Converts");
  EXPECT_TRUE(Selection().takes(row));
  for (const char* name : {"All/Price.Converts/1", "All/Price.Converts", "*Converts", "*/?"}) {
    EXPECT_TRUE((Selection{{}, name}.takes(row))) << name;
  }
  EXPECT_FALSE((Selection{{}, "All/Price.Converts/2"}.takes(row)));
  EXPECT_TRUE((Selection{"All/*", "*"}.takes(row)));
  EXPECT_FALSE((Selection{"Price", "*"}.takes(row)));
}

TEST(PairSelection, KnowsWhenARowIsNamed) {
  const std::vector<LocalTest> tests = {test("A.B"), test("I/A.C/0", "I/A.C")};
  EXPECT_EQ(row_named(tests, "I/A.C/0"), &tests[1]);
  EXPECT_EQ(row_named(tests, "I/A.C"), nullptr);
  EXPECT_EQ(row_named(tests, "A.B"), nullptr);
}

TEST(PairListing, PutsRowsWithTheSameKeysOnOneLine) {
  const std::vector<LocalTest> tests = {test("I/A.C/0", "I/A.C"), test("I/A.C/1", "I/A.C"),
                                        test("I/A.C/2", "I/A.C"), test("A.B")};
  EXPECT_THAT(names_of(list_tests(tests, {}, {}).unlinked), ElementsAre("I/A.C x3", "A.B"));
  const auto some = list_tests(tests, links({{"I/A.C/1", "C-1", 3}}), {});
  EXPECT_THAT(names_of(some.linked), ElementsAre("I/A.C/1"));
  EXPECT_THAT(names_of(some.unlinked), ElementsAre("I/A.C x2", "A.B"));
  const auto all = list_tests(tests, links({{"I/A.C", "C-1", 3}, {"I/A.C/1", "C-2", 4}}), {});
  EXPECT_THAT(names_of(all.linked), ElementsAre("I/A.C x2", "I/A.C/1"));
}

TEST(PairListing, NamesLinksThatFitNoTestWhateverIsSelected) {
  const std::vector<LocalTest> tests = {test("A.B"), test("A.C")};
  const auto listing = list_tests(
      tests, links({{"A.B", "C-1", 3}, {"A.*", "C-2", 4}, {"A.X", "C-3", 5}, {"B.?", "C-4", 6}}),
      {{}, "A.C"});
  ASSERT_EQ(listing.lost.size(), 2U);
  EXPECT_EQ(listing.lost[0].name, "A.X");
  EXPECT_EQ(listing.lost[0].origin, "xray-links.json:5");
  EXPECT_EQ(listing.lost[1].name, "B.?");
  EXPECT_THAT(names_of(listing.linked), ElementsAre("A.C"));
  EXPECT_THAT(listing.unlinked, IsEmpty());
}

TEST(PairListing, PutsEachLostLinkBesideTheTestThatIsMostLikeIt) {
  const std::vector<LocalTest> tests = {test("Shop.Opens"), test("Cart.IsFilled"),
                                        test("Cart.IsEmptied")};
  const auto text = text_of(
      list_tests(tests, links({{"Cart.Empties", "C-1", 3}, {"Cart.Filled", "C-2", 4}}), {}));
  EXPECT_THAT(text, HasSubstr("Cart.Filled          C-2  xray-links.json:4  Cart.IsFilled\n"));
  EXPECT_THAT(text, HasSubstr("Cart.Empties         C-1  xray-links.json:3  Cart.IsEmptied\n"));
  EXPECT_THAT(text, HasSubstr("\n                                             Shop.Opens\n"));
}

TEST(PairListing, TellsWhereKeysCameFromAndWhatContradicts) {
  auto keyed = test("A.B");
  keyed.keys = {"C-1", "C-2"};
  const auto listing = list_tests({keyed, test("A.C")}, links({{"A.B", "C-9", 3}}), {},
                                  {{"A.C", {"C-5", "created"}}});
  const auto text = text_of(listing);
  EXPECT_THAT(text, HasSubstr("A.B   C-1, C-2  test\n"));
  EXPECT_THAT(text, HasSubstr("A.C   C-5       created\n"));
  EXPECT_THAT(text, HasSubstr("contradiction: A.B names C-1, C-2 itself, the links file has C-9"));
}

TEST(PairPlanTable, HasALineForEachChangeAndCountsThem) {
  PairPlan plan;
  EXPECT_EQ(table_of(plan, 10), "");
  EXPECT_EQ(counted(plan), "");
  plan.changes = {{PairChange::Kind::create_test, "A.B", kNew, "Generic"},
                  {PairChange::Kind::create_test, "A.\nC", "C-12", "created"},
                  {PairChange::Kind::unlink, "A.*", "", "--unlink"},
                  {PairChange::Kind::add_to_plan, "", "C-9", "2 Tests: C-1, C-2"}};
  EXPECT_EQ(table_of(plan, 10),
            "change            test or suite  Xray  how\n"
            "create Test       A.B            new   Generic\n"
            "create Test       A. C           C-12  created\n"
            "unlink            A.*                  --unlink\n"
            "add to Test Plan                 C-9   2 Tests: C-1, C-2\n");
  EXPECT_THAT(table_of(plan, 1), HasSubstr("A.B            new   Generic\n… and 3 more\n"));
  EXPECT_EQ(counted(plan), "1 link removed, 2 Tests created, 1 Test Plan filled");
}

}  // namespace
}  // namespace xrep::client
