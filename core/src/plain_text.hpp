#pragma once

#include <string_view>

namespace xrep {

/// Printable ASCII without quotation marks and backslashes: needs neither repair nor escaping.
bool is_plain(std::string_view text) noexcept;

/// Copies `text` to `out`, which has room for it, and tells whether it is plain. If it is not,
/// `out` holds some of it.
bool copy_if_plain(std::string_view text, char* out) noexcept;

}  // namespace xrep
