#include "money.hpp"

#include <xrep/xrep.hpp>

#include <gtest/gtest.h>

#include <string>

TEST(Price, RoundsToCents) {
  EXPECT_EQ(shop::percent_of(999, 10), 100);
  EXPECT_EQ(shop::as_text(5), "0.05");
}

struct Conversion {
  const char* currency;
  long expected;
};

class Convert : public testing::TestWithParam<Conversion> {};

// One Xray Test with one iteration for each currency.
TEST_P(Convert, TenEuros) {
  const auto& [currency, expected] = GetParam();
  xrep::parameter("currency", currency);
  xrep::parameter("expected", std::to_string(expected));
  EXPECT_EQ(shop::in_currency(1000, currency), expected);
}

INSTANTIATE_TEST_SUITE_P(Price, Convert,
                         testing::Values(Conversion{"EUR", 1000}, Conversion{"USD", 1080},
                                         Conversion{"JPY", 1630}),
                         [](const auto& test) { return std::string(test.param.currency); });
