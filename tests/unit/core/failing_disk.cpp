#include "failing_disk.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace {

struct Fault {
  std::string where;
  int error = 0;
  long allowed = 0;
};

Fault& fault() {
  static auto* const instance = new Fault;
  return *instance;
}

bool is_hit(int file) {
  std::array<char, 4096> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t size = readlink(link.c_str(), path.data(), path.size());
  const std::string_view name(path.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return name.find(fault().where) != name.npos;
}

}  // namespace

extern "C" ssize_t write(int file, const void* bytes, std::size_t size) {
  if (fault().error != 0 && is_hit(file)) {
    if (fault().allowed <= 0) {
      errno = fault().error;
      return -1;
    }
    size = std::min(size, static_cast<std::size_t>(fault().allowed));
    fault().allowed -= static_cast<long>(size);
  }
  return syscall(SYS_write, file, bytes, size);
}

namespace xrep::test {

void fail_writes(const std::string& where, int error, long allowed) {
  fault() = {where, error, allowed};
}

}  // namespace xrep::test
