#include <xrep/reporters/program.hpp>

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace xrep::reporters {
namespace {

bool says_something(const recording::CommandLine& command_line) {
  return command_line.on || command_line.off || !command_line.settings.empty();
}

int number_or(std::string_view text, int otherwise) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

// The flag wins, as it does in GoogleTest.
int shard_number(const std::vector<std::string>& arguments, std::string_view flag,
                 const char* variable, int otherwise) {
  for (const auto& argument : arguments) {
    if (argument.size() > flag.size() && argument.compare(0, flag.size(), flag) == 0) {
      return number_or(std::string_view(argument).substr(flag.size()), otherwise);
    }
  }
  const char* value = std::getenv(variable);
  return value == nullptr ? otherwise : number_or(value, otherwise);
}

}  // namespace

std::string executable_name(std::string_view program) {
  const auto separator = program.find_last_of("/\\");
  if (separator != std::string_view::npos) {
    program.remove_prefix(separator + 1);
  }
  constexpr std::string_view kSuffix = ".exe";
  if (program.size() > kSuffix.size() &&
      program.substr(program.size() - kSuffix.size()) == kSuffix) {
    program.remove_suffix(kSuffix.size());
  }
  return std::string(program);
}

recording::CommandLine command_line_of(const recording::CommandLine& taken,
                                       const std::vector<std::string>& framework_arguments) {
  if (says_something(taken)) {
    return taken;
  }
  auto command_line = recording::settings_from_arguments(framework_arguments);
  return says_something(command_line) ? command_line
                                      : recording::settings_from_arguments(program_arguments());
}

bool asked_to_record(const recording::CommandLine& command_line) {
  if (recording::turned_on(command_line)) {
    return true;
  }
  if (!command_line.off && !command_line.settings.empty()) {
    std::fprintf(
        stderr,
        "xrep: %s was given, but xrep is not turned on: nothing is recorded. Add --xray or "
        "set XRAY=1.\n",
        command_line.settings.front().origin.c_str());
  }
  return false;
}

Shard googletest_shard(const std::vector<std::string>& arguments) {
  Shard shard;
  shard.count = shard_number(arguments, "--gtest_total_shards=", "GTEST_TOTAL_SHARDS", 1);
  shard.index = shard_number(arguments, "--gtest_shard_index=", "GTEST_SHARD_INDEX", 0);
  return shard.count > 1 ? shard : Shard();
}

}  // namespace xrep::reporters
