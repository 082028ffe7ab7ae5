// `xrep pair --sets` and `--plan`, and what pairing costs.

#include "pair_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class PairMembers : public PairTest {
 protected:
  json set_of(const std::string& suite) const {
    const json document = json::parse(links());
    for (const auto& link : document.at("suites")) {
      if (link.at("suite") == suite) {
        return state().at("sets").at(link.at("set").get<std::string>());
      }
    }
    return nullptr;
  }
};
XREP_BOTH_PROFILES(PairMembers);

TEST_P(PairMembers, MakesATestSetForEachSuiteAndFillsIt) {
  write_run();
  const auto ended = pair({"--create", "--sets"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_EQ(set_of("Cart").at("summary"), "Cart");
  EXPECT_THAT(set_of("Cart").at("tests"), SizeIs(2));
  EXPECT_THAT(set_of("Price").at("tests"), ElementsAre("DEMO-7"));
  const auto before = requests();
  const auto again = pair({"--create", "--sets"});
  EXPECT_EQ(again.out, "xrep: nothing to change\n");
  EXPECT_LE(requests(), before + 5);
  auto more = new_run("20260301-030000-1a2b3c4d");
  for (const char* name : {"Cart.Fills", "Cart.Empties"}) {
    add(more, name);
  }
  more.end();
  EXPECT_EQ(pair({"--create", "--sets"}).exit_code, 0);
  EXPECT_THAT(set_of("Cart").at("tests"), SizeIs(3)) << "nothing is taken out of a Test Set";
}

TEST_P(PairMembers, UsesTheTestSetOfThatNameOrTheOneThatTheLinksFileNames) {
  auto run = new_run();
  run.test("Checkout.Pays", {{"suite", "Checkout"}})
      .event("key", {{"value", "DEMO-8"}})
      .finish("passed");
  run.test("Basket.Fills", {{"suite", "Basket"}})
      .event("key", {{"value", "DEMO-7"}})
      .finish("passed");
  run.end();
  links(R"({"suites": [{"suite": "Bask*", "set": "DEMO-10"}]})");
  const auto ended = pair({"--sets"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out,
              HasSubstr("use Test Set     Checkout       DEMO-10  has this name in Xray"));
  EXPECT_THAT(state().at("sets").at("DEMO-10").at("tests"),
              ElementsAre("DEMO-4", "DEMO-5", "DEMO-6", "DEMO-8", "DEMO-7"));
  EXPECT_THAT(state().at("sets"), SizeIs(1));
  EXPECT_EQ(pair({"--sets"}).out, "xrep: nothing to change\n");
}

TEST_P(PairMembers, AddsTheLinkedTestsToATestPlan) {
  write_run();
  const auto ended = pair({"--link", "Cart.*=DEMO-8", "--plan", "DEMO-9"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("add to Test Plan                 DEMO-9  1 Test: DEMO-8"));
  EXPECT_THAT(state().at("plans").at("DEMO-9").at("tests"),
              ElementsAre("DEMO-4", "DEMO-7", "DEMO-8"));
  const auto before = requests();
  EXPECT_EQ(pair({"--plan", "DEMO-9"}).out, "xrep: nothing to change\n");
  EXPECT_LE(requests(), before + 5);
  const auto wrong = pair({"--plan", "DEMO-10"});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("refused: the Test Plan DEMO-10 was not found"));
}

TEST_P(PairMembers, NameKeysThatAreNoneAndAddTheOthers) {
  auto run = new_run();
  run.test("Cart.Pays", {{"suite", "Cart"}}).event("key", {{"value", "DEMO-8"}}).finish("passed");
  run.test("Cart.Fills", {{"suite", "Cart"}})
      .event("key", {{"value", "DEMO-4711"}})
      .finish("passed");
  run.end();
  const auto ended = pair({"--sets"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("refused: DEMO-4711 does not exist or is no Test"));
  EXPECT_THAT(set_of("Cart").at("tests"), ElementsAre("DEMO-8"));
  links(R"({"suites": [{"suite": "Cart", "set": "DEMO-4712"}]})");
  const auto gone = pair({"--sets"});
  EXPECT_EQ(gone.exit_code, 1);
  EXPECT_THAT(gone.out, HasSubstr("Tests were not added to the Test Set DEMO-4712"));
}

// More than one job takes, and more than one page of everything.
TEST_P(PairMembers, PairAThousandAndMoreTestsWithFewRequests) {
  constexpr int kTests = 1100;
  auto run = new_run();
  for (int i = 0; i < kTests; ++i) {
    run.test("Big.Test" + std::to_string(i), {{"suite", "Big"}}).finish("passed");
  }
  run.end();
  const auto ended = pair({"--create", "--sets", "--plan", "DEMO-9"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(json::parse(links()).at("tests"), SizeIs(kTests));
  EXPECT_THAT(set_of("Big").at("tests"), SizeIs(kTests));
  EXPECT_THAT(state().at("plans").at("DEMO-9").at("tests"), SizeIs(kTests + 2));
  EXPECT_EQ(state().at("tests").size(), kTests + 6U) << "of two projects";
  EXPECT_EQ(requests("bulk"), GetParam() == "strict" ? 3U : 2U) << "strict sites take no folder";
  EXPECT_LE(requests(), 40U);
  const auto before = requests();
  EXPECT_EQ(pair({"--create", "--sets", "--plan", "DEMO-9"}).out, "xrep: nothing to change\n");
  EXPECT_LE(requests(), before + 16) << "the members of the Test Set and of the plan are read";
  const auto then = requests();
  EXPECT_EQ(pair({"--create"}).out, "xrep: nothing to change\n");
  EXPECT_EQ(requests(), then);
}

}  // namespace
}  // namespace xrep::test
