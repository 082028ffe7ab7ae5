#pragma once

#include <string_view>

namespace xrep {

/// Printable ASCII without quotation marks and backslashes: needs neither repair nor escaping.
bool is_plain(std::string_view text) noexcept;

}  // namespace xrep
