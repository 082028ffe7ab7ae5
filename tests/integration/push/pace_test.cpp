#include "push_test.hpp"

#include <set>
#include <string>

namespace xrep::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using RateLimit = PushTest;

TEST_P(RateLimit, IsKeptByWaitingAndNotByBeingTurnedAway) {
  auto run = new_run();
  constexpr std::size_t kFiles = 12;
  for (std::size_t i = 0; i < kFiles; ++i) {
    run.test("Suite.Test" + std::to_string(i))
        .file("big.bin", "application/octet-stream", std::string((1U << 20) + 1, 'b'))
        .finish("passed");
  }
  run.end();
  const auto limited = push({run.path().string(), "--timeout", "3s"}, {{"XRAY_RATE_LIMIT", "9"}});
  EXPECT_EQ(limited.exit_code, 75) << limited.out;
  EXPECT_THAT(limited.out, HasSubstr("rate limit"));
  const auto asked = json::parse(sandbox_.get("/sandbox/requests"));
  EXPECT_EQ(asked.at("total"), 9U) << "not one more in these five minutes";

  EXPECT_EQ(push(run).exit_code, 0);
  const json execution = only_execution(state());
  std::set<std::string> tests;
  for (const auto& result : execution.at("runs")) {
    tests.insert(result.at("testKey").get<std::string>());
    EXPECT_EQ(result.at("evidence").size(), 1U);
  }
  EXPECT_EQ(tests.size(), kFiles);
  EXPECT_EQ(execution.at("runs").size(), kFiles);
}

XREP_BOTH_PROFILES(RateLimit);

}  // namespace
}  // namespace xrep::test
