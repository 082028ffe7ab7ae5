#include "text.hpp"

#include "json_line.hpp"
#include "plain_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace xrep {
namespace {

using namespace std::string_literals;

TEST(Repair, LeavesGoodTextAlone) {
  EXPECT_EQ(repair("one\ttwo\nthree äöü 漢字 🎉"), "one\ttwo\nthree äöü 漢字 🎉");
  EXPECT_EQ(repair(""), "");
}

TEST(Repair, ReplacesEachBadPartOnceAndLosesNothingBehindIt) {
  EXPECT_EQ(repair("a\xFF\x62"), "a�b");
  EXPECT_EQ(repair("a\xE2\x82z"), "a�z");
  EXPECT_EQ(repair("end\xF0\x9F\x8E"), "end�");
  EXPECT_EQ(repair("\xED\xA0\x80x"), "�x") << "a surrogate is no character";
  EXPECT_EQ(repair("\xC0\xAFx"), "�x") << "overlong";
  EXPECT_EQ(repair("\xF0"
                   "ABC"),
            "�ABC");
}

TEST(Repair, ShowsControlCharactersAsPictures) {
  EXPECT_EQ(repair("a\0b\x01\x7F"s), "a␀b␁␡");
  EXPECT_EQ(repair("bell\a"), "bell␇");
}

TEST(Repair, ReplacesC1ControlsAndNoncharacters) {
  EXPECT_EQ(repair("a\xC2\x9B"
                   "b"),
            "a�b");
  EXPECT_EQ(repair("a\xEF\xBF\xBE\xEF\xBF\xBF"), "a��");
  EXPECT_EQ(repair("\xC2\xA0\xEF\xBF\xBD"), "\xC2\xA0\xEF\xBF\xBD");
}

TEST(Repair, StripsTerminalEscapes) {
  EXPECT_EQ(repair("\x1B[1;31mred\x1B[0m"), "red");
  EXPECT_EQ(repair("\x1B]0;title\aname"), "name");
  EXPECT_EQ(repair("\x1B]8;;https://example.com\x1B\\link\x1B]8;;\x1B\\"), "link");
  EXPECT_EQ(repair("\x1B(Bx\x1B=y"), "xy");
}

TEST(Repair, ShowsEscapesThatAreNone) {
  EXPECT_EQ(repair("\x1B"), "␛");
  EXPECT_EQ(repair("\x1B[12"), "␛[12");
  EXPECT_EQ(repair("\x1B]never ends\nnext"), "␛]never ends\nnext");
}

TEST(Repair, KeepsWhatATerminalWouldShowAfterACarriageReturn) {
  EXPECT_EQ(repair("one\r\ntwo\r\r\n"), "one\ntwo\n");
  EXPECT_EQ(repair("log\n10%\r20%\r100%\nend"), "log\n100%\nend");
  EXPECT_EQ(repair("done\r"), "done");
}

TEST(SingleLine, KeepsDifferentNamesDifferent) {
  EXPECT_EQ(single_line("a\nb"), "a␊b");
  EXPECT_EQ(single_line("a\r\nb"), "a␊b");
  EXPECT_EQ(single_line("a\rb"), "a␍b");
}

TEST(SingleLine, UsesNoStorageForCleanText) {
  std::string storage = "untouched";
  const std::string text = "Suite.Test/0 \"quoted\"";
  EXPECT_EQ(single_line(text, storage).data(), text.data());
  EXPECT_EQ(storage, "untouched");
}

TEST(Cut, EndsOnACodePoint) {
  EXPECT_EQ(cut("äöü", 6), "äöü");
  EXPECT_EQ(cut("äöü", 5), "äö");
  EXPECT_EQ(cut("🎉", 3), "");
  EXPECT_EQ(cut("abc", 0), "");
}

TEST(DisplayName, IsTheLastPartWithoutSlashes) {
  EXPECT_EQ(display_name("out/shots/basket.png"), "basket.png");
  EXPECT_EQ(display_name("out/shots/"), "shots");
  EXPECT_EQ(display_name("c:\\shots\\a.png"), "c:_shots_a.png");
  EXPECT_EQ(display_name("a\nb.txt"), "a␊b.txt");
}

TEST(DisplayName, IsNeverEmptyOrAFolder) {
  for (const auto* name : {"", ".", "..", "/", "x/.."}) {
    EXPECT_EQ(display_name(name), "attachment") << name;
  }
}

TEST(DisplayName, KeepsTheEndingOfALongName) {
  const std::string name = display_name(std::string(200, 'x') + std::string(100, 'y') + ".png");
  EXPECT_EQ(name.size(), 255U);
  EXPECT_EQ(name.substr(251), ".png");
}

TEST(PlainText, NoticesEachSpecialByteAtEachPlace) {
  for (int c = 0; c < 256; ++c) {
    const bool plain = c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
    for (std::size_t at = 0; at < 40; ++at) {
      std::string text(40, 'a');
      text[at] = static_cast<char>(c);
      ASSERT_EQ(is_plain(text), plain) << "byte " << c << " at " << at;
      ASSERT_EQ(is_plain(text.substr(0, at + 1)), plain) << "byte " << c << " at the end, " << at;
    }
  }
  EXPECT_TRUE(is_plain({}));
}

TEST(PlainText, IsCopiedAtEachLength) {
  const std::string text = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    std::string copy(size + 1, '#');
    ASSERT_TRUE(copy_if_plain(text.substr(0, size), copy.data()));
    ASSERT_EQ(copy, text.substr(0, size) + "#");
    ASSERT_FALSE(copy_if_plain(text.substr(0, size) + "\n", copy.data()));
  }
}

TEST(JsonLine, EscapesWhatJsonWantsEscaped) {
  JsonLine line;
  line.start("comment", 1772330400000007);
  line.text("text", "quote \" back \\ newline \n tab \t bell \x07 ünï");
  line.number("n", 18446744073709551615U);
  const auto parsed = nlohmann::json::parse(line.finish(false));
  EXPECT_EQ(parsed["text"], "quote \" back \\ newline \n tab \t bell \x07 ünï");
  EXPECT_EQ(parsed["n"], 18446744073709551615U);
  EXPECT_EQ(parsed["t"], 1772330400000007);
}

TEST(JsonLine, LeavesOutEmptyMembers) {
  JsonLine line;
  line.start("x", 1772330400000007);
  line.text("text", "");
  line.number("n", 0);
  line.truth("dropped", false);
  EXPECT_FALSE(line.text_if_plain("name", ""));
  EXPECT_EQ(line.finish(false), "{\"e\":\"x\",\"t\":1772330400000007}\n");
}

TEST(JsonLine, WritesNothingOfATextThatIsNotPlain) {
  JsonLine line;
  line.start("x", 1772330400000007);
  EXPECT_FALSE(line.text_if_plain("name", "a\nb"));
  EXPECT_TRUE(line.text_if_plain("name", "ab"));
  line.open_list("tags");
  EXPECT_FALSE(line.item_if_plain("\""));
  EXPECT_TRUE(line.item_if_plain("a"));
  EXPECT_TRUE(line.item_if_plain("b"));
  line.close_list();
  EXPECT_EQ(line.finish(false),
            "{\"e\":\"x\",\"t\":1772330400000007,\"name\":\"ab\",\"tags\":[\"a\",\"b\"]}\n");
}

TEST(JsonLine, WritesNumbersOfEachLength) {
  std::uint64_t number = 0;
  for (int digit = 1; digit <= 20; ++digit) {
    number = number * 10 + static_cast<std::uint64_t>(digit % 10);
    JsonLine line;
    line.start("x", 1772330400000007);
    line.number("n", number);
    EXPECT_EQ(line.finish(false),
              "{\"e\":\"x\",\"t\":1772330400000007,\"n\":" + std::to_string(number) + "}\n");
  }
}

TEST(JsonLine, FollowsTheTimeFromSecondToSecondAndBack) {
  JsonLine line;
  for (const std::int64_t time : {1772330400999999, 1772330401000000, 1772330400000000}) {
    line.start("x", time);
    EXPECT_EQ(line.finish(false), "{\"e\":\"x\",\"t\":" + std::to_string(time) + "}\n");
  }
}

TEST(JsonLine, StartsWithANewlineOnRequest) {
  JsonLine line;
  line.start("x", 1772330400000007);
  line.open_list("tags");
  line.item("a");
  line.item("b\"c");
  line.close_list();
  EXPECT_EQ(line.finish(true),
            "\n{\"e\":\"x\",\"t\":1772330400000007,\"tags\":[\"a\",\"b\\\"c\"]}\n");
}

}  // namespace
}  // namespace xrep
