#include "process.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstddef>

namespace xrep::platform {
namespace {

// A page that is filled with zeros in every child (Linux 4.14); null where there is no such thing.
// It stays for the rest of the process.
volatile char* page_of_this_process() noexcept {
#ifdef MADV_WIPEONFORK
  const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const page =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return nullptr;
  if (madvise(page, size, MADV_WIPEONFORK) == 0) return static_cast<volatile char*>(page);
  munmap(page, size);
#endif
  return nullptr;
}

}  // namespace

void OwnProcess::claim() noexcept {
  static volatile char* const page = page_of_this_process();
  if (page != nullptr) *page = 1;
  mark_ = page;
  id_ = process_id();
}

bool OwnProcess::is_this() const noexcept {
  const volatile char* const mark = mark_.load(std::memory_order_relaxed);
  return mark != nullptr ? *mark != 0 : id_.load(std::memory_order_relaxed) == process_id();
}

std::int64_t process_id() noexcept {
  return getpid();
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

void each_variable(
    const std::function<void(std::string_view name, std::string_view value)>& visit) {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto end = text.find('=');
    if (end != text.npos) visit(text.substr(0, end), text.substr(end + 1));
  }
}

void on_fork_in_child(void (*handler)()) {
  pthread_atfork(nullptr, nullptr, handler);
}

int duplicate_stderr() noexcept {
  return fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
}

}  // namespace xrep::platform
