#include <xrep/reporters/catch2_assertion.hpp>
#include <xrep/reporters/catch2_tags.hpp>
#include <xrep/reporters/program.hpp>
#include <xrep/reporters/text.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace xrep::reporters {
namespace {

using Texts = std::vector<std::string>;
using Views = std::vector<std::string_view>;

TEST(SplitList, TakesCommasSemicolonsAndSpaces) {
  EXPECT_EQ(split_list(" A-1;A-2, A-3 ,;"), (Views{"A-1", "A-2", "A-3"}));
  EXPECT_TRUE(split_list("  ").empty());
}

TEST(WithoutLastNewline, TakesOneOnly) {
  EXPECT_EQ(without_last_newline("  text\n\n"), "  text\n");
  EXPECT_EQ(without_last_newline(""), "");
}

TEST(ExecutableName, IsWithoutFolderAndExe) {
  EXPECT_EQ(executable_name("./build/cart_tests"), "cart_tests");
  EXPECT_EQ(executable_name("C:\\build\\cart_tests.exe"), "cart_tests");
  EXPECT_EQ(executable_name("cart.tests"), "cart.tests");
}

TEST(ProgramArguments, AreThoseOfThisProcess) {
  ASSERT_FALSE(program_arguments().empty());
  EXPECT_EQ(executable_name(program_arguments().front()), "reporters_unit_test");
}

TEST(CommandLineOf, PrefersWhatMainTookOut) {
  recording::CommandLine taken;
  taken.on = true;
  EXPECT_TRUE(command_line_of(taken, {"program"}).on);
  EXPECT_TRUE(command_line_of({}, {"program", "--xray"}).on);
  EXPECT_FALSE(command_line_of({}, {"program"}).on);
}

TEST(Tags, NameKeysRequirementsAndDefects) {
  const auto tags = read_tags({"xray:SHOP-42", "Req:SHOP-7;shop-8", "defect:SHOP-9"}, "");
  EXPECT_EQ(tags.keys, (Texts{"SHOP-42"}));
  EXPECT_EQ(tags.requirements, (Texts{"SHOP-7", "SHOP-8"}));
  EXPECT_EQ(tags.defects, (Texts{"SHOP-9"}));
  EXPECT_TRUE(tags.others.empty());
}

TEST(Tags, AreBareKeysOnlyInTheOwnProject) {
  const auto tags = read_tags({"utf-8", "gh-123", "shop-42", "SHOP-x"}, "SHOP");
  EXPECT_EQ(tags.keys, (Texts{"SHOP-42"}));
  EXPECT_EQ(tags.others, (Views{"utf-8", "gh-123", "SHOP-x"}));
  EXPECT_TRUE(read_tags({"SHOP-42"}, "").keys.empty());
}

TEST(Tags, LeaveOutWhatSteersCatch2) {
  EXPECT_EQ(read_tags({".", "!mayfail", "#file", "slow"}, "").others, (Views{"slow"}));
}

Catch2Assertion assertion(Catch2Assertion::Kind kind) {
  Catch2Assertion result;
  result.kind = kind;
  result.macro = "REQUIRE";
  result.expression = "REQUIRE( a == b )";
  return result;
}

TEST(AssertionText, ShowsExpressionExpansionAndInfos) {
  auto failed = assertion(Catch2Assertion::Kind::expression);
  failed.expansion = "1 == 2";
  failed.infos = {"i := 3", "two\nlines"};
  EXPECT_EQ(
      text_of(failed),
      "REQUIRE( a == b )\nwith expansion:\n  1 == 2\nwith messages:\n  i := 3\n  two\n  lines");
}

TEST(AssertionText, ShowsTheMessageOfFailOnce) {
  auto failed = assertion(Catch2Assertion::Kind::explicit_failure);
  failed.macro = "FAIL";
  failed.expression.clear();
  failed.message = "too late";
  failed.infos = {"too late"};
  EXPECT_EQ(text_of(failed), "FAIL: too late");
}

TEST(AssertionText, SaysWhichExceptionCame) {
  auto failed = assertion(Catch2Assertion::Kind::unexpected_exception);
  failed.message = "boom";
  EXPECT_EQ(text_of(failed),
            "REQUIRE( a == b )\ndue to unexpected exception with message:\n  boom");
  failed.expression.clear();
  EXPECT_EQ(text_of(failed), "unexpected exception with message:\n  boom");
}

}  // namespace
}  // namespace xrep::reporters
