#include "plan/links_file.hpp"

#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace xrep::client {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

namespace fs = std::filesystem;

class LinksFile : public testing::Test {
 protected:
  fs::path file() const { return folder_.path() / "xray-links.json"; }

  void write(const std::string& text) const { std::ofstream(file()) << text; }

  /// Why a file with this text is refused.
  std::string refusal(const std::string& text) const {
    write(text);
    const auto links = read_links(file());
    if (links) {
      return "taken";
    }
    EXPECT_EQ(links.error().code, Errc::settings);
    return links.error().message;
  }

  xrep::test::TempDir folder_;
};

TEST_F(LinksFile, GivesEachLinkTheLineOnWhichItStands) {
  write(R"({
  "suites": [
    {"suite": "Cart", "set": "CALC-10", "note": "smoke"}
  ],
  "tests": [
    {"test": "Cart.Pays", "key": "CALC-1"}, {"test": "Cart.Ships", "key": "CALC-2"},

    {
      "test": "Price.Rounds",
      "key": "CALC-3"
    }
  ]
}
)");
  const auto links = read_links(file());
  ASSERT_TRUE(links) << links.error().message;
  EXPECT_EQ(links->keys_of("Cart.Pays", "").at(0).origin, "xray-links.json:6");
  EXPECT_EQ(links->keys_of("Cart.Ships", "").at(0).origin, "xray-links.json:6");
  EXPECT_EQ(links->keys_of("Price.Rounds", "").at(0).origin, "xray-links.json:8");
  EXPECT_THAT(links->sets_of("Cart"), ElementsAre("CALC-10"));
}

TEST_F(LinksFile, MayBeEmptyOfLinks) {
  write("{}");
  const auto links = read_links(file());
  ASSERT_TRUE(links) << links.error().message;
  EXPECT_TRUE(links->empty());
}

TEST_F(LinksFile, IsRefusedWithTheLineOfALinkThatIsWrong) {
  const auto in_tests = [&](const std::string& link) {
    return refusal("{\"tests\": [\n{\"test\": \"A.B\", \"key\": \"CALC-1\"},\n" + link + "\n]}");
  };
  const auto place = file().string() + ":3: link 2 of 'tests': ";
  EXPECT_THAT(in_tests(R"({"test": "A.C", "key": "calc-2"})"),
              AllOf(StartsWith(place + "'calc-2' is not the key of an Xray Test"),
                    HasSubstr("a key looks like CALC-12; correct it")));
  EXPECT_THAT(in_tests(R"({"test": "A.C", "keys": "CALC-2"})"),
              StartsWith(place + "unknown member 'keys'; a link looks like"));
  EXPECT_THAT(in_tests(R"({"test": "A.C"})"), StartsWith(place + "'key' is missing"));
  EXPECT_THAT(in_tests(R"({"test": "", "key": "CALC-2"})"),
              StartsWith(place + "'test' is missing"));
  EXPECT_THAT(in_tests(R"({"test": "A.C", "key": ["CALC-2"]})"),
              StartsWith(place + "'key' is no text"));
  EXPECT_THAT(in_tests(R"("A.C")"), StartsWith(place + "is no link"));
  EXPECT_THAT(in_tests("[]"), StartsWith(place + "is no link"));
  EXPECT_THAT(in_tests(R"({"test": "A.C", "key": "CALC-2", "key": "CALC-3"})"),
              HasSubstr(":3: a second 'key' in one link"));
  EXPECT_THAT(refusal("{\"suites\": [\n{\"suite\": \"A\", \"set\": \"10\"}]}"),
              HasSubstr(":2: link 1 of 'suites': '10' is not the key of a Test Set"));
}

TEST_F(LinksFile, IsRefusedWhenTheWholeIsWrong) {
  EXPECT_THAT(refusal("{\"tests\": [\n{\"test\": \"A.B\" \"key\": \"CALC-1\"}]}"),
              HasSubstr("not valid JSON at line 2, column 20"));
  EXPECT_THAT(refusal(""), HasSubstr("not valid JSON at line 1, column 1"));
  EXPECT_THAT(refusal("[]"), HasSubstr("must hold an object, as in {\"tests\""));
  EXPECT_THAT(refusal("{\"tests\": {}}"), HasSubstr("'tests' must be a list"));
  EXPECT_THAT(refusal("{\"test\": []}"), HasSubstr("unknown member 'test'; known are"));
  EXPECT_THAT(refusal("{\"tests\": [],\n\"tests\": []}"), HasSubstr(":2: a second 'tests'"));
}

TEST_F(LinksFile, IsFoundUpwardsAsFarAsTheRootOfTheRepository) {
  write(R"({"tests": [{"test": "A.B", "key": "CALC-1"}]})");
  const auto below = folder_.path() / "build" / "tests";
  fs::create_directories(below);
  EXPECT_THAT(links_for({}, below)->keys_of("A.B", "A.B"), SizeIs(1));
  fs::create_directories(folder_.path() / "build" / ".git");
  EXPECT_TRUE(links_for({}, below)->empty());
}

TEST_F(LinksFile, HasToExistWhenItIsNamed) {
  Settings settings;
  settings.links = folder_.path() / "ours.json";
  const auto links = links_for(settings, folder_.path());
  ASSERT_FALSE(links);
  EXPECT_THAT(links.error().message, HasSubstr("ours.json: cannot be read"));
}

TEST_F(LinksFile, IsRefusedWhenOthersCouldWriteItAndItWasFoundNotNamed) {
  write("{}");
  fs::permissions(file(), fs::perms::others_write, fs::perm_options::add);
  const auto links = links_for({}, folder_.path());
  ASSERT_FALSE(links);
  EXPECT_THAT(links.error().message, EndsWith("or name it in XRAY_LINKS"));
  Settings settings;
  settings.links = file();
  EXPECT_TRUE(links_for(settings, folder_.path()));
}

}  // namespace
}  // namespace xrep::client
