#pragma once

#include <string>
#include <string_view>

namespace xrep::client {

/// FNV-1a, 64 bits, as 16 hex digits. Tells contents apart; protects against nothing.
std::string hex_hash(std::string_view text);

}  // namespace xrep::client
