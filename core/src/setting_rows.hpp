#pragma once

#include "setting_values.hpp"
#include "settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace xrep {

enum class SettingKind { text, list, truth, path };

/// How one setting is read.
struct SettingRow {
  std::string_view name;
  std::string_view default_text;
  std::string_view allowed;
  SettingKind kind;
  values::Wrong (*set)(Settings& settings, const std::string& value);
};

const std::vector<SettingRow>& setting_rows();

/// nullptr: there is no such setting.
const SettingRow* find_setting(std::string_view name);

/// Names under which people try to give credentials.
bool names_a_secret(std::string_view name);

}  // namespace xrep
