#include "delivery/work.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

TEST(OrderOfInterest, PutsFailedTestsFirstAndKeepsTheOrderOtherwise) {
  std::vector<Work> all(6);
  all[0].outcome = Outcome::passed;
  all[1].outcome = Outcome::failed;
  all[2].outcome = Outcome::skipped;
  all[3].outcome = Outcome::crashed;
  all[4].outcome = Outcome::passed;
  all[5].outcome = Outcome::failed;
  EXPECT_THAT(in_order_of_interest(all), ::testing::ElementsAre(1, 3, 5, 0, 2, 4));
}

}  // namespace
}  // namespace xrep::client
