#include "attachment_store.hpp"

#include "platform/file.hpp"
#include "text.hpp"

#include <algorithm>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t kMostHeld = 8UL << 20;  ///< bytes

using platform::Descriptor;
using platform::FileKind;

tl::unexpected<Refusal> refused(std::string why, std::string advice) {
  return tl::make_unexpected(Refusal{std::move(why), std::move(advice)});
}

tl::unexpected<Refusal> empty() {
  return refused("it is empty", "attach it after it has been written and flushed");
}

tl::unexpected<Refusal> cannot_be_kept(const std::error_code& error) {
  return refused("it cannot be copied to the run directory: " + error.message(),
                 "check the space and the permissions there");
}

tl::unexpected<Refusal> cannot_be_opened(const std::error_code& error) {
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) {
    std::error_code ignored;
    const auto here = fs::current_path(ignored);
    return refused("there is no such file",
                   "check the path; the working directory is " + here.string());
  }
  return refused("it cannot be read: " + error.message(), "let the user of the tests read it");
}

tl::unexpected<Refusal> file_too_large(std::uint64_t limit) {
  return refused(
      "it has more than " + std::to_string(limit) + " bytes, the setting max_attachment_size",
      "raise that setting or attach a smaller file");
}

tl::unexpected<Refusal> run_too_large(std::uint64_t limit) {
  return refused("all attachments of the run together would have more than " +
                     std::to_string(limit) + " bytes, the setting max_attachments_size",
                 "raise that setting or attach less");
}

std::string kind_name(FileKind kind) {
  switch (kind) {
    case FileKind::directory:
      return "a directory";
    case FileKind::fifo:
      return "a fifo";
    case FileKind::socket:
      return "a socket";
    case FileKind::device:
      return "a device";
    default:
      return "something else";
  }
}

tl::expected<void, Refusal> must_be_regular(FileKind kind) {
  if (kind == FileKind::regular) return {};
  const std::string advice =
      kind == FileKind::directory ? "attach its files one by one, or an archive" : "attach a copy";
  return refused("it is " + kind_name(kind) + ", not a regular file", advice);
}

// What is not a regular file must not even be opened: that wakes the writer of a fifo, and some
// devices act on it. The second look, at what was opened, closes the gap between the two.
tl::expected<Descriptor, Refusal> open_regular(const std::string& path) {
  const auto before = platform::file_info(path);
  if (!before) return cannot_be_opened(before.error());
  if (auto regular = must_be_regular(before->kind); !regular) {
    return tl::make_unexpected(regular.error());
  }
  auto file = platform::open_for_reading(path);
  if (!file) return cannot_be_opened(file.error());
  const auto opened = platform::file_info(*file);
  if (!opened) return cannot_be_opened(opened.error());
  if (auto regular = must_be_regular(opened->kind); !regular) {
    return tl::make_unexpected(regular.error());
  }
  return std::move(*file);
}

platform::Result<std::uint64_t> copy(const Descriptor& from, const fs::path& path,
                                     std::uint64_t limit) {
  const auto to = platform::create_file(path);
  if (!to) return tl::make_unexpected(to.error());
  auto copied = platform::copy_bytes(from, *to, limit);
  std::error_code ignored;
  if (!copied || *copied == 0) fs::remove(path, ignored);
  return copied;
}

platform::Result<std::string> read_again(const Descriptor& from, std::uint64_t limit) {
  if (const auto error = platform::rewind(from)) return tl::make_unexpected(error);
  return platform::read_all(from, limit);
}

}  // namespace

AttachmentStore::AttachmentStore(fs::path folder, std::string prefix, AttachmentLimits limits)
    : folder_(std::move(folder)), prefix_(std::move(prefix)), limits_(limits) {}

tl::expected<Snapshot, Refusal> AttachmentStore::keep_file(std::string_view path) {
  if (path.empty()) return refused("its path is empty", "give the path of a file");
  if (path.find('\0') != std::string_view::npos) {
    return refused("its path holds a NUL character", "give the path of a file");
  }
  const auto from = open_regular(std::string(path));
  if (!from) return tl::make_unexpected(from.error());
  const auto info = platform::file_info(*from);
  const auto room = room_for(info ? info->size : 0);
  if (!room) return tl::make_unexpected(room.error());

  Snapshot snapshot = next();
  const auto copied = copy(*from, folder_ / snapshot.file, *room);
  if (!copied && copied.error() == std::errc::value_too_large) {
    return *room == limits_.file ? file_too_large(limits_.file) : run_too_large(limits_.run);
  }
  if (!copied) {
    auto bytes = read_again(*from, std::min<std::uint64_t>(*room, kMostHeld));
    return bytes ? hold(std::move(snapshot), std::move(*bytes), copied.error())
                 : cannot_be_kept(copied.error());
  }
  if (*copied == 0) return empty();
  snapshot.size = *copied;
  return account(std::move(snapshot));
}

tl::expected<Snapshot, Refusal> AttachmentStore::keep_bytes(std::string_view bytes) {
  if (bytes.empty()) return empty();
  if (const auto room = room_for(bytes.size()); !room) return tl::make_unexpected(room.error());
  Snapshot snapshot = next();
  if (const auto error = write(snapshot.file, bytes)) {
    if (bytes.size() > kMostHeld) return cannot_be_kept(error);
    return hold(std::move(snapshot), std::string(bytes), error);
  }
  snapshot.size = bytes.size();
  return account(std::move(snapshot));
}

std::error_code AttachmentStore::write(const std::string& file, std::string_view bytes) const {
  const auto to = platform::create_file(folder_ / file);
  if (!to) return to.error();
  const auto error = platform::write_all(to->get(), bytes);
  std::error_code ignored;
  if (error) fs::remove(folder_ / file, ignored);
  return error;
}

// The disk does not take it: it stays in memory until the end of the run.
tl::expected<Snapshot, Refusal> AttachmentStore::hold(Snapshot snapshot, std::string bytes,
                                                      const std::error_code& why) {
  if (bytes.empty()) return empty();
  snapshot.size = bytes.size();
  const std::lock_guard lock(mutex_);
  disk_error_ = why;
  if (held_bytes_ + bytes.size() > kMostHeld) return cannot_be_kept(why);
  auto kept = account(snapshot);
  if (!kept) return kept;
  held_bytes_ += bytes.size();
  held_.push_back({snapshot.file, std::move(bytes)});
  return kept;
}

std::error_code AttachmentStore::take_disk_error() {
  const std::lock_guard lock(mutex_);
  return std::exchange(disk_error_, {});
}

std::vector<UnwrittenFile> AttachmentStore::take_unwritten() {
  const std::lock_guard lock(mutex_);
  const auto on_disk = [this](const UnwrittenFile& held) { return !write(held.file, held.bytes); };
  held_.erase(std::remove_if(held_.begin(), held_.end(), on_disk), held_.end());
  held_bytes_ = 0;
  return std::exchange(held_, {});
}

// How many bytes a file of (so far) `size` bytes may have.
tl::expected<std::uint64_t, Refusal> AttachmentStore::room_for(std::uint64_t size) const {
  if (size > limits_.file) return file_too_large(limits_.file);
  const std::uint64_t left = limits_.run - std::min<std::uint64_t>(bytes_, limits_.run);
  if (size > left) return run_too_large(limits_.run);
  return std::min(limits_.file, left);
}

// Two threads may both have found room for the last bytes: then the second gives its file back.
tl::expected<Snapshot, Refusal> AttachmentStore::account(Snapshot snapshot) {
  if (bytes_.fetch_add(snapshot.size) + snapshot.size <= limits_.run) return snapshot;
  bytes_ -= snapshot.size;
  std::error_code ignored;
  fs::remove(folder_ / snapshot.file, ignored);
  return run_too_large(limits_.run);
}

Snapshot AttachmentStore::next() {
  return {prefix_ + "-" + std::to_string(++files_), 0};
}

}  // namespace xrep
