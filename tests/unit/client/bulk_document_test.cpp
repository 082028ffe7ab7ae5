#include "cloud/bulk_document.hpp"

#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace xrep::client {
namespace {

using nlohmann::json;

json element(const Entry& entry, const cloud::DocumentOptions& options,
             const std::string& folder = {}) {
  return json::parse(cloud::bulk_element(entry, options, folder));
}

cloud::DocumentOptions options() {
  cloud::DocumentOptions result;
  result.project = "CALC";
  return result;
}

// Whatever an import would make of the entry, under the names of the bulk import.
TEST(BulkDocument, SaysTheSameOfANewTestAsAnImport) {
  auto plain = records::test("Cart.Pays");
  plain.tags = {"fast"};
  auto with_steps = records::test("Cart.Fills");
  with_steps.steps = {records::step(1, "Open"), records::step(2, "Fill")};
  for (const auto& entry : {records::entry({plain}), records::entry({with_steps}),
                            records::entry({records::instance("I/Cart.Sums", "0"),
                                            records::instance("I/Cart.Sums", "1")})}) {
    const json info = cloud::new_test_document(entry, options());
    const json made = element(entry, options(), "/Cart");
    EXPECT_EQ(made.at("testtype"), info.at("type"));
    EXPECT_EQ(made.at("fields").at("summary"), info.at("summary"));
    EXPECT_EQ(made.at("fields").at("project").at("key"), info.at("projectKey"));
    EXPECT_EQ(made.at("fields").at("labels"), info.at("labels"));
    EXPECT_EQ(made.value("unstructured_def", json()), info.value("definition", json()));
    EXPECT_EQ(made.value("steps", json()), info.value("steps", json()));
    EXPECT_EQ(made.at("xray_test_repository_folder"), "/Cart");
  }
}

TEST(BulkDocument, LeavesOutWhatTheSiteDoesNotTake) {
  auto without = options();
  without.with_labels = false;
  const auto made = element(records::entry({records::test("Cart.Pays")}), without);
  EXPECT_FALSE(made.at("fields").contains("labels"));
  EXPECT_FALSE(made.contains("xray_test_repository_folder"));
}

}  // namespace
}  // namespace xrep::client
