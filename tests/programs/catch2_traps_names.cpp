// Names and texts that no tool likes.

#include <xrep/xrep.hpp>

#include <catch2/catch_tag_alias_autoregistrar.hpp>
#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>

CATCH_REGISTER_TAG_ALIAS("[@odd]", "[odd]")

namespace traps {
namespace {

const std::string& long_name() {
  static const std::string name = "long " + std::string(40000, 'n');
  return name;
}

void has_a_long_name() {
  SECTION(std::string(40000, 's')) {
    CHECK(true);
  }
}

const bool registered = [] {
  REGISTER_TEST_CASE(has_a_long_name, long_name(), "[odd-long]");
  return true;
}();

}  // namespace
}  // namespace traps

TEST_CASE("broken \xFF\xC3( bytes", "[odd]") {
  SECTION("section \xE2\x82 broken") {
    INFO("info \xFE");
    CAPTURE("\x80");
    FAIL_CHECK("message \xF0\x28");
  }
}
TEST_CASE("control \x01 \x1B[31mred\x1B[0m \x7F\ttab", "[odd]") {
  SECTION("line\nbreak \x02") {
    FAIL_CHECK("bell \x07\nsecond line\r\nthird");
  }
}
TEST_CASE("commas, [brackets], \"quotes\" & <angles> * ~ \\ end\\", "[odd]") {
  SECTION("a, [b] / \"c\"") {
    CHECK(true);
  }
}
TEST_CASE("Prüfung 価格 \U0001F600", "[odd]") {
  SECTION("größer") {
    CHECK(true);
  }
}
TEST_CASE("  spaces around  ", "[odd]") {
  SECTION("  spaced  ") {
    CHECK(true);
  }
}
TEST_CASE("zero bytes", "[odd]") {
  SECTION(std::string("a\0b", 3)) {
    FAIL_CHECK(std::string("c\0d", 3));
  }
}
TEST_CASE("long message", "[odd-message]") {
  FAIL_CHECK(std::string(100000, 'm'));
}
TEST_CASE("throws broken bytes", "[odd-message]") {
  throw std::runtime_error("what \xFF");
}

TEST_CASE("tagged oddly",
          "[.CALC-12][a b][a,b][ns::size()][xray: CALC-1 ; calc-2][REQ:calc-3][Defect:CALC-4]"
          "[CALC-12][calc-12]") {
  CHECK(true);
}
TEST_CASE("hidden", "[.][secret]") {
  CHECK(true);
}
TEST_CASE("hidden too", "[.secret]") {
  CHECK(true);
}
