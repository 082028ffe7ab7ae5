#include "body.hpp"

#include "base64.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <string>

namespace xrep::client {
namespace {

std::string numbered_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * 7 % 251);
  return bytes;
}

std::string read_in_pieces_of(BodyReader& reader, std::size_t capacity) {
  std::string text;
  std::string piece(capacity, '\0');
  while (const auto count = reader.read(piece.data(), capacity)) text.append(piece, 0, count);
  return text;
}

TEST(Base64, EncodesTheExamplesOfItsStandard) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foo"), "Zm9v");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("\xfb\xff\xbe"), "+/++");
}

TEST(Body, GivesBackItsTextsInOrder) {
  Body body;
  body.append("one ");
  body.append("");
  body.append("two");
  EXPECT_EQ(body.size(), 7U);
  EXPECT_EQ(to_text(body), "one two");
}

TEST(Body, IsEmptyWithoutPieces) {
  const Body body;
  EXPECT_TRUE(body.empty());
  EXPECT_EQ(to_text(body), "");
}

TEST(Body, EncodesAFileBetweenTexts) {
  const test::TempDir folder;
  Body body;
  body.append("<");
  body.append_base64(folder.write("log", "hello"), 5);
  body.append(">");
  EXPECT_EQ(to_text(body), "<aGVsbG8=>");
  EXPECT_EQ(body.size(), 10U);
}

TEST(Body, GivesTheSameBytesWhateverTheSizeOfTheReads) {
  const test::TempDir folder;
  const auto bytes = numbered_bytes(200001);  // several reads of the file, the last one padded
  Body body;
  body.append("[");
  body.append_base64(folder.write("film", bytes), bytes.size());
  body.append("]");
  const auto expected = "[" + to_base64(bytes) + "]";
  for (const std::size_t capacity : {1U, 7U, 4096U, 65536U, 1000000U}) {
    BodyReader reader(body);
    EXPECT_EQ(read_in_pieces_of(reader, capacity), expected) << capacity;
    EXPECT_EQ(reader.error(), "");
  }
  EXPECT_EQ(body.size(), expected.size());
}

TEST(Body, SendsOnlyTheRecordedBytesOfAFileThatGrew) {
  const test::TempDir folder;
  Body body;
  body.append_base64(folder.write("log", "hello and more"), 5);
  EXPECT_EQ(to_text(body), "aGVsbG8=");
}

TEST(Body, NamesAFileThatGotShorter) {
  const test::TempDir folder;
  const auto file = folder.write("log", "hel");
  Body body;
  body.append_base64(file, 5);
  BodyReader reader(body);
  EXPECT_LT(read_in_pieces_of(reader, 64).size(), body.size());
  EXPECT_NE(reader.error().find(file.string() + " holds 3 bytes, not 5"), std::string::npos)
      << reader.error();
}

TEST(Body, NamesAFileThatIsGone) {
  const test::TempDir folder;
  Body body;
  body.append("begin");
  body.append_base64(folder / "gone.png", 5);
  BodyReader reader(body);
  EXPECT_EQ(read_in_pieces_of(reader, 64), "begin");
  EXPECT_NE(reader.error().find("gone.png: No such file"), std::string::npos) << reader.error();
}

TEST(Body, CanBeReadAgainFromTheStart) {
  const test::TempDir folder;
  Body body;
  body.append("a");
  body.append_base64(folder.write("log", "hello"), 5);
  BodyReader reader(body);
  char some[4];
  EXPECT_EQ(reader.read(some, sizeof some), sizeof some);
  reader.rewind();
  EXPECT_EQ(read_in_pieces_of(reader, 3), "aaGVsbG8=");
}

TEST(Body, TakesInAnotherBodyAndItself) {
  const test::TempDir folder;
  Body inner;
  inner.append_base64(folder.write("log", "hello"), 5);
  Body body;
  body.append("x");
  body.append(inner);
  body.append(body);
  EXPECT_EQ(to_text(body), "xaGVsbG8=xaGVsbG8=");
  EXPECT_EQ(body.size(), 18U);
}

}  // namespace
}  // namespace xrep::client
