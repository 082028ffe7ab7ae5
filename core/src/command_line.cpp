#include <xrep/recording.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace xrep::recording {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::optional<bool> truth(std::string_view text) {
  constexpr std::array<std::string_view, 4> kYes{"1", "on", "true", "yes"};
  constexpr std::array<std::string_view, 4> kNo{"0", "off", "false", "no"};
  const auto word = lower(text);
  if (std::find(kYes.begin(), kYes.end(), word) != kYes.end()) return true;
  if (std::find(kNo.begin(), kNo.end(), word) != kNo.end()) return false;
  return std::nullopt;
}

/// One of our arguments, taken apart.
struct Argument {
  std::string flag;  ///< as written, without the value
  std::string name;  ///< empty: the switch `--xray` itself
  std::string value;
  bool has_value = false;
};

std::optional<Argument> parse(std::string_view text) {
  const auto dashes = std::min(text.find_first_not_of('-'), text.size());
  if (dashes < 1 || dashes > 2) return std::nullopt;
  const auto equals = text.find('=');
  const auto flag = text.substr(0, equals);
  auto name = flag.substr(dashes);
  if (name.substr(0, 4) != "xray") return std::nullopt;
  name.remove_prefix(4);
  if (!name.empty() && name.front() != '_' && name.front() != '-') return std::nullopt;
  Argument argument;
  argument.flag = flag;
  argument.name = name.empty() ? name : name.substr(1);
  std::replace(argument.name.begin(), argument.name.end(), '-', '_');
  argument.has_value = equals != text.npos;
  if (argument.has_value) argument.value = text.substr(equals + 1);
  return argument;
}

void add(const Argument& argument, CommandLine& result) {
  const GivenSetting setting{argument.name, argument.value, argument.flag, argument.has_value};
  if (!argument.name.empty()) return result.settings.push_back(setting);
  const auto on = argument.has_value ? truth(argument.value) : true;
  // Neither: the run is recorded, and the setting without a name becomes a problem there.
  if (!on) result.settings.push_back(setting);
  result.on = on.value_or(true);
  result.off = !result.on;
}

}  // namespace

CommandLine settings_from_arguments(const std::vector<std::string>& arguments) {
  CommandLine result;
  for (const auto& text : arguments) {
    if (text == "--") break;
    if (const auto argument = parse(text)) add(*argument, result);
  }
  return result;
}

CommandLine take_settings(int& argc, char** argv) {
  CommandLine result;
  int kept = std::min(argc, 1);
  bool ours_may_follow = true;
  for (int i = kept; i < argc; ++i) {
    const std::string_view text = argv[i];
    ours_may_follow = ours_may_follow && text != "--";
    const auto argument = ours_may_follow ? parse(text) : std::nullopt;
    if (argument) {
      add(*argument, result);
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  argv[argc] = nullptr;
  return result;
}

bool turned_on(const CommandLine& command_line) noexcept {
  if (command_line.on || command_line.off) return command_line.on;
  const char* variable = std::getenv("XRAY");
  try {
    return variable != nullptr && truth(variable).value_or(false);
  } catch (...) {
    return false;
  }
}

}  // namespace xrep::recording
