// Dies in the second of three tests.

#include "deadly.hpp"
#include <xrep/xrep.hpp>

#include <catch2/catch_test_macros.hpp>

TEST_CASE("Deadly.Before") {
  xrep::attach("before.txt", "all is well");
  CHECK(true);
}
TEST_CASE("Deadly.Dies") {
  xrep::step("Prepare", [] { xrep::attach("prepared.txt", "ready"); });
  const xrep::Step outer("Drive");
  const xrep::Step inner("Brake");
  deadly::die();
  CHECK(true);
}
TEST_CASE("Deadly.After") {
  CHECK(true);
}
