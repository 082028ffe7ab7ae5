#include "config_file.hpp"

#include "json_file.hpp"
#include "platform/file.hpp"
#include "setting_rows.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxSize = 1;  // MiB

std::string shown(const fs::path& file) {
  return single_line(file.string());
}

/// A value as the text that a flag would have; nothing if its type does not fit.
std::optional<std::string> scalar(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "on" : "off";
  if (value.is_number()) return value.dump();
  return std::nullopt;
}

std::optional<std::string> joined(const json& array) {
  std::string text;
  for (const auto& item : array) {
    const auto part = scalar(item);
    if (!part || part->find_first_of(",;") != part->npos) return std::nullopt;
    text += (text.empty() ? "" : ",") + *part;
  }
  return text;
}

std::string wrong_type(const std::string& origin, const SettingRow* row) {
  const bool list = row != nullptr && row->kind == SettingKind::list;
  return origin + ": wrong type; allowed: " +
         (list ? "a list of strings, none with , or ; in it" : "a string, a number, true or false");
}

void read_member(const fs::path& file, const std::string& name, const json& value,
                 ConfigFile& result) {
  const std::string origin = in_quotes(name) + " in " + shown(file);
  const SettingRow* row = find_setting(name);
  const bool list = row != nullptr && row->kind == SettingKind::list && value.is_array();
  auto text = list ? joined(value) : scalar(value);
  // What it is called matters more than its type: unknown names are reported as such later.
  if (!text && row != nullptr) return result.problems.push_back(wrong_type(origin, row));
  if (text && !text->empty() && row != nullptr && row->kind == SettingKind::path) {
    text = (file.parent_path() / *text).lexically_normal().string();
  }
  result.settings.push_back({{name, text.value_or(""), origin, true}, SettingSource::file});
}

}  // namespace

ConfigFile read_config(const fs::path& folder, const std::string& explicit_name) {
  ConfigFile result;
  const fs::path file =
      explicit_name.empty() ? find_upwards(folder, "xrep.json") : folder / explicit_name;
  if (file.empty()) return result;
  result.path = file;
  if (explicit_name.empty()) {
    if (const auto why = platform::why_not_trusted(file); !why.empty()) {
      result.problems.push_back(shown(file) + ": refused, because " + why +
                                "; mend its owner and mode, or name it in XRAY_CONFIG");
      return result;
    }
  }
  std::string problem;
  const std::string text = read_small_file(file, kMaxSize, problem);
  if (!problem.empty()) {
    result.problems.push_back(problem);
    return result;
  }
  try {
    const json document = json::parse(text);
    if (!document.is_object()) {
      result.problems.push_back(shown(file) + R"(: must hold an object, {"project": "CALC", …})");
      return result;
    }
    for (const auto& [name, value] : document.items()) read_member(file, name, value, result);
  } catch (const json::parse_error& error) {
    // The parser's own words are not used: they quote the text around the fault, which may be a
    // secret in the wrong place.
    result.problems.push_back(shown(file) + ": not valid JSON at " + position(text, error.byte));
  } catch (const json::exception& error) {
    result.problems.push_back(shown(file) + ": cannot be used: " + error.what());
  }
  return result;
}

}  // namespace xrep
