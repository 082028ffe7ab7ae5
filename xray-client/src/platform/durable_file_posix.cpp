#include "platform/durable_file.hpp"
#include "platform/file.hpp"
#include "random_name.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace xrep::client::platform {

namespace {

constexpr int kPrivate = 0600;

std::string reason(int error) {
  return std::generic_category().message(error);
}

bool ends_torn(int file) {
  const off_t end = ::lseek(file, 0, SEEK_END);
  char last = '\n';
  return end > 0 && ::pread(file, &last, 1, end - 1) == 1 && last != '\n';
}

}  // namespace

std::string append_durably(const std::filesystem::path& path, const std::string& text) {
  const xrep::platform::Descriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, kPrivate));
  if (!file.open()) {
    return reason(errno);
  }
  std::error_code error;
  if (ends_torn(file.get())) {
    error = xrep::platform::write_all(file.get(), "\n");
  }
  if (!error) {
    error = xrep::platform::write_all(file.get(), text);
  }
  if (!error) {
    error = xrep::platform::sync(file.get());
  }
  return error ? error.message() : std::string();
}

std::string replace_durably(const std::filesystem::path& path, const std::string& text) {
  constexpr mode_t kAsTheUserHasIt = 0666;  // less what the umask takes away
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  if (error) {
    return error.message();
  }
  const auto draft = real.parent_path() / ("." + real.filename().string() + "." + random_digits());
  const xrep::platform::Descriptor file(
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kAsTheUserHasIt));
  if (!file.open()) {
    return reason(errno);
  }
  struct stat before {};
  if (::stat(real.c_str(), &before) == 0 && ::fchmod(file.get(), before.st_mode & 07777) != 0) {
    error = std::error_code(errno, std::generic_category());
  }
  if (!error) {
    error = xrep::platform::write_all(file.get(), text);
  }
  if (!error) {
    error = xrep::platform::sync(file.get());
  }
  if (!error) {
    std::filesystem::rename(draft, real, error);
  }
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    return error.message();
  }
  xrep::platform::sync_directory(real.parent_path());
  return {};
}

std::unique_ptr<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory,
                                                   std::string& problem) {
  return take_file(directory / "lock", problem);
}

std::unique_ptr<DirectoryLock> DirectoryLock::take_file(const std::filesystem::path& path,
                                                        std::string& problem) {
  problem.clear();
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivate);
  if (file < 0) {
    problem = "cannot open " + path.string() + ": " + reason(errno);
    return nullptr;
  }
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(file);
    if (error != EWOULDBLOCK) {
      problem = "cannot lock " + path.string() + ": " + reason(error);
    }
    return nullptr;
  }
  // Who held it before may have removed it in between: then this one is nobody's.
  struct stat held {};
  struct stat there {};
  if (::fstat(file, &held) != 0 || ::stat(path.c_str(), &there) != 0 ||
      held.st_ino != there.st_ino || held.st_dev != there.st_dev) {
    ::close(file);
    return nullptr;
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(file));
}

DirectoryLock::~DirectoryLock() {
  ::close(descriptor_);
}

}  // namespace xrep::client::platform
