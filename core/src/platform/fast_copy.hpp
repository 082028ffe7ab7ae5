#pragma once

#include <cstdint>

namespace xrep::platform {

/// Lets the system copy up to `limit` bytes between two open files without moving them through this
/// process, sharing the blocks where the file system can. Gives what was copied, which may be less
/// than there is: the caller copies the rest.
std::uint64_t fast_copy(int from, int to, std::uint64_t limit) noexcept;

}  // namespace xrep::platform
