#include "platform/durable_file.hpp"

#include "platform/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
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

std::unique_ptr<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory,
                                                   std::string& problem) {
  problem.clear();
  const auto path = directory / "lock";
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
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(file));
}

DirectoryLock::~DirectoryLock() {
  ::close(descriptor_);
}

}  // namespace xrep::client::platform
