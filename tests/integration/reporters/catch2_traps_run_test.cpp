// Runs that Catch2 cuts short, shuffles, shards or only lists, and other reporters beside ours.

#include "catch2_traps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

namespace xrep::test {
namespace {

TEST(Catch2Abort, NamesTheTestsThatItKeptFromStarting) {
  const auto recorded = traps("[texts]", {"--abort"});
  EXPECT_EQ(recorded.test("explains itself").outcome, TestOutcome::failed);
  EXPECT_EQ(recorded.test("explains itself").failures.size(), 1U);
  EXPECT_EQ(recorded.test("only warns").outcome, TestOutcome::not_started);
  EXPECT_EQ(recorded.tests().size(), traps("[texts]").tests().size());
  EXPECT_TRUE(recorded.runs.at(0).processes.at(0).ended);
}

TEST(Catch2Abort, AfterSomeFailuresLeavesTheTestThatHadTheLast) {
  const auto recorded = traps("[texts]", {"--abortx", "3"});
  EXPECT_EQ(recorded.test("explains itself").failures.size(), 2U);
  EXPECT_EQ(failures_of(recorded.test("fails by words")), (Texts{"FAIL_CHECK: first 1"}));
  EXPECT_EQ(recorded.test("expects exceptions").outcome, TestOutcome::not_started);
}

TEST(Catch2Abort, InASectionEndsItsSteps) {
  const auto recorded = traps("nested require,nested exception", {"--abort"});
  const auto test = recorded.test("nested require");
  EXPECT_EQ(test.outcome, TestOutcome::failed);
  EXPECT_EQ(steps_of(test).back(), "2 outer/middle/inner: failed");
  EXPECT_EQ(recorded.test("nested exception").outcome, TestOutcome::not_started);
}

TEST(Catch2Order, ThatIsRandomIsRecordedWithItsSeed) {
  const auto recorded =
      record(XREP_CATCH2_TRAPS, {"[typed]", "--xray", "--order", "rand", "--rng-seed", "77"});
  EXPECT_EQ(recorded.runs.at(0).processes.at(0).seed, 77U);
  auto names = recorded.names();
  auto declared = traps("[typed]").names();
  EXPECT_NE(names, declared);
  std::sort(names.begin(), names.end());
  std::sort(declared.begin(), declared.end());
  EXPECT_EQ(names, declared);
  EXPECT_EQ(traps("[typed]").runs.at(0).processes.at(0).seed, 0U);
}

TEST(Catch2Shards, TogetherHoldEachTestOnceUnderItsOwnIdentity) {
  const auto whole = traps("[typed]");
  std::multiset<std::string> expected;
  for (const auto& test : whole.tests()) {
    expected.insert(test.identity + " " + test.instance);
  }
  std::multiset<std::string> found;
  for (const int index : {0, 1, 2}) {
    const auto shard =
        traps("[typed]", {"--shard-count", "3", "--shard-index", std::to_string(index)});
    ASSERT_EQ(shard.runs.size(), 1U);
    EXPECT_EQ(shard.runs[0].processes.at(0).shard_index, index);
    EXPECT_EQ(shard.runs[0].processes.at(0).shard_count, 3);
    for (const auto& test : shard.tests()) {
      found.insert(test.identity + " " + test.instance);
    }
  }
  EXPECT_EQ(found, expected);
}

TEST(Catch2EmptyRun, LeavesNothingBehindAndKeepsTheExitCode) {
  const Texts none = {"no such test", "--xray"};
  const auto refused = record(XREP_CATCH2_TRAPS, none);
  EXPECT_NE(refused.ended.exit_code, 0);
  EXPECT_TRUE(refused.runs.empty());
  auto allowed = none;
  allowed.emplace_back("--allow-running-no-tests");
  const auto accepted = record(XREP_CATCH2_TRAPS, allowed);
  EXPECT_EQ(accepted.ended.exit_code, 0);
  EXPECT_TRUE(accepted.runs.empty());
}

/// Runs of `catch2_traps` with xrep turned on and of the same tests without any of it.
struct Pair {
  Recorded with;
  Recorded without;
};

Pair both(const Texts& arguments) {
  // Console and XML name the program.
  Texts common = {"-n", "traps", "--rng-seed", "7", "--order", "decl"};
  common.insert(common.end(), arguments.begin(), arguments.end());
  auto on = common;
  on.emplace_back("--xray");
  return {record(XREP_CATCH2_TRAPS, on), record(XREP_CATCH2_TRAPS_BARE, common)};
}

void expect_same(const Pair& pair, const std::string& what) {
  EXPECT_EQ(pair.with.ended.exit_code, pair.without.ended.exit_code) << what;
  EXPECT_EQ(pair.with.ended.signal, pair.without.ended.signal) << what;
  EXPECT_EQ(pair.with.ended.out, pair.without.ended.out) << what;
}

TEST(Catch2Console, IsTheSameBesideUs) {
  for (const auto* tests :
       {"[exits]", "[phantom]", "[generators],[dynamic],[story],[steps]", "[allowed],[skips]",
        "[soft],[texts],[empty],[typed]", "[odd],[odd-message],[odd-long],[secret]",
        "[skips]~[soft]", "skip every value", "[unclosed", "no such test,[secret]"}) {
    expect_same(both({tests}), tests);
  }
}

TEST(Catch2Console, IsTheSameWithOptionsThatChangeTheRun) {
  for (const Texts& options :
       {Texts{"--abort"}, Texts{"--abortx", "2"}, Texts{"-c", "a", "-c", "b"},
        Texts{"--warn", "NoAssertions"}, Texts{"--warn", "UnmatchedTestSpec"}, Texts{"-e"},
        Texts{"--shard-count", "2", "--shard-index", "1"},
        Texts{"--shard-count", "2", "--shard-index", "5"}, Texts{"--no-such-flag"}}) {
    auto arguments = Texts{"[texts],[phantom],[empty]"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    expect_same(both(arguments), options.front());
  }
}

// Times differ from run to run: time="0.001", duration="1", TeamCity's duration='1'.
std::string without_times(const std::string& report) {
  static const std::regex time("(time|timestamp|duration)=(\"[^\"]*\"|'[^']*')");
  return std::regex_replace(report, time, "$1");
}

TEST(Catch2OtherReporters, PrintTheSameBesideOurs) {
  const std::string tests = "[exits],[texts],[soft],[typed],[generators],[allowed],[skips]";
  for (const std::string name :
       {"junit", "xml", "compact", "tap", "sonarqube", "automake", "teamcity"}) {
    auto pair = both({tests, "-r", name});
    pair.with.ended.out = without_times(pair.with.ended.out);
    pair.without.ended.out = without_times(pair.without.ended.out);
    expect_same(pair, name);
    EXPECT_GT(pair.with.tests().size(), 30U) << name;
  }
}

TEST(Catch2OtherReporters, AndOursAreNamedBesideEachOther) {
  const Texts common = {"[exits],[soft]", "--order", "decl", "-n", "traps", "--rng-seed", "7"};
  auto with = common;
  with.insert(with.end(), {"-r", "junit::out=-", "-r", "XRAY::out=unused.txt"});
  auto without = common;
  without.insert(without.end(), {"-r", "junit::out=-"});
  const auto ours = record(XREP_CATCH2_TRAPS, with);
  const auto alone = record(XREP_CATCH2_TRAPS_BARE, without);
  EXPECT_EQ(without_times(ours.ended.out), without_times(alone.ended.out));
  EXPECT_EQ(ours.tests().size(), 6U);
}

TEST(Catch2OtherReporters, GetEveryEventWhenWeAreOff) {
  for (const Texts& reporter : {Texts{"-r", "trace"}, Texts{"-s"}, Texts{"-r", "tap"}}) {
    Texts arguments = {
        "[soft],[exits],[texts]", "-n", "traps", "--rng-seed", "7", "--order", "decl"};
    arguments.insert(arguments.end(), reporter.begin(), reporter.end());
    const auto off = record(XREP_CATCH2_TRAPS, arguments);
    const auto bare = record(XREP_CATCH2_TRAPS_BARE, arguments);
    EXPECT_EQ(off.ended.out, bare.ended.out) << reporter.back();
    EXPECT_EQ(off.ended.err, bare.ended.err) << reporter.back();
    EXPECT_TRUE(contains(off.ended.out, "well done")) << reporter.back();
    EXPECT_TRUE(off.runs.empty());
  }
}

// Catch2 keeps a SUCCEED from a reporter that did not ask for it once there is a second one or a
// listener.
TEST(Catch2OtherReporters, GetEveryEventButTheUnaskedForBesideUs) {
  auto pair = both({"[soft],[exits],[phantom],[texts]", "-x", "40", "-r", "trace"});
  auto& expected = pair.without.ended.out;
  const std::string succeed = "assertion SUCCEED 0 well done\n";
  ASSERT_TRUE(contains(expected, succeed));
  expected.erase(expected.find(succeed), succeed.size());
  expect_same(pair, "trace");
}

TEST(Catch2OtherReporters, GetEveryPassingAssertionThatTheyAskForBesideUs) {
  expect_same(both({"[soft],[exits]", "-s"}), "-s");
  expect_same(both({"[soft],[exits]", "-r", "compact", "-s"}), "compact -s");
}

TEST(Catch2Listing, IsTheSameAndRecordsNothing) {
  for (const Texts& list :
       {Texts{"--list-tests"}, Texts{"--list-tags"}, Texts{"--list-tests", "-r", "xml"},
        Texts{"--list-tags", "-r", "xml"}, Texts{"--list-tests", "-r", "json"},
        Texts{"--list-tests", "-v", "quiet"}, Texts{"[odd]", "--list-tests", "-v", "high"}}) {
    const auto pair = both(list);
    expect_same(pair, list.back());
    EXPECT_EQ(pair.with.ended.err, pair.without.ended.err) << list.back();
    EXPECT_TRUE(pair.with.runs.empty());
  }
}

TEST(Catch2Listing, WithOurReporterIsThatOfTheConsole) {
  for (const std::string list : {"--list-tests", "--list-tags", "--list-reporters"}) {
    const auto ours = record(XREP_CATCH2_TRAPS, {list, "-r", "xray"});
    const auto console = record(XREP_CATCH2_TRAPS, {list});
    EXPECT_EQ(ours.ended.out, console.ended.out) << list;
    EXPECT_EQ(ours.ended.err, console.ended.err) << list;
    EXPECT_EQ(ours.ended.exit_code, console.ended.exit_code) << list;
    EXPECT_TRUE(ours.runs.empty());
  }
}

TEST(Catch2Console, OfOurReporterIsCatch2s) {
  for (const Texts& arguments :
       {Texts{"[exits],[texts],[skips],[allowed]"}, Texts{"no such test"}, Texts{"[unclosed"},
        Texts{"[texts]", "-x", "1"}, Texts{"[soft]", "-s"}}) {
    auto console = arguments;
    console.insert(console.end(), {"--rng-seed", "7", "--order", "decl"});
    auto ours = console;
    ours.insert(ours.end(), {"-r", "xray"});
    const auto with = record(XREP_CATCH2_TRAPS, ours);
    const auto without = record(XREP_CATCH2_TRAPS, console);
    EXPECT_EQ(with.ended.out, without.ended.out) << arguments.front();
    EXPECT_EQ(with.ended.exit_code, without.ended.exit_code) << arguments.front();
  }
}

}  // namespace
}  // namespace xrep::test
