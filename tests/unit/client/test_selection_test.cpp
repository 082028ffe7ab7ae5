#include "select/test_selection.hpp"

#include <gmock/gmock.h>

namespace xrep::client {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

RemoteTest generic(const std::string& key, const std::string& definition) {
  RemoteTest test;
  test.key = key;
  test.summary = definition;
  test.definition = definition;
  return test;
}

RemoteTest manual(const std::string& key, const std::string& summary) {
  RemoteTest test;
  test.key = key;
  test.summary = summary;
  test.kind = cloud::TestKind::steps;
  return test;
}

TestLinks links() {
  return {"xray-links.json",
          {{"Cart.Pays", "CALC-1", 1}, {"Basket.*", "CALC-1", 2}, {"Other.Test", "CALC-9", 3}},
          {}};
}

TEST(TestSelection, KnowsATestByItsOwnNameAndByItsLinks) {
  const auto wanted = wanted_tests(
      {manual("CALC-1", "Pay by card"), generic("CALC-2", "Price.Rounds")}, links(), nullptr);
  ASSERT_THAT(wanted, SizeIs(2));
  EXPECT_THAT(wanted[0].names, ElementsAre("Basket.*", "Cart.Pays", "Pay by card"));
  EXPECT_THAT(wanted[1].names, ElementsAre("Price.Rounds"));
}

TEST(TestSelection, FiltersRowsAndTypesOfATestAsWell) {
  const auto filter =
      googletest_filter({{"CALC-1", "", {"Cart.Pays", "Pay by card", "Sizes/Cart.Fits"}}});
  EXPECT_EQ(filter,
            "Cart.Pays:Cart.Pays/*:Cart/*.Pays:Cart/*.Pays/*:Sizes/Cart.Fits:Sizes/Cart.Fits/*:"
            "Sizes/Cart/*.Fits:Sizes/Cart/*.Fits/*");
}

TEST(TestSelection, GivesGoogleTestNothingThatWouldEndItsFilter) {
  EXPECT_THAT(googletest_filter({{"CALC-1", "", {"a:b.c", "x-y.z", "plain", "two words.x"}}}),
              IsEmpty());
}

TEST(TestSelection, NamesTestCasesOfTheProgramForCatch2) {
  const auto names = catch2_names(
      {{"CALC-1", "", {"shop.global.pays \"by\" card", "shop.Fixture.ships", "other.global.x"}}},
      "shop");
  EXPECT_THAT(names, AllOf(HasSubstr("\"pays \\\"by\\\" card\"\n"), HasSubstr("\"ships\"\n"),
                           HasSubstr("\"ships - *\"\n"), Not(HasSubstr("\"x\""))));
}

}  // namespace
}  // namespace xrep::client
