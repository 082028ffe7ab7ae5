#include "push_test.hpp"

#include <chrono>
#include <fstream>
#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// `xrep open` without a desktop, unless a test gives it a browser.
class Open : public PushTest {
 protected:
  Ended open(const std::vector<std::string>& arguments, const std::string& browser = {}) {
    std::vector<std::string> all = {"/usr/bin/env",    "-u", "DISPLAY", "-u",
                                    "WAYLAND_DISPLAY", "-u", "BROWSER"};
    if (!browser.empty()) {
      all.push_back("BROWSER=" + browser);
    }
    all.insert(all.end(), {XREP_COMMAND, "open"});
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_program(all, {{"XRAY_RESULTS_DIR", (folder_.path() / "results").string()}});
  }

  /// A run that was pushed: a test with a name of its own in Xray, one with a key.
  RunWriter pushed_run(const std::string& id = "20260301-020000-1a2b3c4d") {
    auto run = new_run(id);
    run.test("Cart.Adds").finish("passed");
    run.test("Cart.Card", {{"identity", "shop.card"}}).finish("failed");
    run.test("Cart.Pays").event("key", {{"value", "DEMO-4"}}).finish("passed");
    run.end();
    const auto ended = push(run);
    EXPECT_EQ(ended.exit_code, 0) << ended.out;
    return run;
  }

  /// The page of the Test Execution that was made last.
  std::string execution_link() const {
    return sandbox_.url() + "/browse/" + last_execution().at("key").get<std::string>();
  }

  /// The page of one result in it.
  std::string result_link(const std::string& test_key) const {
    return sandbox_.url() +
           "/plugins/servlet/ac/com.xpandit.plugins.xray/execution-page?ac.testExecIssueKey=" +
           last_execution().at("key").get<std::string>() + "&ac.testIssueKey=" + test_key;
  }

  std::string key_of(const std::string& summary) const {
    return run_of(state(), last_execution(), summary).at("testKey");
  }

  json last_execution() const { return state().at("executions").back(); }

  /// A program that notes how it was called in the file `called`.
  std::string browser() const {
    const auto script = folder_.write("browser",
                                      "#!/bin/sh\n"
                                      "printf '%s|%s' $# \"$1\" >\"$0.draft\"\n"
                                      "mv \"$0.draft\" \"$0.called\"\n");
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    return script.string();
  }

  /// What the browser noted; nobody waits for a browser, so this may take a moment.
  std::string called() const {
    const auto note = folder_ / "browser.called";
    for (int i = 0; i < 2000 && !std::filesystem::exists(note); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return read_file(note);
  }
};
XREP_BOTH_PROFILES(Open);

TEST_P(Open, PrintsTheLinkOfTheLatestRun) {
  pushed_run("20260301-020000-1a2b3c4d");
  const auto earlier = execution_link();
  pushed_run("20260302-020000-1a2b3c4d");
  ASSERT_NE(execution_link(), earlier);
  const auto ended = open({"--print"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, execution_link() + "\n");
  EXPECT_THAT(ended.err, IsEmpty());
}

TEST_P(Open, PrintsTheLinkOfTheRunThatIsNamed) {
  const auto run = pushed_run("20260301-020000-1a2b3c4d");
  const auto link = execution_link();
  pushed_run("20260302-020000-1a2b3c4d");
  const auto ended = open({run.path().string(), "--print"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, link + "\n");
}

TEST_P(Open, PrintsTheLinkOfOneTestByAnyOfItsNames) {
  pushed_run();
  const auto card = result_link(key_of("shop.card"));
  EXPECT_EQ(open({"--print", "--test", "Cart.Card"}).out, card + "\n");
  EXPECT_EQ(open({"--print", "--test", "shop.card"}).out, card + "\n");
  EXPECT_EQ(open({"--print", "--test", key_of("shop.card")}).out, card + "\n");
  EXPECT_EQ(open({"--print", "--test", "Cart.Pays"}).out, result_link("DEMO-4") + "\n");
  EXPECT_EQ(open({"--print", "--test=DEMO-4"}).out, result_link("DEMO-4") + "\n");
}

TEST_P(Open, AsksNothingOfXray) {
  pushed_run();
  const auto requests = state().at("requests").size();
  EXPECT_EQ(open({"--print", "--test", "Cart.Card"}).exit_code, 0);
  EXPECT_EQ(state().at("requests").size(), requests);
}

TEST_P(Open, GivesTheBrowserExactlyTheLink) {
  pushed_run();
  const auto ended = open({"--test", "Cart.Pays"}, browser());
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, result_link("DEMO-4") + "\n");
  EXPECT_THAT(ended.err, IsEmpty());
  EXPECT_EQ(called(), "1|" + result_link("DEMO-4"));
}

TEST_P(Open, SaysWhyTheBrowserCannotBeStarted) {
  pushed_run();
  const auto missing = (folder_ / "no-such-browser").string();
  const auto ended = open({}, missing);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, execution_link() + "\n");
  EXPECT_THAT(ended.err, StartsWith("xrep: cannot start " + missing + ": "));
}

TEST_P(Open, StartsNoBrowserToPrint) {
  pushed_run();
  // One that cannot be started would be complained about.
  const auto ended = open({"--print"}, (folder_ / "no-such-browser").string());
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, execution_link() + "\n");
  EXPECT_THAT(ended.err, IsEmpty());
}

TEST_P(Open, PrintsTheLinkWhereThereIsNoDesktopAndSaysSo) {
  pushed_run();
  const auto ended = open({});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, execution_link() + "\n");
  EXPECT_THAT(ended.err, HasSubstr("no browser here: there is no desktop, and BROWSER is not set"));
}

TEST_P(Open, OfARunThatWasNotPushedSaysHowToPushIt) {
  auto run = new_run();
  run.test("Cart.Adds").finish("passed");
  run.end();
  const auto ended = open({}, browser());
  EXPECT_EQ(ended.exit_code, 75);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(ended.err, HasSubstr(run.path().string() + " is not in Xray yet; xrep push"));
}

TEST_P(Open, OfATestThatXrayRefusedSaysWhy) {
  auto run = new_run();
  run.test("Cart.Adds").finish("passed");
  run.test("Cart.Pays").event("key", {{"value", "DEMO-4711"}}).finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 1);
  const auto ended = open({"--test", "Cart.Pays"}, browser());
  EXPECT_EQ(ended.exit_code, 75);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(ended.err, HasSubstr("Cart.Pays is not in Xray yet"));
  EXPECT_THAT(ended.err, HasSubstr("DEMO-4711"));
  EXPECT_THAT(ended.err, HasSubstr("xrep push"));
}

TEST_P(Open, OfATestThatTheRunDoesNotHoldNamesIt) {
  pushed_run();
  const auto ended = open({"--test", "Cart.Sinks"}, browser());
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(ended.err, HasSubstr("the run holds no test Cart.Sinks"));
  EXPECT_THAT(ended.err, HasSubstr("xrep status"));
}

TEST_P(Open, WithoutAnyRunNamesTheFolder) {
  std::filesystem::create_directories(folder_ / "results");
  const auto ended = open({}, browser());
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(ended.err, HasSubstr("no run in " + (folder_ / "results").string()));
}

TEST_P(Open, OfAFolderThatHoldsSeveralRunsAsksForOne) {
  new_run("20260301-020000-1a2b3c4d").end();
  new_run("20260302-020000-1a2b3c4d").end();
  const auto folder = (folder_ / "results").string();
  const auto ended = open({folder}, browser());
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr(folder + " holds several runs; name one of them"));
}

TEST_P(Open, TakesTheAddressOfTheSiteFromTheSettingsWhenXrayDidNotTellIt) {
  auto run = new_run();
  run.test("Cart.Pays").finish("passed");
  run.end();
  std::ofstream(run.path() / "delivery.jsonl")
      << R"({"e":"execution","t":1,"key":"DEMO-11","id":"10011","link":"","created":true})"
      << "\n";
  const std::vector<std::string> arguments{XREP_COMMAND, "open", "--print", run.path().string()};
  EXPECT_THAT(run_program(arguments).err, HasSubstr("set jira_url"));
  const auto ended = run_program(arguments, {{"XRAY_JIRA_URL", "https://acme.atlassian.net"}});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, "https://acme.atlassian.net/browse/DEMO-11\n");
}

}  // namespace
}  // namespace xrep::test
