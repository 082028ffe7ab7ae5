#include "event_file.hpp"

#include "json_line.hpp"
#include "platform/file.hpp"

#include <cerrno>

namespace xrep {

std::error_code EventFile::create(const std::filesystem::path& path) {
  auto hidden = path;
  hidden.replace_filename("." + path.filename().string() + ".new");
  auto file = platform::create_file_for_appending(hidden);
  if (!file) return file.error();
  platform::lock_exclusively(file->get());
  if (const auto error = platform::publish_new(hidden, path)) return error;
  torn_ = false;
  lost_ = 0;
  file_ = file->release();
  return {};
}

std::error_code EventFile::append(JsonLine& line) noexcept {
  const int file = file_;
  if (file < 0) return {};
  const std::string_view bytes = line.finish(torn_);
  const std::int64_t written = platform::write_once(file, bytes);
  if (written == static_cast<std::int64_t>(bytes.size())) {
    torn_ = false;
    return {};
  }
  ++lost_;
  if (written < 0) return {errno, std::generic_category()};
  if (written > 0) torn_ = true;
  return std::make_error_code(std::errc::no_space_on_device);
}

void EventFile::append_in_signal(std::string_view line) noexcept {
  const int saved = errno;
  if (const int file = file_; file >= 0) platform::write_once(file, line);
  errno = saved;
}

std::error_code EventFile::finish() {
  const int file = file_.exchange(-1);
  if (file < 0) return {};
  const auto error = platform::sync(file);
  platform::unlock(file);
  platform::close_file(file);
  return error;
}

void EventFile::abandon() noexcept {
  if (const int file = file_.exchange(-1); file >= 0) platform::close_file(file);
}

}  // namespace xrep
