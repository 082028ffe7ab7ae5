// `xrep pair` as it lists, and with --link and --unlink.

#include "pair_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PairLinks : public PairTest {};
XREP_BOTH_PROFILES(PairLinks);

TEST_P(PairLinks, ListsWhichTestBelongsToWhichTestAndAsksNothingOfXray) {
  auto run = new_run();
  run.test("Cart.Pays").event("key", {{"value", "DEMO-4"}}).finish("passed");
  add(run, "Cart.Fills");
  add(run, "Cart.Empties");
  for (const std::string row : {"0", "1", "2"}) {
    run.test("All/Price.Converts/" + row, {{"identity", "All/Price.Converts"}, {"instance", row}})
        .finish("passed");
  }
  run.end();
  links(R"({"tests": [
    {"test": "All/Price.Converts", "key": "DEMO-5"},
    {"test": "All/Price.Converts/2", "key": "DEMO-8"},
    {"test": "Cart.Fills", "key": "DEMO-6"},
    {"test": "Cart.Fills", "key": "DEMO-7"}
  ]})");
  const auto ended = pair({}, {{"XRAY_API_URL", "http://127.0.0.1:9"}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("test                         key             key from\n"
                                   "Cart.Pays                    DEMO-4          test\n"
                                   "Cart.Fills                   DEMO-6, DEMO-7  "
                                   "xray-links.json:4, xray-links.json:5\n"
                                   "All/Price.Converts (2 rows)  DEMO-5          "
                                   "xray-links.json:2\n"
                                   "All/Price.Converts/2         DEMO-8          "
                                   "xray-links.json:3\n"
                                   "\n"
                                   "test without a link\n"
                                   "Cart.Empties\n"));
}

TEST_P(PairLinks, ShowsALinkWhoseTestIsGoneBesideTheTestThatMayBeItsNewName) {
  auto run = new_run();
  for (const char* name : {"Shop.Opens", "Cart.IsFilled", "Cart.Pays"}) {
    add(run, name);
  }
  run.end();
  links(R"({"tests": [
    {"test": "Cart.Fills", "key": "DEMO-6"},
    {"test": "Cart.P*", "key": "DEMO-7"},
    {"test": "Warehouse.*", "key": "DEMO-8"}
  ]})");
  EXPECT_THAT(pair({}).out,
              HasSubstr("link without a test  key     where              test without a link\n"
                        "Cart.Fills           DEMO-6  xray-links.json:2  Cart.IsFilled\n"));
  EXPECT_EQ(pair({"--unlink", "Cart.Fills", "--link", "Cart.IsFilled=DEMO-6"}).exit_code, 0);
  EXPECT_THAT(keys_of("Cart.IsFilled"), ElementsAre("DEMO-6"));
  EXPECT_THAT(pair({}).out, Not(HasSubstr("Cart.Fills")));
}

TEST_P(PairLinks, KnowsWhatAPushFoundAndCreated) {
  write_run();
  EXPECT_EQ(push().exit_code, 0);
  const auto listed = pair({}).out;
  EXPECT_THAT(listed, HasSubstr("Price.RoundsToCents  DEMO-7   looked up\n"));
  EXPECT_THAT(listed, HasSubstr("  created\n"));
}

TEST_P(PairLinks, LinksSeveralTestsToOneKeyAndSeveralKeysToOneTest) {
  write_run();
  const auto ended =
      pair({"--link", "Cart.Fills=DEMO-6", "--link", "Cart.Pays=DEMO-6", "--link", "Cart.*=DEMO-8",
            "--link=Price.RoundsToCents=DEMO-7", "--link", "Price.RoundsToCents=DEMO-8"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(links(), R"({
  "tests": [
    {"test": "Cart.*", "key": "DEMO-8"},
    {"test": "Cart.Fills", "key": "DEMO-6"},
    {"test": "Cart.Pays", "key": "DEMO-6"},
    {"test": "Price.RoundsToCents", "key": "DEMO-7"},
    {"test": "Price.RoundsToCents", "key": "DEMO-8"}
  ]
}
)");
  EXPECT_EQ(push().exit_code, 0);
  EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
}

TEST_P(PairLinks, LinksNothingToAKeyThatIsNoTest) {
  write_run();
  const auto ended = pair(
      {"--link", "Cart.Fills=DEMO-1", "--link", "Cart.Pays=DEMO-4711", "--link", "Price.*=DEMO-7"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out,
              HasSubstr("refused: Cart.Fills was not linked: DEMO-1 does not exist or is "
                        "no Test"));
  EXPECT_THAT(ended.out, HasSubstr("refused: Cart.Pays was not linked: DEMO-4711"));
  EXPECT_THAT(keys_of("Price.*"), ElementsAre("DEMO-7")) << "one mistake costs no other";
  EXPECT_THAT(keys_of("Cart.Fills"), IsEmpty());
}

TEST_P(PairLinks, ChangesNothingTheSecondTime) {
  write_run();
  const std::vector<std::string> arguments = {"--link", "Cart.Fills=DEMO-6", "--unlink",
                                              "Old.Name"};
  EXPECT_EQ(pair(arguments).exit_code, 0);
  const auto before = requests();
  const auto text = links();
  const auto again = pair(arguments);
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.out, HasSubstr("xrep: Cart.Fills is linked to DEMO-6 already\n"));
  EXPECT_THAT(again.out, HasSubstr("xrep: Old.Name has no link of its own\n"));
  EXPECT_THAT(again.out, HasSubstr("xrep: nothing to change\n"));
  EXPECT_EQ(requests(), before);
  EXPECT_EQ(links(), text);
}

TEST_P(PairLinks, TakesLinksAwayAndKeepsEverythingElse) {
  write_run();
  links(R"({
    "suites": [{"suite": "Cart", "set": "DEMO-10", "note": "smoke"}],
    "tests": [
      {"test": "Price.RoundsToCents", "key": "DEMO-7", "note": "by hand"},
      {"test": "Cart.Pays", "key": "DEMO-4"}, {"test": "Cart.Pays", "key": "DEMO-5"},
      {"note": "moves", "test": "Cart.Fills", "key": "DEMO-6"}
    ]})");
  EXPECT_EQ(pair({"--unlink", "Cart.Pays=DEMO-4"}).exit_code, 0);
  EXPECT_EQ(links(), R"({
  "suites": [
    {"suite": "Cart", "set": "DEMO-10", "note": "smoke"}
  ],
  "tests": [
    {"note": "moves", "test": "Cart.Fills", "key": "DEMO-6"},
    {"test": "Cart.Pays", "key": "DEMO-5"},
    {"test": "Price.RoundsToCents", "key": "DEMO-7", "note": "by hand"}
  ]
}
)");
  EXPECT_EQ(requests(), 0U) << "Xray need not be asked";
}

TEST_P(PairLinks, NeverWritesOverAFileThatItCannotRead) {
  write_run();
  const std::string theirs = R"({"tests": [], "owner": "team B"})";
  links(theirs);
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--create"}, {"--link", "Cart.Fills=DEMO-6"}, {"--unlink", "Cart.Fills"}, {}}) {
    const auto ended = pair(arguments);
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.out, HasSubstr("unknown member 'owner'"));
    EXPECT_EQ(links(), theirs);
  }
  EXPECT_EQ(requests("bulk"), 0U);
}

TEST_P(PairLinks, SaysWhenALinkFitsNothingOrHasNoEffect) {
  auto run = new_run();
  run.test("Cart.Pays").event("key", {{"value", "DEMO-4"}}).finish("passed");
  run.end();
  const auto ended = pair({"--link", "Cart.Pays=DEMO-6", "--link", "Cart.Typo=DEMO-6"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("Cart.Typo fits no test of this run"));
  EXPECT_THAT(ended.out, HasSubstr("Cart.Pays names DEMO-4 itself, the links file has DEMO-6"));
}

TEST_P(PairLinks, RefusesWhatIsNoLink) {
  write_run();
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"--link", "Cart.Pays"},
                                                                     {"--link", "=DEMO-6"},
                                                                     {"--link", "Cart.Pays=demo-6"},
                                                                     {"--plan", "Release"},
                                                                     {"--upload", "end"}}) {
    EXPECT_EQ(pair(arguments).exit_code, 2) << arguments.at(1);
  }
  EXPECT_EQ(requests(), 0U);
}

TEST_P(PairLinks, ShowsLinksInADryRunAndWritesNone) {
  write_run();
  const auto ended = pair({"--link", "Cart.Fills=DEMO-6", "--dry-run"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, HasSubstr("link    Cart.Fills     DEMO-6  --link\n"));
  EXPECT_FALSE(std::filesystem::exists(links_file()));
}

TEST_P(PairLinks, RunsAProgramFirst) {
  const auto ended = pair({XREP_GTEST_CHECKOUT, "--create"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("[  PASSED  ]"));
  EXPECT_GT(json::parse(links()).at("tests").size(), 5U);
  EXPECT_THAT(state().at("executions"), IsEmpty()) << "nothing is uploaded";
  EXPECT_THAT(pair({"--create"}).out, HasSubstr("xrep: nothing to change\n")) << "the latest run";
  EXPECT_EQ(pair({"no-such-run"}).exit_code, 2);
  EXPECT_EQ(pair({"/bin/true"}).exit_code, 2) << "nothing was recorded";
}

TEST_P(PairLinks, TakesTheNamesOfCatch2) {
  EXPECT_EQ(pair({XREP_CATCH2_CHECKOUT, "--create", "--sets"}).exit_code, 0);
  const auto document = json::parse(links());
  ASSERT_THAT(document.at("tests"), Not(IsEmpty()));
  for (const auto& link : document.at("tests")) {
    EXPECT_THAT(link.at("test").get<std::string>(), ::testing::StartsWith("catch2_checkout."));
  }
  EXPECT_THAT(document.at("suites"), Not(IsEmpty()));
  EXPECT_EQ(push().exit_code, 0);
}

}  // namespace
}  // namespace xrep::test
