#include "network_test.hpp"

#include <fstream>
#include <sstream>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using Kind = NetworkFault::Kind;

/// What becomes of the request that creates the Test Execution.
class NetworkCreation : public NetworkTest {
 protected:
  /// As if everything that was written down had happened an hour ago.
  static void age(const RunWriter& run) {
    constexpr std::int64_t kHour = 3'600'000'000;
    const auto path = run.path() / "delivery.jsonl";
    std::ostringstream aged;
    std::ifstream log(path);
    for (std::string line; std::getline(log, line);) {
      auto event = json::parse(line);
      event["t"] = event.at("t").get<std::int64_t>() - kHour;
      aged << event.dump() << "\n";
    }
    log.close();
    std::ofstream(path, std::ios::trunc) << aged.str();
  }

  std::size_t executions() const { return state().at("executions").size(); }
};
XREP_BOTH_PROFILES(NetworkCreation);

TEST_P(NetworkCreation, WhoseAnswerIsLostIsFoundByItsLabelAndNotRepeated) {
  const auto run = full_run();
  network_.on_request(once_at("CreateExecution", {Kind::reset_answer, 0}, creation()));
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(network_.struck(), 1);
  EXPECT_EQ(answered("CreateExecution"), creation());
  EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
}

TEST_P(NetworkCreation, WhoseAnswerNeverComesIsFoundByTheNextPush) {
  const auto run = full_run();
  network_.on_request(once_at("CreateExecution", {Kind::stall, 0}, creation()));
  const auto ended = push(run, {"--timeout", "3s"});
  EXPECT_EQ(ended.exit_code, 75) << ended.out;
  EXPECT_EQ(executions(), 1U);
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(answered("CreateExecution"), creation());
  EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
}

TEST_P(NetworkCreation, ThatNeverArrivedIsRepeatedOnlyWhenTheSearchMustKnow) {
  const auto run = full_run();
  network_.on_request(once_at("CreateExecution", {Kind::swallow_request_reset, 200}));
  const auto early = push(run, {"--timeout", "5s"});
  EXPECT_EQ(early.exit_code, 75);
  EXPECT_THAT(early.out, HasSubstr("it is not known whether the Test Execution was created"));
  EXPECT_EQ(answered("CreateExecution"), 0);
  age(run);
  const auto late = push(run);
  EXPECT_EQ(late.exit_code, 0) << late.out;
  EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
}

TEST_P(NetworkCreation, IsNotTriedWhileNobodyListens) {
  const auto run = full_run();
  network_.listen(false);
  const auto away = push(run);
  EXPECT_EQ(away.exit_code, 75) << away.out;
  EXPECT_THAT(away.out, HasSubstr("xrep push"));
  EXPECT_EQ(executions(), 0U);
  network_.listen(true);
  const auto back = push(run);
  EXPECT_EQ(back.exit_code, 0) << back.out;
  EXPECT_EQ(only_execution(state()).at("runs").size(), 3U);
}

}  // namespace
}  // namespace xrep::test
