#include "basket.hpp"

#include <xrep/xrep.hpp>

#include <gtest/gtest.h>

// Nothing here names an Xray Test: it is found, or created, by its own name.
TEST(Basket, StartsEmpty) {
  EXPECT_EQ(shop::Basket().total(), 0);
}

TEST(Basket, AddsUpWhatIsInIt) {
  xrep::requirement("DEMO-2");
  shop::Basket basket;
  basket.add({"Tea", 350, 2});
  basket.add({"Cups", 1290, 1});
  EXPECT_EQ(basket.total(), 1990);
}

TEST(Basket, KeepsOneLineForEachItem) {
  shop::Basket basket;
  basket.add({"Tea", 350, 2});
  basket.add({"Tea", 350, 1});
  ASSERT_EQ(basket.items().size(), 1U);
  EXPECT_EQ(basket.items().front().quantity, 3);
}

TEST(Basket, RefusesToAddNothing) {
  shop::Basket basket;
  EXPECT_THROW(basket.add({"Tea", 350, 0}), std::invalid_argument);
}

TEST(Basket, IsKeptOverNight) {
  GTEST_SKIP() << "needs the storage service, which is not running";
}
