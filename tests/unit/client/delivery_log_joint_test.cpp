#include "delivery/delivery_log.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace xrep::client {
namespace {

constexpr const char* kSent = R"({"e":"files_sent","files":["test:A | a.log | 3"],"t":1})";
constexpr const char* kShown = R"({"e":"files","files":["test:A | a.log | 3"],"t":2})";
constexpr const char* kMissing = R"({"e":"files_missing","files":["test:A | a.log | 3"],"t":3})";

std::string lines(std::initializer_list<const char*> all) {
  std::string text;
  for (const auto* const line : all) {
    text += std::string(line) + "\n";
  }
  return text;
}

DeliveryLog open(const test::TempDir& folder) {
  return std::move(*DeliveryLog::open({folder / "one", folder / "two"}));
}

// A crash between two directories leaves the last line in the first one alone.
TEST(JointDeliveryLog, BelievesTheLastLineThoughOnlyTheFirstDirectoryHasIt) {
  const test::TempDir folder;
  folder.write("one/delivery.jsonl", lines({kSent, kShown, kMissing}));
  folder.write("two/delivery.jsonl", lines({kSent, kShown}));
  EXPECT_TRUE(open(folder).state().files.empty());
}

TEST(JointDeliveryLog, BelievesTheLastLineThoughOnlyTheSecondDirectoryHasIt) {
  const test::TempDir folder;
  folder.write("one/delivery.jsonl", lines({kSent}));
  folder.write("two/delivery.jsonl", lines({kSent, kShown}));
  EXPECT_EQ(open(folder).state().files.size(), 1U);
  EXPECT_TRUE(open(folder).state().files_sent.empty());
}

TEST(JointDeliveryLog, SkipsLinesThatCannotBeRead) {
  const test::TempDir folder;
  folder.write("one/delivery.jsonl", lines({kSent, R"({"e":"files","fi)", kShown}));
  folder.write("two/delivery.jsonl", lines({"", kSent, "[]"}));
  EXPECT_EQ(open(folder).state().files.size(), 1U);
}

}  // namespace
}  // namespace xrep::client
