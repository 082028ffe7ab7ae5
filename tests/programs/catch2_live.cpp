// Records something and then sleeps inside the test until it is told to go on.

#include "wait_for_go.hpp"
#include <xrep/xrep.hpp>

#include <catch2/catch_test_macros.hpp>

TEST_CASE("Live.IsSeenWhileItSleeps") {
  SECTION("Open the door") {
    xrep::attach("door.txt", "open");
  }
  SECTION("Sleep") {
    wait_for_go();
    SUCCEED();
  }
}
