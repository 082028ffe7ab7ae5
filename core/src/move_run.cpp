#include "move_run.hpp"

#include "new_directory.hpp"
#include "platform/file.hpp"

#include <limits>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;

constexpr auto kNoLimit = std::numeric_limits<std::uint64_t>::max();

std::error_code copy_file(const fs::path& from, const platform::Descriptor& to) {
  const auto file = platform::open_for_reading(from);
  if (!file) return file.error();
  const auto copied = platform::copy_bytes(*file, to, kNoLimit);
  return copied ? std::error_code() : copied.error();
}

/// The events so far, then the lines that were held; a torn line before them is closed.
std::error_code write_events(const fs::path& path, const fs::path& so_far,
                             const std::string& lines) {
  const auto to = platform::create_file(path);
  if (!to) return to.error();
  auto error = copy_file(so_far, *to);
  if (!error) error = platform::write_all(to->get(), "\n" + lines);
  if (!error) error = platform::sync(to->get());
  return error;
}

std::error_code write_file(const fs::path& path, const std::string& bytes) {
  const auto to = platform::create_file(path);
  return to ? platform::write_all(to->get(), bytes) : to.error();
}

std::error_code copy_attachment(const fs::path& from, const fs::path& path) {
  const auto to = platform::create_file(path);
  return to ? copy_file(from, *to) : to.error();
}

std::uint64_t write_attachments(const fs::path& folder, const WrittenPart& written,
                                const UnwrittenPart& unwritten) {
  std::uint64_t missing = 0;
  const auto count = [&missing](const std::error_code& error, const fs::path& path) {
    if (!error) return;
    ++missing;
    std::error_code ignored;
    fs::remove(path, ignored);
  };
  for (const auto& file : unwritten.files) {
    count(write_file(folder / file.file, file.bytes), folder / file.file);
  }
  std::error_code error;
  fs::directory_iterator entry(written.directory.path / "attachments", error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const auto name = entry->path().filename();
    if (name.string().rfind(written.prefix, 0) != 0) continue;
    count(copy_attachment(entry->path(), folder / name), folder / name);
  }
  return missing;
}

tl::expected<MovedRun, std::error_code> move_to(const fs::path& folder, const WrittenPart& written,
                                                const UnwrittenPart& unwritten,
                                                const RunFacts& facts) {
  const auto place = make_temporary(folder, facts, written.directory.id);
  if (!place) return tl::make_unexpected(place.error());
  const auto events = place->path / written.events.filename();
  if (const auto error = write_events(events, written.events, unwritten.events)) {
    std::error_code ignored;
    fs::remove_all(place->path.parent_path(), ignored);
    return tl::make_unexpected(error);
  }
  MovedRun moved;
  moved.directory = *place;
  moved.missing_files = write_attachments(place->path / "attachments", written, unwritten);
  std::error_code error;
  fs::remove(written.events, error);
  moved.still_there = static_cast<bool>(error);
  const bool all_moved = moved.missing_files == 0 && !moved.still_there;
  if (all_moved && !written.directory.shared) fs::remove_all(written.directory.path, error);
  return moved;
}

}  // namespace

tl::expected<MovedRun, std::error_code> move_run(const WrittenPart& written,
                                                 const UnwrittenPart& unwritten,
                                                 const RunFacts& facts) {
  auto why = std::make_error_code(std::errc::no_such_file_or_directory);
  for (const auto& folder : platform::temporary_folders()) {
    auto moved = move_to(folder, written, unwritten, facts);
    if (moved) return moved;
    why = moved.error();
  }
  return tl::make_unexpected(why);
}

}  // namespace xrep
