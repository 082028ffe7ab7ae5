#include "pair/journal.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace xrep::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PairJournalTest : public testing::Test {
 protected:
  std::filesystem::path links() const { return folder_.path() / "xray-links.json"; }
  std::filesystem::path file() const { return folder_.path() / ".xray-links.json.pairing"; }

  xrep::test::TempDir folder_;
};

TEST_F(PairJournalTest, KeepsWhatIsTriedUntilItIsSettled) {
  {
    auto journal = PairJournal::open(links());
    ASSERT_TRUE(journal) << journal.error().message;
    EXPECT_TRUE(journal->state().empty());
    EXPECT_TRUE(journal->tries("CALC", {"A.B", "A.C"}));
    EXPECT_TRUE(journal->has_job("4711"));
  }
  auto journal = PairJournal::open(links());
  ASSERT_TRUE(journal);
  EXPECT_THAT(journal->state().tests, ElementsAre("A.B", "A.C"));
  EXPECT_EQ(journal->state().job, "4711");
  EXPECT_EQ(journal->state().project, "CALC");
  EXPECT_GT(journal->state().since, 0);
  EXPECT_TRUE(journal->settled());
  EXPECT_TRUE(PairJournal::read(links()).empty());
}

TEST_F(PairJournalTest, IsGoneWhenNothingIsOpen) {
  { EXPECT_TRUE(PairJournal::open(links())); }
  EXPECT_FALSE(std::filesystem::exists(file()));
  {
    auto journal = PairJournal::open(links());
    EXPECT_TRUE(journal->tries_set("CALC", "Cart"));
    EXPECT_THAT(PairJournal::read(links()).sets, ElementsAre("Cart"));
    EXPECT_TRUE(journal->settled());
  }
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(PairJournalTest, ForgetsTheJobOfAnEarlierTry) {
  auto journal = PairJournal::open(links());
  EXPECT_TRUE(journal->tries("CALC", {"A.B"}));
  EXPECT_TRUE(journal->has_job("4711"));
  EXPECT_TRUE(journal->tries("CALC", {"A.C"}));
  EXPECT_EQ(journal->state().job, "");
  EXPECT_EQ(PairJournal::read(links()).job, "");
}

TEST_F(PairJournalTest, IsReadAsFarAsItWasWritten) {
  std::ofstream(file()) << R"({"e":"tests","t":5,"project":"CALC","names":["A.B"]})"
                        << "\n"
                        << R"({"e":"job","id":7})"
                        << "\n"
                        << R"({"e":"tests","t":6,"pro)";
  const auto open = PairJournal::read(links());
  EXPECT_THAT(open.tests, ElementsAre("A.B"));
  EXPECT_EQ(open.job, "");
}

TEST_F(PairJournalTest, IsHeldByOneAlone) {
  const auto first = PairJournal::open(links());
  const auto second = PairJournal::open(links());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::not_delivered);
  EXPECT_THAT(second.error().message, HasSubstr("another xrep pair works with "));
}

}  // namespace
}  // namespace xrep::client
