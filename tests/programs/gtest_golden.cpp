// One suite for each way in which a result of GoogleTest can be composed. The golden documents in
// tests/golden/gtest say what is sent of each; the tests choose by --gtest_filter.

#include <xrep/xrep.hpp>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <csignal>
#include <ostream>
#include <string>

namespace {

TEST(Single, Passes) {
  xrep::requirement("DEMO-2");
  xrep::comment("paid with test card 4242");
  xrep::attach("receipt.txt", "total: 12.00");
}
TEST(Single, Fails) {
  xrep::defect("DEMO-3");
  xrep::attach("server.log", "500 Internal Server Error");
  EXPECT_EQ(12 + 1, 12) << "the sum is wrong";
  ADD_FAILURE() << "a second {noformat} failure";
}

TEST(Steps, AllPass) {
  xrep::step("Open the basket", [] {});
  xrep::Step pay("Pay by card");
  pay.expected("a receipt");
  pay.attach("receipt.txt", "total: 12.00");
}
TEST(Steps, OneFails) {
  xrep::step("Open the basket", [] {});
  {
    xrep::Step pay("Pay by card");
    pay.expected("a receipt");
    pay.attach("screen.png", "no picture");
    EXPECT_EQ(402, 200) << "the card was refused";
  }
  xrep::comment("the basket is kept");
  xrep::attach("trace.log", "200 402");
}

TEST(NestedSteps, AreNumbered) {
  xrep::step("Fill the basket", [] {
    xrep::step("Add a book", [] {});
    xrep::step("Add a pen", [] {
      xrep::attach("pen.txt", "blue");
      EXPECT_EQ(0, 1) << "out of stock";
    });
  });
  xrep::step("Pay", [] {});
}

struct Sale {
  const char* currency;
  int cents;
};
// So that the name of a value does not depend on its bytes.
[[maybe_unused]] void PrintTo(const Sale& sale, std::ostream* out) {
  *out << sale.currency << " " << sale.cents;
}

class Price : public testing::TestWithParam<Sale> {};
TEST_P(Price, IsRounded) {
  xrep::parameter("currency", GetParam().currency);
  xrep::parameter("cents", std::to_string(GetParam().cents));
  xrep::attach(std::string(GetParam().currency) + ".log", GetParam().currency);
  EXPECT_EQ(GetParam().cents % 5, 0) << "not rounded";
}
INSTANTIATE_TEST_SUITE_P(Sales, Price,
                         testing::Values(Sale{"EUR", 1205}, Sale{"CHF", 1203}, Sale{"USD", 995}));

class Unnamed : public testing::TestWithParam<int> {};
TEST_P(Unnamed, IsSmall) {
  EXPECT_LT(GetParam(), 9);
}
INSTANTIATE_TEST_SUITE_P(Values, Unnamed, testing::Values(7, 8, 9));

class Row : public testing::TestWithParam<const char*> {};
TEST_P(Row, IsServed) {
  xrep::parameter("drink", GetParam());
  xrep::step("Order", [] {});
  xrep::step("Drink", [] {
    xrep::attach("cup.txt", GetParam());
    EXPECT_STRNE(GetParam(), "tea") << "too hot";
  });
}
INSTANTIATE_TEST_SUITE_P(Menu, Row, testing::Values("tea", "milk"),
                         [](const auto& row) { return std::string(row.param); });

template <class T>
class Typed : public testing::Test {};
using Types = testing::Types<int, bool>;
// The comma: clang -Wpedantic wants an argument for the dots of these macros, be it an empty one.
TYPED_TEST_SUITE(Typed, Types, );
TYPED_TEST(Typed, HoldsTwo) {
  EXPECT_EQ(static_cast<int>(static_cast<TypeParam>(2)), 2);
}

TEST(SharedKey, First) {
  xrep::test_key("DEMO-6");
  xrep::attach("log.txt", "first");
}
TEST(SharedKey, Second) {
  xrep::test_key("DEMO-6");
  xrep::attach("log.txt", "second");
  FAIL() << "the second one fails";
}
TEST(SharedKeySteps, First) {
  xrep::test_key("DEMO-6");
  xrep::step("Open the basket", [] {});
}
TEST(SharedKeySteps, Second) {
  xrep::test_key("DEMO-6");
  xrep::step("Pay", [] { ADD_FAILURE() << "refused"; });
}

TEST(SeveralKeys, GoToEach) {
  xrep::test_key("DEMO-6");
  xrep::test_key("DEMO-7");
  xrep::comment("one result, two Tests");
}

class KeyPerRow : public testing::TestWithParam<const char*> {};
TEST_P(KeyPerRow, HasItsOwn) {
  xrep::test_key(GetParam());
  xrep::parameter("key", GetParam());
  EXPECT_STRNE(GetParam(), "DEMO-7");
}
INSTANTIATE_TEST_SUITE_P(Keys, KeyPerRow, testing::Values("DEMO-6", "DEMO-7"));

// With --gtest_repeat=3: only the second time fails.
TEST(Repeated, IsFlaky) {
  static int times = 0;
  ++times;
  xrep::comment("time " + std::to_string(times));
  xrep::parameter("seed", std::to_string(40 + times));
  xrep::step("Shake", [] {
    xrep::attach("seismograph.txt", std::to_string(times));
    EXPECT_NE(times, 2) << "it broke";
  });
}

TEST(Skip, HasNoNetwork) {
  xrep::test_key("DEMO-6");
  GTEST_SKIP() << "no network";
}
TEST(Skip, IsNotCreated) {
  GTEST_SKIP() << "no network either";
}
TEST(Skip, InAStep) {
  xrep::test_key("DEMO-7");
  xrep::step("Connect", [] {});
  const xrep::Step step("Download");
  GTEST_SKIP() << "the server is away";
}

TEST(Disabled, DISABLED_ForNow) {
  FAIL();
}
TEST(Disabled, ButNotThis) {
  SUCCEED();
}

TEST(ExpectedFailure, IsAPass) {
  EXPECT_NONFATAL_FAILURE(ADD_FAILURE() << "as it should", "as it should");
}

TEST(Crash, Before) {
  SUCCEED();
}
TEST(Crash, DiesInAStep) {
  xrep::step("Take the plug", [] {});
  const xrep::Step outer("Pull it");
  xrep::attach("hand.txt", "on the plug");
  const xrep::Step inner("Hard");
  std::raise(SIGKILL);
}
TEST(Crash, Never) {
  SUCCEED();
}

}  // namespace
