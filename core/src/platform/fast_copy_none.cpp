#include "fast_copy.hpp"

namespace xrep::platform {

std::uint64_t fast_copy(int, int, std::uint64_t) noexcept {
  return 0;
}

}  // namespace xrep::platform
