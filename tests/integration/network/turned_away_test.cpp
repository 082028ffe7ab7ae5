#include "network_test.hpp"

#include <chrono>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace xrep::test {
namespace {

using nlohmann::json;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

/// Requests that the server turns away, or answers with something else.
class TurnedAway : public NetworkTest {
 protected:
  void arrives_once(const json& faults) {
    const auto run = full_run();
    const auto sound = wanted(run);
    sandbox_.faults(faults);
    push_to_the_end();
    EXPECT_EQ(content().dump(1), sound.dump(1));
    for (const auto& struck : json::parse(sandbox_.get("/sandbox/faults")).at("struck")) {
      EXPECT_GE(struck, 1);
    }
  }

  /// How long the second import waited after the first one, which `fault` struck.
  steady_clock::duration pause_after(json fault) {
    const auto run = full_run();
    fault["on"] = "import";
    fault["do"] = "status";
    fault["status"] = 429;
    sandbox_.faults(json::array({fault}));
    std::mutex mutex;
    std::map<int, steady_clock::time_point> imports;  // by connection: each has its own
    network_.on_request([&](int connection, const std::string& text) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (is_request(text, "import")) {
        imports.emplace(connection, steady_clock::now());
      }
      return NetworkFault{};
    });
    const auto ended = push(run);
    network_.on_request({});
    EXPECT_EQ(ended.exit_code, 0) << ended.out;
    EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
    const std::lock_guard<std::mutex> lock(mutex);
    return imports.size() < 2 ? steady_clock::duration::zero()
                              : std::next(imports.begin())->second - imports.begin()->second;
  }
};
XREP_BOTH_PROFILES(TurnedAway);

TEST_P(TurnedAway, WithSecondsToWaitAreNotSentBefore) {
  EXPECT_GE(pause_after({{"retry_after", 3}}), std::chrono::seconds(3));
}

TEST_P(TurnedAway, WithADateToWaitForAreNotSentBefore) {
  // The date is in whole seconds.
  EXPECT_GE(pause_after({{"retry_after_date", 4}}), std::chrono::seconds(3));
}

TEST_P(TurnedAway, WithAPastDateOrGarbageOrNothingAreSentAgainByThemselves) {
  json faults;
  for (const char* value : {"Sat, 01 Jan 2000 00:00:00 GMT", "soon", ""}) {
    json fault{{"on", "import"}, {"do", "status"}, {"status", 429}};
    if (*value != '\0') {
      fault["headers"] = {{"Retry-After", value}};
    }
    faults.push_back(std::move(fault));
  }
  const auto run = full_run();
  sandbox_.faults(faults);
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
  // Three that were turned away, the results, the details.
  EXPECT_EQ(answered("import"), 3 + 2);
}

TEST_P(TurnedAway, ByAnExpiredTokenAreSentAgainWithANewOneEach) {
  json faults;
  const std::vector<std::string> requests{"import", "attachments", "AddEvidence", "LinkPlan"};
  for (const auto& request : requests) {
    faults.push_back({{"on", request}, {"do", "status"}, {"status", 401}});
  }
  const auto run = full_run();
  const auto sound = wanted(run);
  sandbox_.faults(faults);
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(answered("authenticate"), 1 + static_cast<int>(requests.size()));
  EXPECT_EQ(content().dump(1), sound.dump(1));
}

TEST_P(TurnedAway, BecauseOfOneResultCostNoOtherAndNameIt) {
  RunWriter run(folder_.path() / "xray-results", "20260301-020000-1a2b3c4d");
  constexpr int kTests = 32;
  for (int i = 0; i < kTests; ++i) {
    run.test("Cart.Test" + std::to_string(i)).finish("passed");
  }
  run.end();
  sandbox_.faults({{{"do", "refuse_test"}, {"tests", {"Cart.Test13"}}, {"times", -1}}});
  const auto ended = push(run, {"--json"});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  const auto report = json::parse(ended.out);
  EXPECT_EQ(report.at("planned"), kTests);
  EXPECT_EQ(report.at("delivered"), kTests - 1);
  EXPECT_EQ(report.at("refused"), 1);
  EXPECT_THAT(ended.err, HasSubstr("Cart.Test13"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), kTests - 1U);
  // One and two more for each halving, and the details.
  EXPECT_LE(answered("import"), 1 + 2 * 5 + 1);

  sandbox_.faults(json::array());
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(only_execution(state()).at("runs").size(), static_cast<std::size_t>(kTests));
}

TEST_P(TurnedAway, ByAPageInsteadOfAnAnswerAreNeverTakenForDelivered) {
  json faults;
  for (const char* request : {"import", "attachments", "AddEvidence", "AddDefects", "LinkPlan"}) {
    faults.push_back({{"on", request}, {"do", "html"}});
  }
  arrives_once(faults);
}

TEST_P(TurnedAway, ByAPageThoughTheyWereDoneAreNotDoneTwice) {
  json faults;
  for (const char* request : {"import", "attachments", "AddEvidence", "AddDefects", "LinkPlan"}) {
    faults.push_back({{"on", request}, {"do", "commit_then_html"}});
  }
  arrives_once(faults);
}

TEST_P(TurnedAway, ByAGatewayThoughTheyWereDoneAreNotDoneTwice) {
  json faults;
  for (const char* request : {"import", "attachments", "AddEvidence", "AddDefects", "LinkPlan"}) {
    faults.push_back({{"on", request},
                      {"do", "commit_then_status"},
                      {"status", 504},
                      {"body", "<html>Gateway Time-out</html>"}});
  }
  arrives_once(faults);
}

TEST_P(TurnedAway, WithAnAnswerCutInHalfAreNotDoneTwice) {
  json faults;
  for (const char* request : {"import", "attachments", "AddEvidence", "AddDefects", "LinkPlan"}) {
    faults.push_back({{"on", request}, {"do", "truncate"}});
  }
  arrives_once(faults);
}

}  // namespace
}  // namespace xrep::test
