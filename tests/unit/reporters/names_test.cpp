#include <xrep/reporters/catch2_names.hpp>
#include <xrep/reporters/googletest_names.hpp>

#include <gtest/gtest.h>

namespace xrep::reporters {
namespace {

GoogleTestCase test_case(std::string_view suite, std::string_view name) {
  GoogleTestCase test;
  test.suite = suite;
  test.name = name;
  return test;
}

TEST(GoogleTestNames, OfAPlainTestAreItsOwn) {
  const auto names = googletest_names(test_case("Cart", "Adds"));
  EXPECT_EQ(names.name, "Cart.Adds");
  EXPECT_EQ(names.identity, "Cart.Adds");
  EXPECT_EQ(names.instance, "");
  EXPECT_EQ(names.suite, "Cart");
}

TEST(GoogleTestNames, LeaveTheInstanceOutOfTheIdentity) {
  auto test = test_case("Prices/Cart", "Adds/3");
  test.value_param = "4-byte object <03-00 00-00>";
  const auto names = googletest_names(test);
  EXPECT_EQ(names.name, "Prices/Cart.Adds/3");
  EXPECT_EQ(names.identity, "Prices/Cart.Adds");
  EXPECT_EQ(names.instance, "3");
  EXPECT_EQ(names.suite, "Prices/Cart");
}

TEST(GoogleTestNames, CallAnInstanceOfATypedTestByItsType) {
  auto test = test_case("My/Numbers/1", "Add");
  test.type_param = "double";
  const auto names = googletest_names(test);
  EXPECT_EQ(names.identity, "My/Numbers.Add");
  EXPECT_EQ(names.instance, "double");
  EXPECT_EQ(names.suite, "My/Numbers");
}

TEST(GoogleTestNames, KeepTheNameThatTheUserGaveATypedInstance) {
  auto test = test_case("Numbers/whole", "Add");
  test.type_param = "int";
  EXPECT_EQ(googletest_names(test).identity, "Numbers.Add");
  EXPECT_EQ(googletest_names(test).instance, "whole");
}

TEST(GoogleTestNames, KeepNothingOfTheTestBefore) {
  auto test = test_case("Prices/Cart", "Adds/3");
  test.value_param = "3";
  auto names = googletest_names(test);
  googletest_names(test_case("Cart", "Adds"), names);
  EXPECT_EQ(names.name, "Cart.Adds");
  EXPECT_EQ(names.identity, "Cart.Adds");
  EXPECT_EQ(names.instance, "");
  EXPECT_EQ(names.suite, "Cart");
}

TEST(GoogleTestNames, LeaveSlashesOfDynamicTestsAlone) {
  EXPECT_EQ(googletest_names(test_case("a/b", "c/d")).identity, "a/b.c/d");
}

Catch2Case catch2_case(std::string_view name, std::string_view class_name, std::size_t line) {
  return {name, class_name, "cart_test.cpp", line};
}

TEST(Catch2Names, AreThoseOfAJUnitReport) {
  const auto plain = catch2_case("adds", "", 1);
  const auto method = catch2_case("adds more", "shop::Fixture", 2);
  const Catch2Names names("cart_tests", {plain, method});
  EXPECT_EQ(names.names(plain, {}).identity, "cart_tests.global.adds");
  EXPECT_EQ(names.names(plain, {}).suite, "cart_tests");
  EXPECT_EQ(names.names(method, {}).identity, "cart_tests.shop.Fixture.adds more");
  EXPECT_EQ(names.names(method, {}).suite, "shop::Fixture");
}

TEST(Catch2Names, LoseBlanksAtTheirEndsInTheIdentityOnly) {
  const auto test = catch2_case(" adds up\t ", "", 1);
  const Catch2Names names("cart_tests", {test});
  EXPECT_EQ(names.names(test, {}).identity, "cart_tests.global.adds up");
  EXPECT_EQ(names.names(test, {}).name, " adds up\t ");
}

TEST(Catch2Names, CutTheInstancesOfOneTemplate) {
  const auto small = catch2_case("sorts - fast - int", "", 7);
  const auto large = catch2_case("sorts - fast - long", "", 7);
  const Catch2Names names("cart_tests", {small, large});
  EXPECT_EQ(names.names(small, {}).identity, "cart_tests.global.sorts - fast");
  EXPECT_EQ(names.names(small, {}).instance, "int");
  EXPECT_EQ(names.names(large, {}).instance, "long");
  EXPECT_EQ(names.names(large, {}).name, "sorts - fast - long");
}

TEST(Catch2Names, DoNotCutADashInATestThatIsNoTemplate) {
  const auto one = catch2_case("a - b", "", 1);
  const auto other = catch2_case("a - c", "", 2);
  const Catch2Names names("cart_tests", {one, other});
  EXPECT_EQ(names.names(one, {}).identity, "cart_tests.global.a - b");
  EXPECT_EQ(names.names(one, {}).instance, "");
}

TEST(Catch2Names, TellTestsOfTheSameNameApart) {
  const auto one = catch2_case("twin", "", 1);
  const auto two = catch2_case("twin", "", 2);
  const auto three = catch2_case("twin", "Fixture", 3);
  const Catch2Names names("cart_tests", {one, two, three});
  EXPECT_EQ(names.names(one, {"a"}).name, "twin [a]");
  EXPECT_EQ(names.names(two, {"b"}).name, "twin [b]");
  EXPECT_EQ(names.names(three, {"a"}).name, "twin (Fixture)");
}

TEST(Catch2Names, KeepNothingOfTheTestBefore) {
  const auto before = catch2_case("sorts - int", "shop::Fixture", 7);
  const auto twin = catch2_case("sorts - long", "shop::Fixture", 7);
  const auto test = catch2_case("adds", "", 8);
  const Catch2Names names("cart_tests", {before, twin, test});
  Catch2TestNames found;
  names.names(before, {}, found);
  EXPECT_EQ(found.instance, "int");
  names.names(test, {}, found);
  EXPECT_EQ(found.name, "adds");
  EXPECT_EQ(found.identity, "cart_tests.global.adds");
  EXPECT_EQ(found.instance, "");
  EXPECT_EQ(found.suite, "cart_tests");
}

}  // namespace
}  // namespace xrep::reporters
