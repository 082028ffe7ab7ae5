#include "receipt.hpp"

#include "paper.hpp"
#include <xrep/xrep.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>
#include <tuple>

namespace {

receipt::Receipt breakfast() {
  receipt::Receipt receipt;
  receipt.add("Bread", 320);
  receipt.add("Butter", 259);
  receipt.add("Honey", 510);
  return receipt;
}

}  // namespace

// Sections become steps; what is attached in one belongs to it. The tag [req:…] says which
// requirement the test covers.
TEST_CASE("A receipt is printed", "[receipt][req:DEMO-2]") {
  const auto receipt = breakfast();
  const auto lines = receipt.print(27);

  SECTION("with a line for each item") {
    REQUIRE(lines.size() == 5);
    CHECK(lines.front() == "Bread                  3.20");

    SECTION("in the order of the basket") {
      CHECK(lines[2] == "Honey                  5.10");
    }
    SECTION("and a rule below them") {
      CHECK(lines[3] == std::string(27, '-'));
    }
  }
  SECTION("with the total at the end") {
    xrep::attach("receipt.png", photo(lines));
    xrep::attach("receipt.txt", text_of(lines));
    CHECK(lines.back() == "Total                 10.89");
  }
}

SCENARIO("A discount is taken off", "[discount]") {
  GIVEN("a receipt of 10.89") {
    auto receipt = breakfast();
    WHEN("the discount is smaller than that") {
      receipt.set_discount(100);
      THEN("it is taken off") {
        CHECK(receipt.total() == 989);
      }
    }
    WHEN("the discount is larger than that") {
      receipt.set_discount(5000);
      THEN("nothing is left to pay") {
        CHECK(receipt.total() == 0);
      }
      THEN("no money is paid back") {
        CHECK(receipt.discount() == receipt.sum());
      }
    }
  }
}

// Each value of the generator is an iteration of one Xray Test.
TEST_CASE("Discounts in percent", "[discount]") {
  const auto [percent, total] = GENERATE(table<int, long>({{0, 1089}, {10, 980}, {100, 0}}));
  xrep::parameter("percent", std::to_string(percent));
  xrep::parameter("total", std::to_string(total));
  auto receipt = breakfast();
  receipt.set_discount((receipt.sum() * percent + 50) / 100);
  CHECK(receipt.total() == total);
}

// Fails on purpose, to show what a failure looks like in Xray.
TEST_CASE("The tax is rounded to cents", "[tax]") {
  auto receipt = breakfast();
  xrep::step("Print the receipt", [&] {
    xrep::Step step("Look at the tax");
    step.expected("1.74, which is 19 % of what is left without it");
    auto lines = receipt.print(27);
    lines.push_back("19% tax                1." + std::to_string(receipt.tax(19) - 100));
    step.attach("tax.png", photo(lines, receipt.tax(19) != 174));
    CHECK(receipt.tax(19) == 174);
  });
}

TEST_CASE("A receipt is sent by mail", "[mail]") {
  SKIP("needs a mail server, which is not running");
}
