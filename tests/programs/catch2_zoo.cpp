// A test program with one test for each way in which Catch2 can go, chosen by name or tag. Tests
// that end the process are hidden.

#include <xrep/xrep.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <csignal>
#include <cstdlib>
#include <ostream>
#include <stdexcept>
#include <string>

namespace zoo {

struct Fixture {
  int value = 1;
};

struct Unprintable {
  bool operator==(const Unprintable&) const { return false; }
};

std::ostream& operator<<(std::ostream&, const Unprintable&) {
  throw std::runtime_error("cannot print");
}

}  // namespace zoo

TEST_CASE("passes", "[plain]") {
  REQUIRE(1 + 1 == 2);
}

TEST_CASE("fails", "[plain]") {
  const int sum = 1 + 1;
  INFO("sums are hard");
  CHECK(sum == 3);
  FAIL("and it is over");
}

TEST_CASE("throws", "[plain]") {
  throw std::runtime_error("boom");
}

TEST_CASE("expects an exception", "[plain]") {
  REQUIRE_THROWS(static_cast<void>(0));
}

TEST_CASE("warns", "[plain]") {
  WARN("it is getting late");
  CHECK(true);
}

TEST_CASE("skips", "[plain]") {
  SKIP("no network");
}

TEST_CASE("has no assertions", "[plain]") {}

TEST_CASE("fails a thousand times", "[plain]") {
  for (int i = 0; i < 1000; ++i) {
    CHECK(i < 0);
  }
}

TEST_CASE("cannot be printed", "[plain]") {
  CHECK(zoo::Unprintable() == zoo::Unprintable());
}

TEST_CASE("nested sections", "[sections]") {
  SECTION("a") {
    SECTION("a1") {
      CHECK(true);
    }
    SECTION("a2") {
      REQUIRE(false);
    }
  }
  SECTION("b") {
    CHECK(true);
  }
}

TEST_CASE("last section is left early", "[sections]") {
  CHECK(true);
  SECTION("outer") {
    SECTION("inner") {
      REQUIRE(false);
    }
  }
}

TEST_CASE("last section skips", "[sections]") {
  SECTION("outer") {
    SECTION("fine") {
      CHECK(true);
    }
    SECTION("skipped") {
      SKIP("not here");
    }
  }
}

TEST_CASE("generator", "[sections]") {
  const int value = GENERATE(1, 2, 3);
  xrep::parameter("value", std::to_string(value));
  SECTION("checked") {
    CHECK(value != 2);
  }
}

SCENARIO("stock", "[bdd]") {
  GIVEN("an empty shelf") {
    WHEN("a box arrives") {
      THEN("it is on the shelf") {
        CHECK(true);
      }
    }
  }
}

TEMPLATE_TEST_CASE("numbers - small", "[template]", int, double) {
  CHECK(TestType() == TestType(0));
}

TEST_CASE("a - b", "[template]") {
  CHECK(true);
}

TEST_CASE_METHOD(zoo::Fixture, "has a fixture", "[class]") {
  CHECK(value == 1);
}

TEST_CASE("twin", "[class][one]") {
  CHECK(true);
}
TEST_CASE("twin", "[class][two]") {
  CHECK(true);
}
TEST_CASE_METHOD(zoo::Fixture, "twin", "[class]") {
  CHECK(true);
}

TEST_CASE("must fail and does", "[!shouldfail]") {
  CHECK(false);
}
TEST_CASE("must fail and passes", "[!shouldfail]") {
  CHECK(true);
}
TEST_CASE("may fail and does", "[!mayfail]") {
  CHECK(false);
}

TEST_CASE("has tags", "[xray:CALC-1][req:CALC-7;calc-8][defect:CALC-9][CALC-2][utf-8][gh-123]") {
  CHECK(true);
}

TEST_CASE("annotated", "[annotations]") {
  xrep::test_key("CALC-3");
  xrep::custom_field("Rig", "B2");
  SECTION("with a step") {
    xrep::Step step("Inside");
    step.data("a box");
    step.attach("inside.txt", "bytes");
    CHECK(false);
  }
}

TEST_CASE("crashes", "[.][crash]") {
  SECTION("deep inside") {
    const xrep::Step step("Pull the plug");
    std::raise(SIGSEGV);
  }
}

TEST_CASE("is interrupted", "[.][crash]") {
  std::raise(SIGINT);
}

TEST_CASE("exits", "[.][exit]") {
  std::exit(0);
}
