// Names, tags and texts that no tool likes.

#include "catch2_traps.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace xrep::test {
namespace {

TestRecord odd(const std::string& name) {
  return traps("[odd]").test(name);
}

TEST(Catch2OddNames, OfBrokenUtf8AreRepaired) {
  const auto test = odd("broken \xEF\xBF\xBD\xEF\xBF\xBD( bytes");
  EXPECT_EQ(test.steps.at(0).name, "section \xEF\xBF\xBD broken");
  const auto& text = test.failures.at(0).text;
  EXPECT_TRUE(contains(text, "message \xEF\xBF\xBD("));
  EXPECT_TRUE(contains(text, "info \xEF\xBF\xBD"));
  EXPECT_EQ(text.find('\xFE'), std::string::npos);
}

TEST(Catch2OddNames, WithControlCharactersShowPicturesOfThem) {
  const auto test = odd("control \xE2\x90\x81 red \xE2\x90\xA1\ttab");
  EXPECT_EQ(test.steps.at(0).name,
            "line\xE2\x90\x8A"
            "break \xE2\x90\x82");
  EXPECT_EQ(test.failures.at(0).text, "FAIL_CHECK: bell \xE2\x90\x87\nsecond line\nthird");
  const auto zero = odd("zero bytes");
  EXPECT_EQ(zero.steps.at(0).name,
            "a\xE2\x90\x80"
            "b");
  EXPECT_EQ(zero.failures.at(0).text,
            "FAIL_CHECK: c\xE2\x90\x80"
            "d");
}

TEST(Catch2OddNames, StayAsTheyAreWhenTheyAreText) {
  const std::string name = "commas, [brackets], \"quotes\" & <angles> * ~ \\ end\\";
  const auto test = odd(name);
  EXPECT_EQ(test.identity, "catch2_traps.global." + name);
  EXPECT_EQ(test.steps.at(0).name, "a, [b] / \"c\"");
  EXPECT_EQ(odd("Pr\xC3\xBC"
                "fung \xE4\xBE\xA1\xE6\xA0\xBC \xF0\x9F\x98\x80")
                .steps.at(0)
                .name,
            "gr\xC3\xB6\xC3\x9F"
            "er");
  EXPECT_EQ(odd("  spaces around  ").steps.at(0).name, "spaced");
}

TEST(Catch2OddNames, ThatAreVeryLongAreCut) {
  const auto tests = traps("[odd-long]").tests();
  ASSERT_EQ(tests.size(), 1U);
  constexpr std::size_t kMaxName = 32UL * 1024;
  EXPECT_EQ(tests[0].name.size(), kMaxName);
  EXPECT_EQ(tests[0].name.rfind("long nnn", 0), 0U);
  EXPECT_EQ(tests[0].steps.at(0).name, std::string(kMaxName, 's'));
  EXPECT_EQ(tests[0].outcome, TestOutcome::passed);
}

TEST(Catch2OddTexts, ThatAreVeryLongAreInAFile) {
  const auto recorded = traps("[odd-message]");
  const auto test = recorded.test("long message");
  ASSERT_EQ(test.attachments.size(), 1U);
  EXPECT_EQ(test.attachments[0].size, 100000U + std::string("FAIL_CHECK: ").size());
  EXPECT_TRUE(contains(test.failures.at(0).text, test.attachments[0].name));
  EXPECT_EQ(recorded.test("throws broken bytes").failures.at(0).text,
            "unexpected exception with message:\n  what \xEF\xBF\xBD");
}

TEST(Catch2OddTags, AreReadOnceWhateverTheirCase) {
  auto test = traps("tagged oddly", {"--xray_project=CALC"}).test("tagged oddly");
  std::sort(test.keys.begin(), test.keys.end());
  EXPECT_EQ(test.keys, (Texts{"CALC-1", "CALC-12", "CALC-2"}));
  EXPECT_EQ(test.requirements, (Texts{"CALC-3"}));
  EXPECT_EQ(test.defects, (Texts{"CALC-4"}));
  std::sort(test.tags.begin(), test.tags.end());
  EXPECT_EQ(test.tags, (Texts{"a b", "a,b", "ns::size()"}));
}

TEST(Catch2Tags, ThatAreFileNamesAreNone) {
  for (const auto* flag : {"-#", "--filenames-as-tags"}) {
    const auto recorded = traps("[#catch2_traps_names][secret]", {flag});
    EXPECT_EQ(recorded.names(), (Texts{"hidden", "hidden too"})) << flag;
    EXPECT_EQ(recorded.test("hidden").tags, (Texts{"secret"})) << flag;
  }
}

TEST(Catch2Tags, CanBeChosenByAnAlias) {
  EXPECT_EQ(traps("[@odd]").names(), traps("[odd]").names());
  EXPECT_EQ(traps("[@odd]").tests().size(), 6U);
}

TEST(Catch2HiddenTests, AreRecordedOnlyWhenChosen) {
  const auto hidden = traps("[secret]").names();
  EXPECT_EQ(hidden, (Texts{"hidden", "hidden too"}));
  const auto all = traps("~[phantom]~[dynamic]").names();
  EXPECT_GT(all.size(), 20U);
  EXPECT_EQ(std::count(all.begin(), all.end(), "hidden"), 0);
  EXPECT_EQ(std::count(all.begin(), all.end(), "dies"), 0);
}

}  // namespace
}  // namespace xrep::test
