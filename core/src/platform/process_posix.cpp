#include "process.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <array>

namespace xrep::platform {

std::int64_t process_id() noexcept {
  return getpid();
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

void on_fork_in_child(void (*handler)()) {
  pthread_atfork(nullptr, nullptr, handler);
}

int duplicate_stderr() noexcept {
  return fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
}

}  // namespace xrep::platform
