#include "file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace xrep::platform {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kDirectoryMode = 0700;

std::error_code last_error() {
  return {errno, std::generic_category()};
}

tl::unexpected<std::error_code> failed() {
  return tl::make_unexpected(last_error());
}

template <class Call>
auto repeat_when_interrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

// getrlimit(2): a write that starts there raises SIGXFSZ, one that only ends behind it is cut.
bool is_at_size_limit(int file) noexcept {
  struct rlimit limit {};
  const bool limited = getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  struct stat status {};
  if (!limited || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const bool at_end = (fcntl(file, F_GETFL) & O_APPEND) != 0;
  const off_t at = at_end ? status.st_size : lseek(file, 0, SEEK_CUR);
  return at >= 0 && static_cast<rlim_t>(at) >= limit.rlim_cur;
}

std::string who_may_write(const struct stat& status) {
  if ((status.st_mode & S_IWOTH) != 0) return "everybody may write it";
  // Where each user has a group of his own (same number), umask 002 is usual and harmless.
  const bool own_group = status.st_uid != 0 && status.st_gid == status.st_uid;
  if ((status.st_mode & S_IWGRP) != 0 && !own_group) return "its group may write it";
  return {};
}

FileInfo info_of(const struct stat& status) {
  FileInfo info;
  info.size = static_cast<std::uint64_t>(status.st_size);
  if (S_ISREG(status.st_mode)) info.kind = FileKind::regular;
  if (S_ISDIR(status.st_mode)) info.kind = FileKind::directory;
  if (S_ISFIFO(status.st_mode)) info.kind = FileKind::fifo;
  if (S_ISSOCK(status.st_mode)) info.kind = FileKind::socket;
  if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) info.kind = FileKind::device;
  return info;
}

Result<Descriptor> create(const std::filesystem::path& path, int more_flags) {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW | more_flags;
  const int file = repeat_when_interrupted([&] { return open(path.c_str(), flags, kFileMode); });
  if (file < 0) return failed();
  return Descriptor(file);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    value_ = other.release();
  }
  return *this;
}

int Descriptor::release() {
  return std::exchange(value_, -1);
}

void Descriptor::reset() {
  if (value_ >= 0) close_file(release());
}

Result<FileInfo> file_info(const std::filesystem::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return failed();
  return info_of(status);
}

Result<FileInfo> file_info(const Descriptor& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) return failed();
  return info_of(status);
}

Result<Descriptor> open_for_reading(const std::filesystem::path& path) {
  const int file = repeat_when_interrupted(
      [&] { return open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); });
  if (file < 0) return failed();
  return Descriptor(file);
}

Result<Descriptor> create_file(const std::filesystem::path& path) {
  return create(path, 0);
}

Result<Descriptor> create_file_for_appending(const std::filesystem::path& path) {
  return create(path, O_APPEND);
}

std::error_code create_directory(const std::filesystem::path& path) {
  return mkdir(path.c_str(), kDirectoryMode) == 0 ? std::error_code() : last_error();
}

std::error_code can_write_in(const std::filesystem::path& directory) {
  return access(directory.c_str(), W_OK | X_OK) == 0 ? std::error_code() : last_error();
}

std::vector<std::filesystem::path> temporary_folders() {
  std::vector<std::filesystem::path> folders;
  std::error_code error;
  auto usual = std::filesystem::temp_directory_path(error);
  if (!error) folders.push_back(std::move(usual));
  // shm_overview(7): a file system in memory, writable by everybody.
  const std::filesystem::path memory = "/dev/shm";
  if (std::filesystem::is_directory(memory, error)) folders.push_back(memory);
  return folders;
}

Result<std::filesystem::path> create_directory_in(const std::filesystem::path& folder,
                                                  const std::string& prefix) {
  std::string name = (folder / (prefix + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) return failed();
  return std::filesystem::path(name);
}

std::error_code publish_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code result;
  if (link(from.c_str(), to.c_str()) != 0) result = last_error();
  if (!result || result == std::errc::file_exists) {
    unlink(from.c_str());
    return result;
  }
  // Some network and FAT file systems have no hard links; then the race is theirs.
  struct stat status {};
  if (lstat(to.c_str(), &status) == 0) {
    unlink(from.c_str());
    return std::make_error_code(std::errc::file_exists);
  }
  return rename(from.c_str(), to.c_str()) == 0 ? std::error_code() : last_error();
}

std::error_code write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::int64_t written = write_once(file, bytes);
    if (written < 0) return last_error();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

bool limits_file_size() noexcept {
  struct rlimit limit {};
  return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

LiftedFileSizeLimit::LiftedFileSizeLimit() noexcept {
  struct rlimit limit {};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_FSIZE, &limit) == 0) before_ = before;
}

LiftedFileSizeLimit::~LiftedFileSizeLimit() {
  struct rlimit limit {};
  if (!before_ || getrlimit(RLIMIT_FSIZE, &limit) != 0) return;
  limit.rlim_cur = static_cast<rlim_t>(*before_);
  setrlimit(RLIMIT_FSIZE, &limit);
}

std::error_code rewind(const Descriptor& file) {
  return lseek(file.get(), 0, SEEK_SET) == 0 ? std::error_code() : last_error();
}

Result<std::string> read_all(const Descriptor& file, std::uint64_t limit) {
  constexpr std::size_t kPiece = 64UL * 1024;
  std::string bytes;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kPiece);
    const auto got =
        repeat_when_interrupted([&] { return read(file.get(), bytes.data() + before, kPiece); });
    if (got < 0) return failed();
    bytes.resize(before + static_cast<std::size_t>(got));
    if (bytes.size() > limit) {
      return tl::make_unexpected(std::make_error_code(std::errc::value_too_large));
    }
    if (got == 0) return bytes;
  }
}

std::int64_t write_once(int file, std::string_view bytes) noexcept {
  if (is_at_size_limit(file)) {
    errno = EFBIG;
    return -1;
  }
  return repeat_when_interrupted([&] { return write(file, bytes.data(), bytes.size()); });
}

std::error_code sync(int file) {
  return repeat_when_interrupted([&] { return fsync(file); }) == 0 ? std::error_code()
                                                                   : last_error();
}

void sync_directory(const std::filesystem::path& path) {
  const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.open()) sync(folder.get());
}

void close_file(int file) noexcept {
  close(file);
}

void lock_exclusively(int file) noexcept {
  repeat_when_interrupted([&] { return flock(file, LOCK_EX); });
}

void unlock(int file) noexcept {
  flock(file, LOCK_UN);
}

bool is_locked(const std::filesystem::path& path) {
  const auto file = open_for_reading(path);
  if (!file) return false;
  if (flock(file->get(), LOCK_SH | LOCK_NB) == 0) return false;
  return errno == EWOULDBLOCK;
}

std::string why_not_trusted(const std::filesystem::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return last_error().message();
  if (status.st_uid != 0 && status.st_uid != geteuid()) return "it belongs to another user";
  return who_may_write(status);
}

std::string who_else_writes(const std::filesystem::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return last_error().message();
  const bool own = status.st_uid == geteuid() || geteuid() == 0 || status.st_uid == 0;
  return own ? who_may_write(status) : "it belongs to another user";
}

}  // namespace xrep::platform
