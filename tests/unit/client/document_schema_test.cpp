#include "cloud/import_document.hpp"
#include "plan_records.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace xrep::client::cloud {
namespace {

using namespace records;
using nlohmann::json;

std::string schema_folder() {
  const char* folder = std::getenv("XREP_SCHEMA_DIR");
  return folder == nullptr ? std::string() : folder;
}

// The schema's own identifier would be looked up as a place of its definitions.
json read_schema(const std::filesystem::path& file) {
  std::ifstream in(file);
  auto schema = json::parse(in);
  schema.erase("$id");
  return schema;
}

std::string complaints(const json& schema_document, const json& document) {
  valijson::Schema schema;
  valijson::SchemaParser parser;
  const valijson::adapters::NlohmannJsonAdapter schema_adapter(schema_document);
  parser.populateSchema(schema_adapter, schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  if (validator.validate(schema, adapter, &results)) return {};
  std::string text;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const auto& place : error.context) text += place;
    text += ": " + error.description + "\n";
  }
  return text.empty() ? "invalid" : text;
}

std::vector<TestRecord> all_sorts(const test::TempDir& folder) {
  auto stepped = test("Shop.Pays", TestOutcome::failed);
  stepped.steps = {step(1, "Open"), step(2, "Pay", StepOutcome::failed, 1)};
  stepped.failures = {message("no receipt", 2)};
  stepped.attachments = {attachment("shot.png", 2), attachment("log.txt")};
  for (auto& file : stepped.attachments) file.file = folder.write(file.name, "hello");
  stepped.requirements = {"CALC-7"};
  stepped.defects = {"CALC-99"};
  stepped.custom_fields = {{"Rig", "B2", 0}, {"Browsers", "Firefox;Lynx", 0}};
  auto big = instance("I/Pay.Works", "1", TestOutcome::failed);
  big.parameters = {{"load", "50", 0}};
  big.failures = {message("overload")};
  auto generator = test("shop.global.pays");
  generator.passes = {1, 2};
  generator.steps = {step(1, "A", StepOutcome::passed, 0, 1),
                     step(2, "A", StepOutcome::passed, 0, 2)};
  return {test("Shop.Opens"),
          with_key(test("Shop.Closes", TestOutcome::crashed), "CALC-3"),
          test("Shop.Waits", TestOutcome::skipped),
          test("Shop.Sleeps", TestOutcome::not_started),
          stepped,
          instance("I/Pay.Works", "0"),
          big,
          generator};
}

std::vector<json> documents(const test::TempDir& folder) {
  DocumentOptions options;
  options.project = "CALC";
  const RunFields fields =
      std::vector<RunField>{{"1", "Rig", "Text", false, {}},
                            {"2", "Browsers", "Multi Select", false, {"Firefox", "Lynx"}}};
  options.run_fields = &fields;
  auto people = settings();
  people.assignee = "lead";
  people.executed_by = "tester";
  const std::vector<Target> targets = {{},
                                       {true, TestKind::generic, 0, "CALC-5"},
                                       {true, TestKind::steps, 0, "CALC-5"},
                                       {true, TestKind::steps, 1, "CALC-5"},
                                       {true, TestKind::steps, 5, "CALC-5"}};
  const ImportInfo info{"9f1c2ab", kStart, kStart + 1000000, "tester"};
  std::vector<json> result;
  for (const auto& target : targets) {
    Body tests;
    for (const auto& entry : plan(all_sorts(folder), people).entries) {
      if (!tests.empty()) tests.append(",");
      tests.append(entry_document(entry, target, options));
    }
    const auto* with_info = target.exists ? nullptr : &info;
    result.push_back(json::parse(to_text(import_document("CALC-900", with_info, tests))));
  }
  return result;
}

class CloudSchema : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (schema_folder().empty()) {
      GTEST_SKIP() << "XREP_SCHEMA_DIR is not set: it names the folder with the Cloud schemas";
    }
    const auto file = std::filesystem::path(schema_folder()) / GetParam();
    ASSERT_TRUE(std::filesystem::exists(file)) << file;
    schema_ = read_schema(file);
  }

  json schema_;
};

TEST_P(CloudSchema, AcceptsEveryDocument) {
  const test::TempDir folder;
  for (const auto& document : documents(folder)) {
    EXPECT_EQ(complaints(schema_, document), "") << document.dump(1);
  }
}

TEST_P(CloudSchema, WouldNoticeAMemberThatDoesNotExist) {
  const test::TempDir folder;
  auto document = documents(folder).front();
  document["tests"][0]["defect"] = "CALC-1";
  EXPECT_NE(complaints(schema_, document), "");
}

INSTANTIATE_TEST_SUITE_P(All, CloudSchema,
                         testing::Values("xray-cloud-import.schema.json",
                                         "xray-cloud-import.merged.schema.json",
                                         "judges/xray-cloud-import.official.schema.json",
                                         "judges/xray-cloud-import.current.schema.json"),
                         [](const auto& parameter) { return std::to_string(parameter.index); });

}  // namespace
}  // namespace xrep::client::cloud
