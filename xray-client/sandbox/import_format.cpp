#include "import_format.hpp"

#include "import_schema.hpp"
#include "text.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <algorithm>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

constexpr std::size_t kLongestStatus = 18;
constexpr std::size_t kLongestParameterName = 64;

json schema_for(const Answers& answers) {
  json schema = json::parse(import_schema_text());
  json& members = schema["definitions"]["StepResult"]["properties"];
  json evidence = members["evidence"];
  members.erase("evidence");
  members[answers.step_evidence] = std::move(evidence);
  return schema;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// ^[a-zA-Z0-9_/]{2,18}$, the rule for names of statuses.
bool is_status_name(const std::string& name) {
  return name.size() >= 2 && name.size() <= kLongestStatus &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_word_character(c) || c == '/'; });
}

bool is_parameter_name(const std::string& name) {
  const bool starts_well = !name.empty() && is_word_character(name.front()) &&
                           !(name.front() >= '0' && name.front() <= '9');
  return starts_well && utf16_length(name) <= kLongestParameterName;
}

std::optional<std::string> date_fault(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || parse_date_time(found->get_ref<const std::string&>())) {
    return std::nullopt;
  }
  return std::string(member) + " is no date-time in whole seconds with an offset";
}

std::optional<std::string> evidence_fault(const json& object, const char* member) {
  const auto list = object.find(member);
  if (list == object.end()) return std::nullopt;
  for (const json& item : *list) {
    if (item.at("filename").get_ref<const std::string&>().empty()) return "an empty filename";
    if (!base64_size(item.at("data").get_ref<const std::string&>())) {
      return "data of " + item.at("filename").get<std::string>() + " is not base64";
    }
  }
  return std::nullopt;
}

std::optional<std::string> status_fault(const json& object) {
  const auto& status = object.at("status").get_ref<const std::string&>();
  if (is_status_name(status)) return std::nullopt;
  return "'" + status + "' cannot be the name of a status";
}

std::optional<std::string> steps_fault(const json& object, const char* evidence_member) {
  const auto steps = object.find("steps");
  if (steps == object.end()) return std::nullopt;
  for (const json& step : *steps) {
    if (auto fault = status_fault(step)) return fault;
    if (auto fault = evidence_fault(step, evidence_member)) return fault;
  }
  return std::nullopt;
}

std::optional<std::string> iteration_fault(const json& iteration, const char* evidence_member) {
  if (auto fault = status_fault(iteration)) return fault;
  if (const auto parameters = iteration.find("parameters"); parameters != iteration.end()) {
    for (const json& parameter : *parameters) {
      const auto& name = parameter.at("name").get_ref<const std::string&>();
      if (!is_parameter_name(name)) return "'" + name + "' cannot be the name of a parameter";
    }
  }
  return steps_fault(iteration, evidence_member);
}

std::optional<std::string> test_fault(const json& test, const char* evidence_member) {
  if (!test.contains("testKey") && !test.contains("testInfo")) {
    return "neither testKey nor testInfo";
  }
  if (auto fault = status_fault(test)) return fault;
  for (const char* member : {"start", "finish"}) {
    if (auto fault = date_fault(test, member)) return fault;
  }
  for (const char* member : {"evidence", "evidences"}) {
    if (auto fault = evidence_fault(test, member)) return fault;
  }
  const auto iterations = test.find("iterations");
  if (iterations != test.end()) {
    for (const json& iteration : *iterations) {
      if (auto fault = iteration_fault(iteration, evidence_member)) return fault;
    }
  }
  return steps_fault(test, evidence_member);
}

std::string describe(valijson::ValidationResults& results) {
  std::string text = "schema";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    text += "; ";
    for (const std::string& part : error.context) text += part;
    text += ' ' + error.description;
  }
  return text;
}

}  // namespace

struct ImportFormat::Compiled {
  valijson::Schema schema;
};

ImportFormat::ImportFormat(const Answers& answers)
    : answers_(answers), compiled_(std::make_unique<Compiled>()) {
  const json document = schema_for(answers);
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(NlohmannJsonAdapter(document), compiled_->schema);
}

ImportFormat::~ImportFormat() = default;

std::optional<std::string> ImportFormat::fault(const json& document) const {
  valijson::Validator validator;
  if (!validator.validate(compiled_->schema, NlohmannJsonAdapter(document), nullptr)) {
    valijson::ValidationResults results;
    validator.validate(compiled_->schema, NlohmannJsonAdapter(document), &results);
    return describe(results);
  }
  if (const auto info = document.find("info"); info != document.end()) {
    for (const char* member : {"startDate", "finishDate"}) {
      if (auto fault = date_fault(*info, member)) return "info: " + *fault;
    }
  }
  const auto tests = document.find("tests");
  if (tests == document.end()) return "no tests";
  for (std::size_t i = 0; i < tests->size(); ++i) {
    if (auto fault = test_fault((*tests)[i], answers_.step_evidence)) {
      return "tests[" + std::to_string(i) + "]: " + *fault;
    }
  }
  return std::nullopt;
}

}  // namespace xrep::sandbox
