#include "checkout.hpp"

#include "screen.hpp"
#include <xrep/xrep.hpp>

#include <gtest/gtest.h>

namespace {

shop::Checkout three_items() {
  shop::Basket basket;
  basket.add({"Tea", 350, 2});
  basket.add({"Cups", 1290, 1});
  basket.add({"Honey", 510, 1});
  return shop::Checkout(basket);
}

// The result of a Test that people wrote: its steps have the names and the order they gave them.
TEST(Checkout, PaysByCard) {
  xrep::test_key("DEMO-4");
  xrep::requirement("DEMO-1");
  xrep::custom_field("Rig", "card reader 2");
  auto checkout = three_items();
  {
    xrep::Step step("Open the basket");
    step.expected("The three items are listed with their prices");
    step.attach("basket.png", screenshot(checkout));
    EXPECT_EQ(checkout.basket().items().size(), 3U);
  }
  {
    xrep::Step step("Enter the card");
    step.expected("The card is accepted");
    EXPECT_TRUE(checkout.enter_card("4242424242424242"));
  }
  const auto receipt = xrep::step("Confirm the payment", [&] { return checkout.confirm(); });
  ASSERT_FALSE(receipt.empty());
  EXPECT_EQ(receipt.back(), "Total  25.00");
  xrep::comment("paid with the test card 4242");
  xrep::attach("checkout.log", log_of(checkout));
}

TEST(Checkout, RefusesANumberThatIsNoCard) {
  auto checkout = three_items();
  EXPECT_FALSE(checkout.enter_card("4242424242424241"));
  EXPECT_TRUE(checkout.confirm().empty());
}

// Fails on purpose, to show what a failure looks like in Xray.
TEST(Checkout, TakesTheVoucherOff) {
  xrep::requirement("DEMO-2");
  auto checkout = three_items();
  xrep::step("Enter the card", [&] { ASSERT_TRUE(checkout.enter_card("4242424242424242")); });
  xrep::step("Redeem the voucher", [&] {
    {
      xrep::Step code("Type its code");
      code.data("TEN-OFF");
      checkout.apply_voucher(10);
    }
    xrep::Step step("Look at the total");
    step.expected("22.50, ten percent less");
    const bool wrong = checkout.total() != 2250;
    step.attach("voucher.png", screenshot(checkout, wrong));
    EXPECT_EQ(shop::as_text(checkout.total()), "22.50");
  });
  xrep::attach("checkout.log", log_of(checkout));
}

}  // namespace
