#include "support/outside_schemas.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace xrep::test {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

json read_json(const fs::path& path) {
  std::ifstream file(path);
  return json::parse(file);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::vector<fs::path> cloud_schemas(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    const std::string name = item.path().filename().string();
    if (name.rfind("xray-cloud-import.", 0) == 0 && ends_with(name, ".schema.json")) {
      found.push_back(item.path());
    }
  }
  return found;
}

void check(const json& document, const fs::path& schema_path, const std::string& name) {
  valijson::Schema schema;
  const json schema_document = read_json(schema_path);
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_document),
                                          schema);
  valijson::ValidationResults results;
  valijson::Validator validator;
  const valijson::adapters::NlohmannJsonAdapter target(document);
  if (validator.validate(schema, target, &results)) {
    return;
  }
  std::string reasons;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const auto& part : error.context) {
      reasons += part;
    }
    reasons += ": " + error.description + "\n";
  }
  ADD_FAILURE() << name << " is not valid against " << schema_path.filename() << ":\n"
                << reasons << document.dump(2);
}

}  // namespace

void check_against_outside_schemas(const fs::path& folder) {
  const char* schemas = std::getenv("XREP_SCHEMA_DIR");
  if (schemas == nullptr || *schemas == '\0' || !fs::exists(folder)) {
    return;
  }
  const auto paths = cloud_schemas(schemas);
  EXPECT_FALSE(paths.empty()) << "no xray-cloud-import.*.schema.json in " << schemas;
  for (const auto& item : fs::directory_iterator(folder)) {
    const std::string name = item.path().filename().string();
    if (ends_with(name, "-import.json")) {
      const json document = read_json(item.path());
      for (const auto& path : paths) {
        check(document, path, name);
      }
    }
  }
}

void keep_graphql_documents(const fs::path& folder) {
  const fs::path kept = XREP_GRAPHQL_FOLDER;
  if (!fs::exists(folder)) {
    return;
  }
  fs::create_directories(kept);
  for (const auto& item : fs::directory_iterator(folder)) {
    if (!ends_with(item.path().filename().string(), ".graphql.json")) {
      continue;
    }
    const std::string text = read_json(item.path()).at("query").get<std::string>();
    const fs::path target = kept / (std::to_string(std::hash<std::string>()(text)) + ".graphql");
    if (!fs::exists(target)) {
      std::ofstream(target) << text;
    }
  }
}

}  // namespace xrep::test
