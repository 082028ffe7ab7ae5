#pragma once

#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

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

/// Copies what is attached into the run directory. Thread-safe; never waits for a fifo or a device,
/// and never holds a file in memory.
class AttachmentStore {
 public:
  /// Files are named `<prefix>-<number>` in `folder`.
  AttachmentStore(std::filesystem::path folder, std::string prefix, AttachmentLimits limits);

  tl::expected<Snapshot, Refusal> keep_file(std::string_view path);
  tl::expected<Snapshot, Refusal> keep_bytes(std::string_view bytes);

 private:
  tl::expected<std::uint64_t, Refusal> room_for(std::uint64_t size) const;
  tl::expected<Snapshot, Refusal> account(Snapshot snapshot);
  Snapshot next();

  std::filesystem::path folder_;
  std::string prefix_;
  AttachmentLimits limits_;
  std::atomic<std::uint64_t> files_{0};
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace xrep
