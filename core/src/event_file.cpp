#include "event_file.hpp"

#include "json_line.hpp"
#include "platform/file.hpp"

#include <cerrno>
#include <new>
#include <utility>

namespace xrep {
namespace {

constexpr std::size_t kMostKept = 8UL << 20;  ///< bytes

std::error_code why_written(std::int64_t written) {
  return written < 0 ? std::error_code(errno, std::generic_category())
                     : std::make_error_code(std::errc::no_space_on_device);
}

}  // namespace

std::error_code EventFile::create(const std::filesystem::path& path) {
  auto hidden = path;
  hidden.replace_filename("." + path.filename().string() + ".new");
  auto file = platform::create_file_for_appending(hidden);
  if (!file) return file.error();
  platform::lock_exclusively(file->get());
  if (const auto error = platform::publish_new(hidden, path)) return error;
  torn_ = false;
  lost_ = 0;
  kept_.clear();
  file_ = file->release();
  return {};
}

std::error_code EventFile::append(JsonLine& line, Need need) {
  if (file_ < 0) return {};
  if (const auto error = kept_.empty() ? std::error_code() : write_kept()) {
    keep(line.finish(false), need);
    return error;
  }
  const std::string_view bytes = line.finish(torn_);
  const std::int64_t written = platform::write_once(file_, bytes);
  if (written == static_cast<std::int64_t>(bytes.size())) {
    torn_ = false;
    return {};
  }
  const auto error = why_written(written);
  if (written > 0) torn_ = true;
  keep(bytes.substr(bytes.front() == '\n' ? 1 : 0), need);
  return error;
}

// A line that the file has only a part of is kept as a whole: readers skip the part.
std::error_code EventFile::write_kept() {
  if (torn_) {
    const std::int64_t written = platform::write_once(file_, "\n");
    if (written != 1) return why_written(written);
    torn_ = false;
  }
  const std::int64_t written = platform::write_once(file_, kept_);
  if (written == static_cast<std::int64_t>(kept_.size())) {
    kept_ = std::string();
    return {};
  }
  const auto error = why_written(written);
  if (written > 0) {
    const auto end_of_lines = kept_.rfind('\n', static_cast<std::size_t>(written) - 1);
    const std::size_t whole = end_of_lines == std::string::npos ? 0 : end_of_lines + 1;
    torn_ = static_cast<std::size_t>(written) > whole;
    kept_.erase(0, whole);
  }
  return error;
}

void EventFile::keep(std::string_view line, Need need) noexcept {
  const bool fits = kept_.size() + line.size() <= kMostKept || need == Need::must_be_kept;
  try {
    if (fits) {
      kept_ += line;
      return;
    }
  } catch (const std::bad_alloc&) {
    // lost, as the lines for which there is no room
  }
  ++lost_;
}

void EventFile::append_in_signal(std::string_view line) noexcept {
  const int saved = errno;
  if (const int file = file_; file >= 0) platform::write_once(file, line);
  errno = saved;
}

std::error_code EventFile::finish() {
  const int file = file_;
  if (file < 0) return {};
  std::error_code error = kept_.empty() ? std::error_code() : write_kept();
  if (const auto not_synced = platform::sync(file); !error) error = not_synced;
  file_ = -1;
  platform::unlock(file);
  platform::close_file(file);
  return error;
}

std::string EventFile::take_unwritten() noexcept {
  return std::exchange(kept_, std::string());
}

void EventFile::abandon() noexcept {
  if (const int file = file_.exchange(-1); file >= 0) platform::close_file(file);
}

}  // namespace xrep
