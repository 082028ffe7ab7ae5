#include "fast_copy.hpp"
#include "file.hpp"

#include <unistd.h>

#include <cerrno>
#include <vector>

namespace xrep::platform {
namespace {

tl::unexpected<std::error_code> failed() {
  return tl::make_unexpected(std::error_code(errno, std::generic_category()));
}

}  // namespace

Result<std::uint64_t> copy_bytes(const Descriptor& from, const Descriptor& to,
                                 std::uint64_t limit) {
  constexpr std::size_t kBuffer = 128UL * 1024;
  std::vector<char> buffer(kBuffer);
  // Beyond the limit the system would raise SIGXFSZ.
  std::uint64_t copied = limits_file_size() ? 0 : fast_copy(from.get(), to.get(), limit);
  // Also after the system said that it copied everything: some kernels give 0 for files in /proc
  // and for network files whose size they do not know (copy_file_range(2), BUGS).
  while (true) {
    const ssize_t got = read(from.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) return copied;
    copied += static_cast<std::uint64_t>(got);
    if (copied > limit)
      return tl::make_unexpected(std::make_error_code(std::errc::value_too_large));
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    if (const auto error = write_all(to.get(), bytes)) return tl::make_unexpected(error);
  }
}

}  // namespace xrep::platform
