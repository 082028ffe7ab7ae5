// Tests that leave sections early, repeat them and mix them with generators.

#include <xrep/xrep.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_adapters.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <chrono>
#include <ostream>
#include <stdexcept>
#include <string>
#include <thread>

namespace traps {

enum class Exit { require, exception, skip, early_return };

void leave(Exit how) {
  if (how == Exit::require) {
    REQUIRE(false);
  } else if (how == Exit::exception) {
    throw std::runtime_error("thrown inside");
  } else if (how == Exit::skip) {
    SKIP("skipped inside");
  }
}

// Three sections deep, with a sibling before and after the exit on the middle level.
void nest(Exit how) {
  SECTION("outer") {
    SECTION("before") {
      CHECK(true);
    }
    SECTION("middle") {
      SECTION("inner") {
        leave(how);
        if (how == Exit::early_return) {
          return;
        }
        CHECK(true);
      }
    }
    SECTION("after") {
      CHECK(true);
    }
  }
  SECTION("last") {
    CHECK(true);
  }
}

struct Shop {
  int boxes = 0;
};

}  // namespace traps

TEST_CASE("nested require", "[exits]") {
  traps::nest(traps::Exit::require);
}
TEST_CASE("nested exception", "[exits]") {
  traps::nest(traps::Exit::exception);
}
TEST_CASE("nested skip", "[exits]") {
  traps::nest(traps::Exit::skip);
}
TEST_CASE("nested return", "[exits]") {
  traps::nest(traps::Exit::early_return);
}

TEST_CASE("skip inside a failed section", "[mixed]") {
  SECTION("outer") {
    CHECK(false);
    SECTION("inner") {
      SKIP("not here");
    }
  }
}

TEST_CASE("require in the last section", "[phantom]") {
  CHECK(true);
  SECTION("fine") {
    CHECK(true);
  }
  SECTION("a") {
    SECTION("b") {
      traps::leave(traps::Exit::require);
    }
  }
}
TEST_CASE("exception in the last section", "[phantom]") {
  xrep::comment("entered");
  SECTION("a") {
    SECTION("b") {
      traps::leave(traps::Exit::exception);
    }
  }
}
TEST_CASE("skip in the last section", "[phantom]") {
  xrep::parameter("entered", "yes");
  SECTION("a") {
    SECTION("b") {
      traps::leave(traps::Exit::skip);
    }
  }
}
TEST_CASE("failing check before the last section", "[phantom]") {
  CHECK(false);
  SECTION("a") {
    REQUIRE(false);
  }
}
TEST_CASE("steps around the last section", "[phantom]") {
  const xrep::Step step("Prepare");
  SECTION("a") {
    const xrep::Step inner("Try");
    REQUIRE(false);
  }
}
TEST_CASE("every value leaves early", "[phantom]") {
  const int value = GENERATE(1, 2);
  xrep::parameter("value", std::to_string(value));
  SECTION("only") {
    REQUIRE(value < 0);
  }
}
TEST_CASE("one value leaves early and the next enters nothing", "[phantom]") {
  const int value = GENERATE(1, 2);
  xrep::parameter("value", std::to_string(value));
  if (value == 1) {
    SECTION("only") {
      REQUIRE(false);
    }
  }
  CHECK(true);
}
TEST_CASE("only a later value leaves early", "[phantom]") {
  const int value = GENERATE(1, 2, 3);
  xrep::parameter("value", std::to_string(value));
  if (value == 2) {
    SECTION("only") {
      REQUIRE(false);
    }
  }
}
TEST_CASE("code after the last section fails", "[phantom]") {
  SECTION("only") {
    SKIP("not here");
  }
  FAIL("after the section");
}
TEST_CASE("code after the last section fails in a chosen value", "[phantom]") {
  const int value = GENERATE(1, 2);
  xrep::parameter("value", std::to_string(value));
  SECTION("only") {
    REQUIRE(value != 1);
  }
  CHECK(value < 0);
}
TEST_CASE("body is left after the section", "[phantom]") {
  const int value = GENERATE(1, 2);
  xrep::parameter("value", std::to_string(value));
  if (value == 1) {
    SECTION("only") {
      CHECK(true);
    }
  }
  REQUIRE(value != 1);
}
TEST_CASE("section is left after the one inside", "[phantom]") {
  SECTION("outer") {
    SECTION("inner") {
      CHECK(true);
    }
    REQUIRE(false);
  }
}

TEST_CASE("slow and left early", "[clock]") {
  SECTION("slow") {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    REQUIRE(false);
  }
}

TEST_CASE("generator in a section", "[generators]") {
  SECTION("values") {
    const int value = GENERATE(range(1, 4));
    xrep::parameter("value", std::to_string(value));
    REQUIRE(value != 2);
  }
  SECTION("plain") {
    CHECK(true);
  }
}
TEST_CASE("section in a generator", "[generators]") {
  const int value = GENERATE(1, 2);
  xrep::parameter("value", std::to_string(value));
  SECTION("first") {
    CHECK(true);
  }
  SECTION("second") {
    REQUIRE(value != 1);
  }
}
TEST_CASE("nested generators", "[generators]") {
  const int outer = GENERATE(1, 2);
  const int inner = GENERATE(10, 20, 30);
  xrep::parameter("sum", std::to_string(outer + inner));
  CHECK(outer + inner != 21);
}
TEST_CASE("generators of one line", "[generators]") {
  const int one = GENERATE(1, 2), two = GENERATE(3, 4);
  xrep::parameter("pair", std::to_string(one) + std::to_string(two));
  CHECK(true);
}
TEST_CASE("generator throws", "[generators]") {
  const int value =
      GENERATE(filter([](int) -> bool { throw std::runtime_error("no values"); }, values({1, 2})));
  CHECK(value == 1);
}
TEST_CASE("generator runs dry", "[generators]") {
  const int value = GENERATE(filter([](int i) { return i > 5; }, values({1, 2})));
  CHECK(value == 1);
}
TEST_CASE("skip one value", "[generators]") {
  const int value = GENERATE(1, 2, 3);
  if (value == 2) {
    SKIP("not two");
  }
  CHECK(value != 2);
}

TEST_CASE("sections made in a loop", "[dynamic]") {
  for (int i = 0; i < 4; ++i) {
    DYNAMIC_SECTION("item " << i) {
      REQUIRE(i != 2);
    }
  }
}
TEST_CASE("same name in a loop", "[dynamic]") {
  for (int i = 0; i < 3; ++i) {
    DYNAMIC_SECTION("item") {
      CHECK(true);
    }
  }
}
TEST_CASE("same name in several places", "[dynamic]") {
  SECTION("twin") {
    CHECK(true);
  }
  SECTION("twin") {
    SECTION("twin") {
      REQUIRE(false);
    }
  }
  SECTION("twin") {
    CHECK(true);
  }
}
TEST_CASE("section called as the test", "[dynamic]") {
  SECTION("section called as the test") {
    REQUIRE(false);
  }
}
TEST_CASE("sections without names", "[dynamic]") {
  SECTION("") {
    SECTION("   ") {
      REQUIRE(false);
    }
  }
}

SCENARIO_METHOD(traps::Shop, "a shop", "[story]") {
  GIVEN("an order") {
    AND_GIVEN("a customer") {
      WHEN("it is paid") {
        AND_WHEN("it is packed") {
          boxes = 1;
          THEN("there is a box") {
            CHECK(boxes == 1);
            AND_THEN("it is sent") {
              REQUIRE(boxes == 2);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("steps left early", "[steps]") {
  SECTION("by require") {
    const xrep::Step step("Ask");
    REQUIRE(false);
  }
  SECTION("by exception") {
    const xrep::Step step("Throw");
    throw std::runtime_error("out");
  }
  SECTION("by skip") {
    const xrep::Step step("Skip");
    SKIP("out");
  }
  SECTION("not at all") {
    const xrep::Step step("Stay");
    CHECK(true);
  }
}
