// Creations of which nobody knows what became: never a second Test.

#include "pair_test.hpp"

#include <chrono>
#include <csignal>
#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PairDoubt : public PairTest {
 protected:
  // The folder of this suite is there: no site refuses it.
  void SetUp() override {
    auto run = new_run();
    for (const char* name : {"Checkout.Fills", "Checkout.Pays", "Price.RoundsToCents"}) {
      add(run, name);
    }
    run.end();
  }

  void expect_each_test_once() const {
    for (const char* name : {"Checkout.Fills", "Checkout.Pays"}) {
      EXPECT_EQ(tests_named(name), 1U) << name;
      EXPECT_EQ(keys_of(name).size(), 1U) << name;
    }
    EXPECT_FALSE(std::filesystem::exists(journal()));
  }

  std::unique_ptr<ChildProcess> start(std::vector<std::string> arguments) {
    auto environment = sandbox_.environment();
    environment["XRAY_SEARCH_LAG"] = GetParam() == "strict" ? "2s" : "1s";
    arguments.insert(arguments.begin(), {XREP_COMMAND, "pair"});
    return std::make_unique<ChildProcess>(
        Command{std::move(arguments), environment, folder_.path()});
  }

  template <typename Condition>
  static void wait_until(Condition condition) {
    while (!condition()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
};
XREP_BOTH_PROFILES(PairDoubt);

TEST_P(PairDoubt, LooksForTestsWhenTheAnswerToTheirCreationIsLost) {
  for (const char* fault : {R"({"on": "bulk", "do": "commit_then_drop"})",
                            R"({"on": "bulk", "do": "commit_then_status", "status": 503})",
                            R"({"on": "bulk", "do": "commit_then_html"})"}) {
    sandbox_.faults(json::array({json::parse(fault)}));
    std::filesystem::remove(links_file());
    const auto ended = pair({"--create"});
    EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
    expect_each_test_once();
  }
}

TEST_P(PairDoubt, CreatesAgainWhatWasNeverCreated) {
  sandbox_.faults(json::parse(R"([{"on": "bulk", "do": "drop"}])"));
  const auto ended = pair({"--create"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  expect_each_test_once();
}

TEST_P(PairDoubt, KeepsAskingForTheJobWhenItsStatusIsNotTold) {
  sandbox_.faults(json::parse(R"([{"on": "bulkStatus", "do": "status", "status": 503},
                                  {"on": "bulkStatus", "do": "drop"},
                                  {"on": "bulkStatus", "do": "truncate"}])"));
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  expect_each_test_once();
}

TEST_P(PairDoubt, GoesOnWithTheJobThatItCouldNotWaitFor) {
  sandbox_.faults(json::parse(R"([{"on": "bulkStatus", "do": "drop", "times": -1}])"));
  const auto ended = pair({"--create"});
  EXPECT_EQ(ended.exit_code, 75) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the same command again goes on from here"));
  EXPECT_THAT(ended.out, HasSubstr("1 test linked;")) << "what was done before is not lost";
  EXPECT_TRUE(std::filesystem::exists(journal()));
  EXPECT_THAT(pair({"--create", "--dry-run"}).out,
              HasSubstr("an earlier xrep pair was interrupted"));
  // The job tells what no search shows.
  sandbox_.faults(json::parse(R"([{"on": "TestPages", "do": "hide", "ms": 600000, "times": -1}])"));
  const auto before = requests("bulk");
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  EXPECT_EQ(requests("bulk"), before);
  expect_each_test_once();
}

TEST_P(PairDoubt, LooksForTestsOfAJobThatXrayForgot) {
  const auto ended = [&] {
    sandbox_.faults(json::parse(
        R"([{"on": "bulkStatus", "do": "status", "status": 404, "body": {"error": "job not found."}}])"));
    return pair({"--create"});
  }();
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  expect_each_test_once();
}

TEST_P(PairDoubt, FindsWhatWasCreatedBeforeItWasKilled) {
  sandbox_.faults(json::parse(R"([{"on": "bulkStatus", "do": "delay", "ms": 60000}])"));
  const auto program = start({"--create"});
  wait_until([&] { return requests("bulk") == 1 && number_of_tests() == 8; });
  program->kill(SIGKILL);
  program->wait();
  EXPECT_THAT(read_file(journal()), HasSubstr("Checkout.Fills"));
  sandbox_.faults(json::array());
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  expect_each_test_once();
}

TEST_P(PairDoubt, FindsWhatWasCreatedWhenItWasKilledBeforeTheAnswer) {
  sandbox_.faults(json::parse(
      R"([{"on": "bulk", "do": "slow", "ms": 60000}, {"on": "TestPages", "do": "hide", "ms": 3000, "times": -1}])"));
  const auto program = start({"--create"});
  wait_until([&] { return requests("bulk") == 1; });
  program->kill(SIGKILL);
  program->wait();
  EXPECT_THAT(read_file(journal()), Not(HasSubstr("\"job\"")));
  EXPECT_EQ(pair({"--create"}).exit_code, 0);
  expect_each_test_once();
}

TEST_P(PairDoubt, WaitsForAnotherJobOfTheSameUser) {
  sandbox_.faults(json::parse(
      R"([{"on": "bulk", "do": "status", "status": 400,
           "body": {"error": "Another job is already running for this user."}}])"));
  const auto ended = pair({"--create"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("waiting for another job of the API key's user"));
  expect_each_test_once();
}

TEST_P(PairDoubt, KeepsTwoPairingsOfOneLinksFileApart) {
  sandbox_.faults(json::parse(R"([{"on": "bulkStatus", "do": "delay", "ms": 3000}])"));
  const auto first = start({"--create"});
  wait_until([&] { return requests("bulk") == 1; });
  const auto second = pair({"--create"});
  EXPECT_EQ(second.exit_code, 75);
  EXPECT_THAT(second.out, HasSubstr("another xrep pair works with "));
  EXPECT_EQ(first->wait().exit_code, 0);
  expect_each_test_once();
}

TEST_P(PairDoubt, MakesATestSetOnceWhenTheAnswerIsLost) {
  sandbox_.faults(json::parse(R"([{"on": "CreateTestSet", "do": "commit_then_drop"}])"));
  EXPECT_EQ(pair({"--create", "--sets", "--suite", "Price"}).exit_code, 0);
  EXPECT_EQ(state().at("sets").size(), 2U) << "one was there before";
  EXPECT_FALSE(std::filesystem::exists(journal()));
}

TEST_P(PairDoubt, FindsTheTestSetThatWasMadeBeforeItWasKilled) {
  EXPECT_EQ(pair({"--create", "--suite", "Price"}).exit_code, 0);
  sandbox_.faults(json::parse(R"([{"on": "CreateTestSet", "do": "slow", "ms": 60000}])"));
  const auto program = start({"--sets", "--suite", "Price"});
  wait_until([&] { return state().at("sets").size() == 2; });
  program->kill(SIGKILL);
  program->wait();
  EXPECT_EQ(pair({"--sets", "--suite", "Price"}).exit_code, 0);
  EXPECT_EQ(state().at("sets").size(), 2U);
  EXPECT_THAT(json::parse(links()).at("suites"), Not(IsEmpty()));
  EXPECT_FALSE(std::filesystem::exists(journal()));
}

TEST_P(PairDoubt, SaysWhenXrayIsNotReached) {
  const auto ended = pair({"--create"}, {{"XRAY_API_URL", "http://127.0.0.1:9"}});
  EXPECT_EQ(ended.exit_code, 75);
  EXPECT_FALSE(std::filesystem::exists(links_file()));
  EXPECT_FALSE(std::filesystem::exists(journal()));
  EXPECT_EQ(pair({"--create"}, {{"XRAY_CLIENT_SECRET", "wrong-secret"}}).exit_code, 2);
}

}  // namespace
}  // namespace xrep::test
