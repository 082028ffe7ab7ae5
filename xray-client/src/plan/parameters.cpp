#include "plan/parameters.hpp"

#include "plan/text_limits.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxValue = 8192;  // Xray's limit for step texts; none is known for values

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool has(const std::vector<PlannedParameter>& parameters, const std::string& name) {
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const PlannedParameter& parameter) { return parameter.name == name; });
}

std::string unused_name(const std::vector<PlannedParameter>& parameters, const std::string& name) {
  auto candidate = name;
  for (int n = 2; has(parameters, candidate); ++n) {
    const auto end = "_" + std::to_string(n);
    candidate = name.substr(0, kMaxName - end.size()) + end;
  }
  return candidate;
}

}  // namespace

std::string parameter_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!continues) name += is_letter(c) || is_digit(c) ? c : '_';
  }
  if (name.empty() || !is_letter(name.front())) name.insert(0, "_");
  return name.substr(0, kMaxName);
}

void add_parameter(std::vector<PlannedParameter>& parameters, const std::string& name,
                   const std::string& value) {
  parameters.push_back(
      {unused_name(parameters, parameter_name(name)), limited(value, kMaxValue, "...")});
}

std::string values_text(const std::vector<PlannedParameter>& parameters) {
  std::string text;
  for (const auto& parameter : parameters) {
    text += (text.empty() ? "" : ", ") + parameter.name + "=" + parameter.value;
  }
  return text;
}

std::vector<PlannedParameter> parameters_of(const TestRecord& record, std::uint32_t pass) {
  std::vector<Parameter> last;
  for (const auto& parameter : record.parameters) {
    if (parameter.pass != 0 && parameter.pass != pass) continue;
    const auto same = std::find_if(last.begin(), last.end(), [&](const Parameter& other) {
      return other.name == parameter.name;
    });
    if (same == last.end()) {
      last.push_back(parameter);
    } else {
      same->value = parameter.value;
    }
  }
  std::vector<PlannedParameter> result;
  for (const auto& parameter : last) add_parameter(result, parameter.name, parameter.value);
  return result;
}

}  // namespace xrep::client
