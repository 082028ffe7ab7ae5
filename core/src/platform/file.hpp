#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace xrep::platform {

template <class T>
using Result = tl::expected<T, std::error_code>;

/// Owns an open file.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : value_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return value_; }
  bool open() const { return value_ >= 0; }
  int release();
  void reset();

 private:
  int value_ = -1;
};

enum class FileKind { regular, directory, fifo, socket, device, other };

struct FileInfo {
  FileKind kind = FileKind::other;
  std::uint64_t size = 0;
};

Result<FileInfo> file_info(const std::filesystem::path& path);
Result<FileInfo> file_info(const Descriptor& file);

/// Opens without ever waiting, as a fifo would make us.
Result<Descriptor> open_for_reading(const std::filesystem::path& path);

/// A new file of mode 0600 for writing; fails if something has that name already.
Result<Descriptor> create_file(const std::filesystem::path& path);

/// As create_file, and each write goes to the end, whoever else writes.
Result<Descriptor> create_file_for_appending(const std::filesystem::path& path);

/// A directory of mode 0700; fails with file_exists if something has that name already.
std::error_code create_directory(const std::filesystem::path& path);

/// May this process make files in the directory?
std::error_code can_write_in(const std::filesystem::path& directory);

/// A new directory in the system's temporary folder whose name starts with `prefix`.
Result<std::filesystem::path> create_temporary_directory(const std::string& prefix);

/// Gives `from` the name `to` unless that is taken (error file_exists); `from` is gone in any case.
std::error_code publish_new(const std::filesystem::path& from, const std::filesystem::path& to);

/// Everything, in as many calls as it takes.
std::error_code write_all(int file, std::string_view bytes);

/// One write(2), repeated only when a signal came before anything was written. Gives the number of
/// bytes written, -1 on error. May be called from a signal handler.
std::int64_t write_once(int file, std::string_view bytes) noexcept;

std::error_code sync(int file);
void sync_directory(const std::filesystem::path& path);
void close_file(int file) noexcept;

/// The lock belongs to the open file, ends with the process, and is not inherited over exec.
void lock_exclusively(int file) noexcept;
void unlock(int file) noexcept;

/// Does somebody hold the lock of this file? False when the file system cannot tell.
bool is_locked(const std::filesystem::path& path);

/// Why somebody else could have written this file, e.g. "it belongs to another user"; empty if only
/// this user and root can.
std::string why_not_trusted(const std::filesystem::path& path);

/// Copies at most `limit` bytes from where both files stand; more than that is an error
/// (file_too_large). Gives the number of bytes copied. Needs little memory.
Result<std::uint64_t> copy_bytes(const Descriptor& from, const Descriptor& to, std::uint64_t limit);

}  // namespace xrep::platform
