// The links file as pairing changes it.

#include "pair/links_document.hpp"
#include "pair/links_store.hpp"
#include "platform/durable_file.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace xrep::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace fs = std::filesystem;
using Kind = LinkEdit::Kind;

constexpr const char* kText = R"({
  "tests": [
    {"test": "Basket.*", "key": "CALC-7"},
    {"test": "Checkout.Pays", "key": "CALC-1", "note": "ümlauts \"and\" quotes"},
    {"note": "first member", "test": "Checkout.Pays", "key": "CALC-2"}
  ],
  "suites": [
    {"suite": "Checkout", "set": "CALC-10"}
  ]
}
)";

LinksDocument parsed(const std::string& text) {
  auto document = LinksDocument::parse(text, "xray-links.json");
  EXPECT_TRUE(document) << document.error().message;
  return document ? *document : LinksDocument();
}

TEST(PairedLinks, AreWrittenAsTheyWereRead) {
  EXPECT_EQ(parsed(kText).text(), kText);
  EXPECT_EQ(parsed("{}").text(), "{}\n");
  EXPECT_EQ(parsed(R"({"tests": []})").text(), "{\n  \"tests\": []\n}\n");
}

TEST(PairedLinks, AreSortedByNameThenKey) {
  auto document = parsed(
      R"({"tests": [{"test": "B", "key": "C-2"}, {"test": "B", "key": "C-1", "note": "n"},
                    {"test": "A", "key": "C-9"}]})");
  EXPECT_TRUE(document.apply({Kind::add_link, "Aa", "C-3"}));
  EXPECT_EQ(document.text(), R"({
  "tests": [
    {"test": "A", "key": "C-9"},
    {"test": "Aa", "key": "C-3"},
    {"test": "B", "key": "C-1", "note": "n"},
    {"test": "B", "key": "C-2"}
  ]
}
)");
}

TEST(PairedLinks, AreAddedOnce) {
  auto document = parsed(kText);
  EXPECT_FALSE(document.apply({Kind::add_link, "Checkout.Pays", "CALC-2"}));
  EXPECT_FALSE(document.apply({Kind::add_set, "Checkout", "CALC-10"}));
  EXPECT_EQ(document.text(), kText);
  EXPECT_TRUE(document.apply({Kind::add_link, "Checkout.Pays", "CALC-3"}));
  EXPECT_TRUE(document.apply({Kind::add_set, "Basket", "CALC-10"}));
  EXPECT_FALSE(document.apply({Kind::add_set, "Basket", "CALC-10"}));
}

TEST(PairedLinks, AreRemovedByNameOrByNameAndKey) {
  auto document = parsed(kText);
  EXPECT_FALSE(document.apply({Kind::remove_link, "Checkout.Pays", "CALC-9"}));
  EXPECT_FALSE(document.apply({Kind::remove_link, "Checkout", {}}));
  EXPECT_TRUE(document.apply({Kind::remove_link, "Checkout.Pays", "CALC-1"}));
  EXPECT_THAT(document.text(), HasSubstr("first member"));
  EXPECT_TRUE(document.apply({Kind::remove_link, "Checkout.Pays", {}}));
  EXPECT_TRUE(document.apply({Kind::remove_link, "Basket.*", {}}));
  EXPECT_THAT(document.text(), HasSubstr("\"tests\": []"));
  EXPECT_FALSE(LinksDocument().apply({Kind::remove_link, "A.B", {}}));
}

TEST(PairedLinks, AreNotTakenFromWhatIsNoLinksFile) {
  for (const char* text : {"", "[]", R"({"tests": [], "more": 1})",
                           R"({"tests": [{"test": "A.B", "key": "CALC-1", "owner": "me"}]})"}) {
    EXPECT_FALSE(LinksDocument::parse(text, "xray-links.json")) << text;
  }
}

class LinksStoreTest : public testing::Test {
 protected:
  LinksStore open(bool keep = false, const fs::path& config = {}) const {
    auto store = LinksStore::open({}, config, folder_.path(), keep);
    EXPECT_TRUE(store) << store.error().message;
    return std::move(*store);
  }

  fs::path file() const { return folder_.path() / "xray-links.json"; }

  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  xrep::test::TempDir folder_;
};

TEST_F(LinksStoreTest, MakesTheFileWithItsFirstLinkAndLeavesNothingElse) {
  auto store = open();
  EXPECT_TRUE(store.change({}));
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_TRUE(store.change({{Kind::add_link, "A.B", "CALC-1"}}));
  EXPECT_EQ(xrep::test::read_file(file()),
            "{\n  \"tests\": [\n    {\"test\": \"A.B\", \"key\": \"CALC-1\"}\n  ]\n}\n");
  EXPECT_EQ(store.links().keys_of("A.B", "A.B").at(0).origin, "xray-links.json:3");
  EXPECT_EQ(files(), 1U);
}

TEST_F(LinksStoreTest, ChangesWhatTheFileHoldsByNow) {
  auto store = open();
  folder_.write("xray-links.json", R"({"tests": [{"test": "B.C", "key": "CALC-2"}]})");
  EXPECT_TRUE(store.change({{Kind::add_link, "A.B", "CALC-1"}}));
  EXPECT_THAT(open().links().tests(), SizeIs(2));
  folder_.write("xray-links.json", "no JSON");
  EXPECT_FALSE(store.change({{Kind::add_link, "A.B", "CALC-1"}}));
  EXPECT_EQ(xrep::test::read_file(file()), "no JSON");
}

TEST_F(LinksStoreTest, OnlyShowsWhatWouldBeWhenItKeepsTheFile) {
  auto store = open(true);
  EXPECT_TRUE(store.change({{Kind::add_link, "A.B", "CALC-1"}}));
  EXPECT_TRUE(store.change({{Kind::add_link, "A.C", "CALC-1"}}));
  EXPECT_THAT(store.links().tests(), SizeIs(2));
  EXPECT_EQ(files(), 0U);
}

TEST_F(LinksStoreTest, KnowsWhichEditsAreOpen) {
  auto store = open();
  EXPECT_TRUE(store.change({{Kind::add_link, "A.B", "CALC-1"}}));
  const auto open_edits = store.open_edits({{Kind::add_link, "A.B", "CALC-1"},
                                            {Kind::add_link, "A.B", "CALC-2"},
                                            {Kind::add_link, "A.B", "CALC-2"},
                                            {Kind::remove_link, "A.C", {}}});
  ASSERT_THAT(open_edits, SizeIs(1));
  EXPECT_EQ(open_edits.front().key, "CALC-2");
}

TEST_F(LinksStoreTest, MakesTheFileBesideTheSettingsFile) {
  const auto config = folder_.write("project/xrep.json", "{}");
  EXPECT_EQ(open(false, config).file(), config.parent_path() / "xray-links.json");
  Settings settings;
  settings.links = folder_.path() / "ours.json";
  const auto named = LinksStore::open(settings, config, folder_.path(), false);
  ASSERT_TRUE(named) << "it need not exist";
  EXPECT_EQ(named->file(), settings.links);
  EXPECT_THAT(named->links().tests(), IsEmpty());
}

TEST_F(LinksStoreTest, KeepsTheModeOfTheFileAndTheLinkToIt) {
  const auto real = folder_.write("shared/links.json", "{}");
  fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  fs::create_symlink(real, file());
  EXPECT_EQ(platform::replace_durably(file(), "{\"tests\": []}"), "");
  EXPECT_TRUE(fs::is_symlink(file()));
  EXPECT_EQ(xrep::test::read_file(real), "{\"tests\": []}");
  EXPECT_EQ(fs::status(real).permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(LinksStoreTest, SaysWhenTheFileCannotBeWritten) {
  Settings settings;
  settings.links = folder_.path() / "nowhere" / "links.json";
  auto store = LinksStore::open(settings, {}, folder_.path(), false);
  ASSERT_TRUE(store);
  const auto changed = store->change({{Kind::add_link, "A.B", "CALC-1"}});
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, Errc::settings);
  EXPECT_THAT(changed.error().message, HasSubstr("cannot be written: "));
}

}  // namespace
}  // namespace xrep::client
