#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xrep::client {

/// FNV-1a, 64 bits. Tells contents apart; protects against nothing.
std::uint64_t hash_of(std::string_view text);

/// 16 hex digits.
std::string hex_of(std::uint64_t hash);

/// hash_of() as hex digits.
std::string hex_hash(std::string_view text);

}  // namespace xrep::client
