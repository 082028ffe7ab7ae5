#include "json_file.hpp"

#include "platform/file.hpp"
#include "text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace xrep {

namespace fs = std::filesystem;

fs::path find_upwards(fs::path folder, const std::string& name) {
  std::error_code error;
  while (true) {
    if (fs::exists(folder / name, error)) return folder / name;
    if (fs::exists(folder / ".git", error) || folder == folder.parent_path()) return {};
    folder = folder.parent_path();
  }
}

std::string read_small_file(const fs::path& file, std::uint64_t most, std::string& problem) {
  const std::string shown = single_line(file.string());
  const auto info = platform::file_info(file);
  if (!info) {
    problem = shown + ": cannot be read: " + info.error().message();
  } else if (info->kind != platform::FileKind::regular) {
    problem = shown + ": is not a regular file";
  } else if (info->size > most << 20U) {
    problem = shown + ": is larger than " + std::to_string(most) + " MiB; is it the right file?";
  }
  if (!problem.empty()) return {};
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) problem = shown + ": cannot be read; check its permissions";
  return text;
}

std::string position(const std::string& text, std::size_t byte) {
  const std::string before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column = before.size() - (before.rfind('\n') + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace xrep
