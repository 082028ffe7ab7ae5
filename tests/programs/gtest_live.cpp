// Records something and then sleeps inside the test until it is told to go on.

#include "wait_for_go.hpp"
#include <xrep/xrep.hpp>

#include <gtest/gtest.h>

TEST(Live, IsSeenWhileItSleeps) {
  xrep::step("Open the door", [] { xrep::attach("door.txt", "open"); });
  const xrep::Step step("Sleep");
  wait_for_go();
}
