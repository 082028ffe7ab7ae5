#include "plan/fold.hpp"
#include "plan/whole_text.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace xrep::client {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Entry entry_with(const std::string& text) {
  Entry entry;
  entry.id = "test:Cart.Pays";
  entry.text = text;
  return entry;
}

class WholeText : public ::testing::Test {
 protected:
  std::filesystem::path texts() const { return folder_.path() / "texts"; }

  test::TempDir folder_;
};

TEST_F(WholeText, IsNoFileWhereTheCommentHoldsIt) {
  auto entry = entry_with("short");
  attach_whole_text(entry, texts());
  EXPECT_THAT(entry.files, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(texts()));
}

TEST_F(WholeText, IsAFileOfTheTestWhereTheCommentIsTooShort) {
  auto entry = entry_with(std::string(100'000, 'x') + "the end");
  entry.files = {{{}, "messages.txt", "text/plain", 4}};
  attach_whole_text(entry, texts());
  ASSERT_THAT(entry.files, SizeIs(2));
  const auto& file = entry.files.back();
  EXPECT_EQ(file.name, "messages (2).txt");
  EXPECT_EQ(entry.whole_text, file.name);
  EXPECT_EQ(file.step, -1);
  EXPECT_EQ(file.size, std::filesystem::file_size(file.file));
  EXPECT_THAT(content_of(file.file), EndsWith("the end"));
}

TEST_F(WholeText, HasEveryStepAndIterationOfATableThatWasCut) {
  auto entry = entry_with("why");
  for (int i = 0; i < 2000; ++i) {
    PlannedIteration iteration;
    iteration.parameters = {{"size", "size number " + std::to_string(i)}};
    iteration.outcome = Outcome::passed;
    iteration.steps.emplace_back().action = kOnlyStep;
    entry.iterations.push_back(iteration);
  }
  attach_whole_text(entry, texts());
  ASSERT_THAT(entry.files, SizeIs(1));
  EXPECT_THAT(content_of(entry.files[0].file),
              AllOf(HasSubstr("size number 0"), HasSubstr("size number 1999"), EndsWith("why")));
}

TEST_F(WholeText, IsWrittenOnceAndAnewWhenMoreIsSaid) {
  auto entry = entry_with(std::string(50'000, 'x'));
  attach_whole_text(entry, texts());
  const auto file = entry.files[0].file;
  const auto written = std::filesystem::last_write_time(file);
  auto again = entry_with(std::string(50'000, 'x'));
  attach_whole_text(again, texts());
  EXPECT_EQ(std::filesystem::last_write_time(file), written);
  auto longer = entry_with(std::string(60'000, 'y'));
  attach_whole_text(longer, texts());
  EXPECT_EQ(longer.files[0].file, file);
  EXPECT_THAT(content_of(file), EndsWith("y"));
  EXPECT_EQ(std::filesystem::file_size(file), 60'000U);
}

TEST_F(WholeText, IsLeftOutWhereItCannotBeWritten) {
  std::ofstream(texts()) << "no folder";
  auto entry = entry_with(std::string(50'000, 'x'));
  attach_whole_text(entry, texts());
  EXPECT_THAT(entry.files, IsEmpty());
  EXPECT_THAT(entry.whole_text, IsEmpty());
}

}  // namespace
}  // namespace xrep::client
