#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

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

/// Where files may go that fit nowhere else: the system's temporary folder, then memory that looks
/// like a folder. Existing ones only.
std::vector<std::filesystem::path> temporary_folders();

/// A new directory in `folder` whose name starts with `prefix`.
Result<std::filesystem::path> create_directory_in(const std::filesystem::path& folder,
                                                  const std::string& prefix);

/// Gives `from` the name `to` unless that is taken (error file_exists); `from` is gone in any case.
std::error_code publish_new(const std::filesystem::path& from, const std::filesystem::path& to);

/// Everything, in as many calls as it takes.
std::error_code write_all(int file, std::string_view bytes);

/// One write(2), repeated only when a signal came before anything was written. Gives the number of
/// bytes written, -1 on error. A file that is as large as RLIMIT_FSIZE allows is an error (EFBIG)
/// and raises no SIGXFSZ, which would end the process. May be called from a signal handler.
std::int64_t write_once(int file, std::string_view bytes) noexcept;

/// Back to the beginning of an open file.
std::error_code rewind(const Descriptor& file);

/// From here to the end of the file, at most `limit` bytes; more than that is an error
/// (value_too_large).
Result<std::string> read_all(const Descriptor& file, std::uint64_t limit);

/// Files may grow as large as the hard limit allows while this lives.
class LiftedFileSizeLimit {
 public:
  LiftedFileSizeLimit() noexcept;
  ~LiftedFileSizeLimit();
  LiftedFileSizeLimit(const LiftedFileSizeLimit&) = delete;
  LiftedFileSizeLimit& operator=(const LiftedFileSizeLimit&) = delete;

 private:
  std::optional<std::uint64_t> before_;
};

/// Is the size of files limited in this process?
bool limits_file_size() noexcept;

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

/// Why others than this user could write into this file or directory, e.g. "everybody may write
/// it"; empty if only this user can. What belongs to somebody else is theirs to write, but root may
/// use it.
std::string who_else_writes(const std::filesystem::path& path);

/// Copies at most `limit` bytes from where both files stand; more than that is an error
/// (value_too_large). Gives the number of bytes copied. Needs little memory.
Result<std::uint64_t> copy_bytes(const Descriptor& from, const Descriptor& to, std::uint64_t limit);

}  // namespace xrep::platform
