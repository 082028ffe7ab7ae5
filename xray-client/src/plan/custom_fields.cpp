#include "plan/custom_fields.hpp"

#include "plan/text_limits.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {
namespace {

/// What one test said.
struct Said {
  Micros when = 0;
  const std::string* test = nullptr;
  const Parameter* field = nullptr;
};

std::vector<Said> said_by(const Group& group) {
  std::vector<Said> all;
  for (const auto& part : group.parts) {
    for (const auto* attempt : part.attempts) {
      for (const auto& field : attempt->custom_fields) {
        all.push_back({attempt->started, &part.name, &field});
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Said& a, const Said& b) { return a.when < b.when; });
  return all;
}

template <class Fields>
auto find_field(Fields& fields, const std::string& name) {
  return std::find_if(fields.begin(), fields.end(),
                      [&](const PlannedField& field) { return field.name == name; });
}

void set_field(std::vector<PlannedField>& fields, PlannedField field) {
  const auto known = find_field(fields, field.name);
  if (known == fields.end()) {
    fields.push_back(std::move(field));
  } else {
    *known = std::move(field);
  }
}

std::string line_about(const std::string& name, const std::string& values) {
  return "Custom field " + one_line(name) + " shows the last of several values: " + values + "\n";
}

}  // namespace

std::vector<PlannedField> custom_fields_of(const Group& group, const Settings& settings) {
  std::vector<PlannedField> fields;
  for (const auto& [name, value] : settings.custom_fields) fields.push_back({name, value, true});
  for (const auto& said : said_by(group)) {
    set_field(fields, {said.field->name, said.field->value, false});
  }
  // An empty value takes away what the setting gives.
  fields.erase(std::remove_if(fields.begin(), fields.end(),
                              [](const PlannedField& field) { return field.value.empty(); }),
               fields.end());
  return fields;
}

std::string several_values(const Group& group) {
  const auto all = said_by(group);
  std::string text;
  for (auto first = all.begin(); first != all.end(); ++first) {
    const auto& name = first->field->name;
    const auto is_it = [&](const Said& said) { return said.field->name == name; };
    if (std::any_of(all.begin(), first, is_it)) continue;
    std::string values;
    const Parameter* last = nullptr;
    std::size_t count = 0;
    for (const auto& said : all) {
      if (!is_it(said) || (last != nullptr && last->value == said.field->value)) continue;
      last = said.field;
      values +=
          (count++ == 0 ? "" : ", ") + one_line(last->value) + " (" + one_line(*said.test) + ")";
    }
    if (count > 1) text += line_about(name, values);
  }
  return text;
}

std::string join_custom_fields(Entry& to, const Entry& from) {
  std::string text;
  for (const auto& field : from.custom_fields) {
    const auto known = find_field(to.custom_fields, field.name);
    if (known == to.custom_fields.end()) {
      to.custom_fields.push_back(field);
      continue;
    }
    // What a test says wins over the setting.
    const bool wins =
        known->by_setting != field.by_setting ? known->by_setting : from.finished > to.finished;
    const bool differ = known->value != field.value;
    if (differ && known->by_setting == field.by_setting) {
      const auto& earlier = wins ? known->value : field.value;
      const auto& later = wins ? field.value : known->value;
      text += line_about(field.name, one_line(earlier) + ", " + one_line(later));
    }
    if (wins) *known = field;
  }
  return text;
}

}  // namespace xrep::client
