#include "transport/pace.hpp"

#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using std::chrono::seconds;

TEST(Pace, LetsRequestsThroughUpToTheLimitWithATwentiethToSpare) {
  Pace pace(300, seconds(300));
  const Pace::Clock::time_point start{};
  for (int i = 0; i < 285; ++i) {
    EXPECT_EQ(pace.wait_at(start + seconds(i / 10)), seconds(0));
    pace.note(start + seconds(i / 10));
  }
  EXPECT_EQ(pace.wait_at(start + seconds(30)), seconds(270));
}

TEST(Pace, LetsTheNextThroughWhenTheOldestLeavesTheWindow) {
  Pace pace(2, seconds(10));
  const Pace::Clock::time_point start{};
  pace.note(start);
  pace.note(start + seconds(4));
  EXPECT_EQ(pace.wait_at(start + seconds(4)), seconds(6));
  EXPECT_EQ(pace.wait_at(start + seconds(10)), seconds(0));
  pace.note(start + seconds(10));
  EXPECT_EQ(pace.wait_at(start + seconds(10)), seconds(4));
}

TEST(Pace, WithoutALimitNeverWaits) {
  Pace pace(0, seconds(300));
  for (int i = 0; i < 1000; ++i) {
    pace.note({});
  }
  EXPECT_EQ(pace.wait_at({}), seconds(0));
}

}  // namespace
}  // namespace xrep::client
