// One tag for each way in which a result of Catch2 can be composed. The golden documents in
// tests/golden/catch2 say what is sent of each.

#include <xrep/xrep.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <csignal>
#include <fstream>
#include <string>
#include <type_traits>

TEST_CASE("passes", "[single][req:DEMO-2]") {
  xrep::comment("paid with test card 4242");
  xrep::attach("receipt.txt", "total: 12.00");
  CHECK(1 + 1 == 2);
}
TEST_CASE("fails", "[single][defect:DEMO-3]") {
  const int total = 13;
  xrep::attach("server.log", "500 Internal Server Error");
  INFO("the sum is wrong");
  CHECK(total == 12);
  FAIL("and a {noformat} message");
}

TEST_CASE("steps", "[steps]") {
  xrep::step("Open the basket", [] {});
  xrep::Step pay("Pay by card");
  pay.expected("a receipt");
  pay.attach("screen.png", "no picture");
  const int answer = 402;
  CHECK(answer == 200);
}

TEST_CASE("sections", "[sections]") {
  const int in_basket = 2;
  SECTION("add") {
    CHECK(in_basket + 1 == 3);
  }
  SECTION("take") {
    xrep::attach("basket.txt", "2");
    CHECK(in_basket - 1 == 0);
  }
}

TEST_CASE("nested sections", "[nested]") {
  SECTION("a card") {
    SECTION("that is valid") {
      CHECK(true);
    }
    SECTION("that expired") {
      xrep::step("Pay", [] { FAIL("no money"); });
    }
  }
  SECTION("cash") {
    CHECK(true);
  }
}

SCENARIO("a box arrives", "[bdd]") {
  GIVEN("an empty shelf") {
    WHEN("a box arrives") {
      THEN("it is on the shelf") {
        CHECK(true);
      }
      AND_THEN("the shelf is full") {
        CHECK(false);
      }
    }
  }
}

TEST_CASE("generator", "[generator]") {
  const int value = GENERATE(1, 2, 3);
  CHECK(value != 2);
}

TEST_CASE("generator with names", "[parameters]") {
  const int cents = GENERATE(1205, 1203, 995);
  xrep::parameter("cents", std::to_string(cents));
  xrep::attach(std::to_string(cents) + ".log", "rounded");
  SECTION("rounded") {
    xrep::attach("sum.txt", std::to_string(cents));
    CHECK(cents % 5 == 0);
  }
}

TEMPLATE_TEST_CASE("holds two", "[template]", int, bool) {
  CHECK(static_cast<int>(static_cast<TestType>(2)) == 2);
}

TEST_CASE("first", "[sharedkey][xray:DEMO-6]") {
  xrep::attach("log.txt", "first");
  CHECK(true);
}
TEST_CASE("second", "[sharedkey][xray:DEMO-6]") {
  xrep::attach("log.txt", "second");
  FAIL("the second one fails");
}

TEST_CASE("several keys", "[severalkeys][xray:DEMO-6;DEMO-7]") {
  xrep::comment("one result, two Tests");
  CHECK(true);
}

TEMPLATE_TEST_CASE("key per row", "[keyperrow]", int, bool) {
  xrep::test_key(std::is_same_v<TestType, int> ? "DEMO-6" : "DEMO-7");
  xrep::parameter("type", std::is_same_v<TestType, int> ? "whole" : "truth");
  CHECK(static_cast<int>(static_cast<TestType>(2)) == 2);
}

// Run twice into one run directory: only the first time, without its mark, fails.
TEST_CASE("flaky", "[retry]") {
  const bool again = std::ifstream("flaky.mark").good();
  std::ofstream("flaky.mark") << "was here";
  xrep::comment(again ? "second time" : "first time");
  xrep::parameter("seed", again ? "42" : "41");
  SECTION("shaken") {
    xrep::attach("seismograph.txt", again ? "2" : "1");
    CHECK(again);
  }
}

TEST_CASE("skips", "[skip][xray:DEMO-6]") {
  SKIP("no network");
}
TEST_CASE("skips and is not created", "[skip]") {
  SKIP("no network either");
}
TEST_CASE("skips in a section", "[skip][xray:DEMO-7]") {
  SECTION("connect") {
    CHECK(true);
  }
  SECTION("download") {
    SKIP("the server is away");
  }
}

TEST_CASE("must fail and does", "[expectedfailure][!shouldfail]") {
  CHECK(false);
}
TEST_CASE("must fail and passes", "[expectedfailure][!shouldfail]") {
  CHECK(true);
}
TEST_CASE("may fail and does", "[expectedfailure][!mayfail]") {
  SECTION("half done") {
    CHECK(false);
  }
}

TEST_CASE("before", "[crash]") {
  CHECK(true);
}
TEST_CASE("dies in a step", "[crash]") {
  SECTION("plugged in") {
    xrep::step("Take the plug", [] {});
    const xrep::Step pull("Pull it");
    xrep::attach("hand.txt", "on the plug");
    std::raise(SIGKILL);
  }
}
TEST_CASE("never", "[crash]") {
  CHECK(true);
}
