#pragma once

#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace xrep {

/// A file kept in the run directory.
struct Snapshot {
  std::string file;  ///< its name below attachments/
  std::uint64_t size = 0;
};

/// Why a file was not kept, and what to do about it.
struct Refusal {
  std::string why;
  std::string advice;
};

struct AttachmentLimits {
  std::uint64_t file = 0;  ///< bytes
  std::uint64_t run = 0;   ///< bytes, of everything this process attaches
};

/// A file that the run directory could not take.
struct UnwrittenFile {
  std::string file;  ///< its name below attachments/
  std::string bytes;
};

/// Copies what is attached into the run directory. Thread-safe; never waits for a fifo or a device.
/// Files are held in memory only when the disk does not take them, at most 8 MiB together.
class AttachmentStore {
 public:
  /// Files are named `<prefix>-<number>` in `folder`.
  AttachmentStore(std::filesystem::path folder, std::string prefix, AttachmentLimits limits);

  tl::expected<Snapshot, Refusal> keep_file(std::string_view path);
  tl::expected<Snapshot, Refusal> keep_bytes(std::string_view bytes);

  /// Why the disk did not take a file, once after each time that it happened.
  std::error_code take_disk_error();

  /// Tries again to write what is held in memory and gives what the disk still does not take.
  std::vector<UnwrittenFile> take_unwritten();

 private:
  tl::expected<Snapshot, Refusal> hold(Snapshot snapshot, std::string bytes,
                                       const std::error_code& why);
  std::error_code write(const std::string& file, std::string_view bytes) const;
  tl::expected<std::uint64_t, Refusal> room_for(std::uint64_t size) const;
  tl::expected<Snapshot, Refusal> account(Snapshot snapshot);
  Snapshot next();

  std::filesystem::path folder_;
  std::string prefix_;
  AttachmentLimits limits_;
  std::atomic<std::uint64_t> files_{0};
  std::atomic<std::uint64_t> bytes_{0};

  std::mutex mutex_;
  std::error_code disk_error_;
  std::vector<UnwrittenFile> held_;
  std::uint64_t held_bytes_ = 0;
};

}  // namespace xrep
