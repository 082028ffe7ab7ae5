#include "files.hpp"

#include <fstream>
#include <system_error>

namespace xrep::sandbox {
namespace {

bool write_whole(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return !file.fail();
}

}  // namespace

bool Files::write(const std::string& id, std::string_view bytes) const {
  return write_whole(path(id), bytes);
}

bool Files::duplicate(const std::string& from, const std::string& to) const {
  std::error_code error;
  std::filesystem::create_hard_link(path(from), path(to), error);
  if (!error) return true;
  return std::filesystem::copy_file(path(from), path(to), error) && !error;
}

void Files::remove(const std::string& id) const noexcept {
  std::error_code ignored;
  std::filesystem::remove(path(id), ignored);
}

std::optional<std::string> replace_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path temporary = path;
  temporary += ".new";
  if (!write_whole(temporary, text)) {
    return "cannot write " + temporary.string() + ": is the disk full or the folder read-only?";
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  if (error) return "cannot replace " + path.string() + ": " + error.message();
  return std::nullopt;
}

}  // namespace xrep::sandbox
