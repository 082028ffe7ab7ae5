#include "cloud/custom_fields.hpp"

#include "error.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace xrep::client::cloud {
namespace {

using Json = nlohmann::ordered_json;
using Value = tl::expected<Json, std::string>;

enum class Shape : std::uint8_t { text, number, truth, one_of, some_of };

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// The API has the type as text, and no public page lists those texts: they are known by the words
// that the settings page of Xray has for them ("Single Select", "Multi Select List", "Toggle
// Switch", …). What is not known goes as text.
Shape shape_of(const std::string& type) {
  constexpr std::array<std::pair<std::string_view, Shape>, 7> kWords{{{"multi", Shape::some_of},
                                                                      {"number", Shape::number},
                                                                      {"numeric", Shape::number},
                                                                      {"toggle", Shape::truth},
                                                                      {"boolean", Shape::truth},
                                                                      {"select", Shape::one_of},
                                                                      {"radio", Shape::one_of}}};
  const auto name = lower(type);
  const auto known = std::find_if(kWords.begin(), kWords.end(), [&](const auto& word) {
    return name.find(word.first) != std::string::npos;
  });
  // "Text (multi-line)"
  const bool lines = name.find("line") != std::string::npos;
  return known == kWords.end() || lines ? Shape::text : known->second;
}

std::string quoted(const std::string& text) {
  constexpr std::size_t kMost = 60;
  return "'" + limited(one_line(text), kMost, "…") + "'";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string text;
  for (const auto& item : texts) text += (text.empty() ? "" : ", ") + item;
  return text;
}

Value number(const std::string& text) {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  if (value.is_number()) return Json(value);
  return tl::make_unexpected(quoted(text) + " is not a number");
}

Value truth(const std::string& text) {
  const auto word = lower(text);
  if (word == "true" || word == "on" || word == "yes" || word == "1") return Json(true);
  if (word == "false" || word == "off" || word == "no" || word == "0") return Json(false);
  return tl::make_unexpected(quoted(text) + " is neither true nor false");
}

Value one_of(const RunField& field, const std::string& text) {
  const auto& values = field.values;
  if (std::find(values.begin(), values.end(), text) != values.end()) return Json(text);
  return tl::make_unexpected(quoted(text) + " is not one of its values: " + listed(values));
}

// As in the vendor's JUnit reports, several values are separated by `;`.
Value some_of(const RunField& field, std::string_view text) {
  auto list = Json::array();
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    const auto item = one_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (item.empty()) continue;
    auto value = one_of(field, item);
    if (!value) return value;
    list.push_back(std::move(*value));
  }
  return list;
}

Value value_of(const RunField& field, const std::string& text) {
  switch (shape_of(field.type)) {
    case Shape::number:
      return number(text);
    case Shape::truth:
      return truth(text);
    case Shape::one_of:
      return one_of(field, text);
    case Shape::some_of:
      return some_of(field, text);
    case Shape::text:
      break;
  }
  return Json(text);
}

const RunField* find_field(const std::vector<RunField>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const RunField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string why_not_known(const RunFields& fields) {
  if (!fields) return "Xray does not tell which custom fields the Test Runs of this project have";
  std::vector<std::string> names;
  for (const auto& field : *fields) names.push_back(field.name);
  return "the Test Runs of this project have no such field" +
         (names.empty() ? "" : "; they have: " + listed(names));
}

}  // namespace

Json custom_fields_document(const Entry& entry, const RunFields* fields) {
  auto list = Json::array();
  for (const auto& [name, text, by_setting] : entry.custom_fields) {
    if (fields == nullptr) {
      list.push_back({{"id", name}, {"value", text}});
      continue;
    }
    const auto* const field = *fields ? find_field(**fields, name) : nullptr;
    auto value = field == nullptr ? tl::make_unexpected(std::string()) : value_of(*field, text);
    if (value) list.push_back({{"id", field->id}, {"value", std::move(*value)}});
  }
  return list;
}

std::vector<FieldFault> field_faults(const Entry& entry, const RunFields& fields) {
  std::vector<FieldFault> faults;
  for (const auto& [name, text, by_setting] : entry.custom_fields) {
    const auto* const field = fields ? find_field(*fields, name) : nullptr;
    if (field == nullptr) {
      faults.push_back({FieldFault::Kind::not_known, name, why_not_known(fields)});
    } else if (const auto value = value_of(*field, text); !value) {
      faults.push_back({FieldFault::Kind::wrong_value, name, value.error()});
    }
  }
  if (!fields) return faults;
  for (const auto& field : *fields) {
    const auto is_it = [&](const PlannedField& given) { return given.name == field.name; };
    const auto& given = entry.custom_fields;
    if (field.required && std::none_of(given.begin(), given.end(), is_it)) {
      faults.push_back({FieldFault::Kind::required, field.name, {}});
    }
  }
  return faults;
}

}  // namespace xrep::client::cloud
