#include "cloud/comment.hpp"
#include "plan/text_limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client::cloud {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string comment(const std::string& remark, const std::string& text,
                    const ShownResult& shown = {}) {
  Entry entry;
  entry.remark = remark;
  entry.text = text;
  return comment_of(entry, shown);
}

TEST(Comment, IsALineOfOursAndABlockWithTheText) {
  EXPECT_EQ(comment("Failed.", "expected 3\n"), "Failed.\n{noformat}\nexpected 3\n{noformat}");
}

TEST(Comment, HasNoBlockWithoutText) {
  EXPECT_EQ(comment("Passed.", "\n"), "Passed.");
  EXPECT_EQ(comment("", ""), "");
}

TEST(Comment, CannotBeLeftByTheTextOfATest) {
  const auto text = comment("", "a {noformat} b {NoFormat:title=x} c {noformat");
  EXPECT_EQ(text,
            "{noformat}\na {\xE2\x80\x8Bnoformat} b {\xE2\x80\x8BNoFormat:title=x} c "
            "{\xE2\x80\x8Bnoformat\n{noformat}");
}

TEST(Comment, PutsTheNoteOnTheLineAndFoldedStepsBeforeTheText) {
  ShownResult shown;
  shown.note = "Two steps less.";
  shown.folded = "passed 3. Close\n";
  EXPECT_EQ(comment("Passed.", "said", shown),
            "Passed. Two steps less.\n{noformat}\npassed 3. Close\n\nsaid\n{noformat}");
}

TEST(Comment, IsCutOnACodePointInsideItsBlockAndSaysSo) {
  std::string rockets;
  for (int i = 0; i < 40000; ++i) rockets += "\xF0\x9F\x9A\x80";
  const auto text = comment("Failed.", rockets);
  EXPECT_LE(text_length(text), kMaxComment);
  EXPECT_GE(text_length(text), kMaxComment - 2);
  EXPECT_THAT(text, StartsWith("Failed.\n{noformat}\n\xF0\x9F\x9A\x80"));
  EXPECT_THAT(text, HasSubstr("\xF0\x9F\x9A\x80\n[cut here"));
  EXPECT_THAT(text, EndsWith("]\n{noformat}"));
}

}  // namespace
}  // namespace xrep::client::cloud
