#include "platform/durable_file.hpp"

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

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

bool ends_torn(int file) {
  const off_t end = ::lseek(file, 0, SEEK_END);
  char last = '\n';
  return end > 0 && ::pread(file, &last, 1, end - 1) == 1 && last != '\n';
}

bool write_all(int file, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = ::write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

std::string append_durably(const std::filesystem::path& path, const std::string& text) {
  const Descriptor file(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, kPrivate));
  if (file.number() < 0) {
    return reason(errno);
  }
  if (ends_torn(file.number()) && !write_all(file.number(), "\n")) {
    return reason(errno);
  }
  if (!write_all(file.number(), text) || ::fsync(file.number()) != 0) {
    return reason(errno);
  }
  return {};
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
