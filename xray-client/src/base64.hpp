#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xrep::client {

/// Length of `size` bytes in base64 with padding.
constexpr std::uint64_t base64_length(std::uint64_t size) {
  return (size + 2) / 3 * 4;
}

/// RFC 4648 section 4: standard alphabet, padded, no line breaks.
std::string to_base64(std::string_view bytes);

}  // namespace xrep::client
