#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace xrep {

class JsonLine;

/// The events file of this process: append-only, locked while it is open.
class EventFile {
 public:
  /// Makes the file. It gets its name only after it is locked: a reader never sees it unlocked
  /// while this process lives.
  std::error_code create(const std::filesystem::path& path);

  /// Appends one line with one write(2). Gives why it could not be written as a whole.
  std::error_code append(JsonLine& line) noexcept;

  /// As append, from a signal handler: `line` starts with a newline, in case that the write which
  /// the signal interrupted was a short one.
  void append_in_signal(std::string_view line) noexcept;

  /// Lines that did not reach the file as a whole.
  std::uint64_t lost() const noexcept { return lost_; }

  /// To the disk, then unlocked and closed.
  std::error_code finish();

  /// In a child of fork(): lets go of the file; the lock stays with the parent.
  void abandon() noexcept;

 private:
  std::atomic<int> file_{-1};
  std::atomic<bool> torn_{false};
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace xrep
