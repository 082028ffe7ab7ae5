// Dies in the second of three tests.

#include "deadly.hpp"
#include <xrep/xrep.hpp>

#include <gtest/gtest.h>

TEST(Deadly, Before) {
  xrep::attach("before.txt", "all is well");
}
TEST(Deadly, Dies) {
  xrep::step("Prepare", [] { xrep::attach("prepared.txt", "ready"); });
  const xrep::Step outer("Drive");
  const xrep::Step inner("Brake");
  deadly::die();
}
TEST(Deadly, After) {
  SUCCEED();
}
