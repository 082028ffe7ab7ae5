#include "run_fields.hpp"

#include <algorithm>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

bool is_one_of(const std::vector<std::string>& values, const json& value) {
  return value.is_string() && contains(values, value.get<std::string>());
}

// 2026-03-01
bool is_date(const json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  constexpr std::size_t kLength = 10;
  if (text.size() != kLength) return false;
  for (std::size_t i = 0; i < kLength; ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

}  // namespace

const RunField* find_run_field(const Project& project, const std::string& id) {
  const auto found = std::find_if(project.run_fields.begin(), project.run_fields.end(),
                                  [&](const RunField& field) { return field.id == id; });
  return found == project.run_fields.end() ? nullptr : &*found;
}

bool takes(const RunField& field, const json& value) {
  if (field.type == "Number") return value.is_number();
  if (field.type == "Toggle Switch") return value.is_boolean();
  if (field.type == "Date") return is_date(value);
  if (field.type == "Single Select") return is_one_of(field.values, value);
  if (field.type == "Multi Select") {
    return value.is_array() && std::all_of(value.begin(), value.end(), [&](const json& item) {
             return is_one_of(field.values, item);
           });
  }
  return value.is_string();
}

void set_custom_fields(Run& run, const Project& project, const json& fields) {
  for (const json& given : fields) {
    const RunField& field = *find_run_field(project, given.at("id"));
    const FieldValue set{field.id, field.name, given.at("value").dump()};
    const auto known = std::find_if(run.custom_fields.begin(), run.custom_fields.end(),
                                    [&](const FieldValue& other) { return other.id == set.id; });
    if (known == run.custom_fields.end()) {
      run.custom_fields.push_back(set);
    } else {
      *known = set;
    }
  }
}

std::string shown_value(const FieldValue& field) {
  const json value = json::parse(field.value);
  if (!value.is_array()) return value.is_string() ? value.get<std::string>() : value.dump();
  std::string text;
  for (const json& item : value) text += (text.empty() ? "" : ", ") + item.get<std::string>();
  return text;
}

}  // namespace xrep::sandbox
