#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace xrep {

class JsonLine;

/// The events file of this process: append-only, locked while it is open. Lines that cannot be
/// written stay in memory, at most 8 MiB of them, and go to the file as soon as it takes them.
class EventFile {
 public:
  /// What happens to a line that finds neither the file nor that memory.
  enum class Need { may_be_lost, must_be_kept };

  /// Makes the file. It gets its name only after it is locked: a reader never sees it unlocked
  /// while this process lives.
  std::error_code create(const std::filesystem::path& path);

  /// Appends one line with one write(2). Gives why the file did not take it. Not thread-safe.
  std::error_code append(JsonLine& line, Need need = Need::may_be_lost);

  /// As append, from a signal handler: `line` starts with a newline, in case that the write which
  /// the signal interrupted was a short one.
  void append_in_signal(std::string_view line) noexcept;

  /// Lines that neither the file nor the memory has.
  std::uint64_t lost() const noexcept { return lost_; }

  /// To the disk, then unlocked and closed.
  std::error_code finish();

  /// The lines that the file still lacks, each with its newline. Empty afterwards.
  std::string take_unwritten() noexcept;

  /// In a child of fork(): lets go of the file; the lock stays with the parent.
  void abandon() noexcept;

 private:
  std::error_code write_kept();
  void keep(std::string_view line, Need need) noexcept;

  std::atomic<int> file_{-1};
  std::atomic<std::uint64_t> lost_{0};
  bool torn_ = false;
  std::string kept_;  ///< lines, each with its newline
};

}  // namespace xrep
