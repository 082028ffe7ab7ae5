#include "variables.hpp"

#include <algorithm>
#include <set>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Fault = std::optional<std::string>;

bool all_texts(const json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_string(); });
}

bool has_only_texts(const json& value, const std::set<std::string>& members) {
  return value.is_object() &&
         std::all_of(value.items().begin(), value.items().end(), [&](const auto& item) {
           return members.count(item.key()) != 0 && item.value().is_string();
         });
}

// AttachmentDataInput.
bool is_file(const json& value) {
  static const std::set<std::string> members = {"filename", "mimeType", "data", "attachmentId"};
  return has_only_texts(value, members);
}

// CreateStepInput, without the members that nobody sends.
bool is_step(const json& value) {
  static const std::set<std::string> members = {"action", "data", "result"};
  return has_only_texts(value, members);
}

bool has_type(const json& value, VariableType type) {
  switch (type) {
    case VariableType::text:
      return value.is_string();
    case VariableType::integer:
      return value.is_number_integer();
    case VariableType::texts:
      return all_texts(value);
    case VariableType::object:
      return value.is_object();
    case VariableType::files:
      return value.is_array() && std::all_of(value.begin(), value.end(), is_file);
    case VariableType::step:
      return is_step(value);
  }
  return false;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// GraphQL drops a variable that the document does not declare, so what it holds would be lost.
bool declares(const std::string& document, const std::string& name) {
  const std::string sign = "$" + name;
  for (std::size_t at = document.find(sign); at != std::string::npos;
       at = document.find(sign, at + 1)) {
    const std::size_t end = at + sign.size();
    if (end == document.size() || !is_name_character(document[end])) return true;
  }
  return false;
}

Fault check_one(const json& variables, const VariableSpec& spec, const std::string& name,
                const std::string& document) {
  const auto value = variables.find(name);
  if (value == variables.end() || value->is_null()) {
    if (!spec.required) return std::nullopt;
    return "Variable \"$" + name + "\" of a required type was not provided.";
  }
  if (!has_type(*value, spec.type)) return "Variable \"$" + name + "\" got an invalid value.";
  if (!declares(document, name)) return "Variable \"$" + name + "\" is not defined by operation.";
  return std::nullopt;
}

}  // namespace

std::size_t count_numbered(const json& variables, const std::string& required_name) {
  std::size_t count = 0;
  while (variables.contains(required_name + std::to_string(count))) ++count;
  return count;
}

std::size_t count_sets(const json& variables, const std::vector<VariableSpec>& specs) {
  const auto first = std::find_if(specs.begin(), specs.end(),
                                  [](const VariableSpec& spec) { return spec.numbered; });
  return first == specs.end() ? 1 : count_numbered(variables, first->name);
}

Fault check_variables(const json& variables, const std::vector<VariableSpec>& specs,
                      const std::string& document) {
  std::set<std::string> expected;
  const std::size_t sets = count_sets(variables, specs);
  for (const VariableSpec& spec : specs) {
    if (spec.numbered && sets == 0) {
      return "Variable \"$" + std::string(spec.name) + "0\" was not provided.";
    }
    for (std::size_t n = 0; n < (spec.numbered ? sets : 1); ++n) {
      const std::string name = spec.numbered ? spec.name + std::to_string(n) : spec.name;
      if (auto fault = check_one(variables, spec, name, document)) return fault;
      expected.insert(name);
    }
  }
  for (const auto& item : variables.items()) {
    if (expected.count(item.key()) == 0) {
      return "Variable \"$" + item.key() + "\" is unknown to this operation.";
    }
  }
  return std::nullopt;
}

}  // namespace xrep::sandbox
