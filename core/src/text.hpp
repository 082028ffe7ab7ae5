#pragma once

#include <xrep/export.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace xrep {

/// Text from tests made fit for JSON, Jira and people: valid UTF-8, no control characters but tab
/// and newline, no terminal escapes. What a lone carriage return overwrote on a terminal is gone
/// here too, so that of a progress bar its last state remains.
XREP_API std::string repair(std::string_view text);

/// As repair, for names: a newline or carriage return becomes its visible picture, so that
/// different names stay different.
XREP_API std::string single_line(std::string_view text);

/// `text` itself if single_line would not change it, else the repaired text in `storage`.
std::string_view single_line(std::string_view text, std::string& storage);

/// The longest beginning of `text` (valid UTF-8) with at most `max_bytes` that ends on a code
/// point.
XREP_API std::string_view cut(std::string_view text, std::size_t max_bytes) noexcept;

/// What people may call a file: the last part of `path`, repaired, without slashes of any kind, at
/// most 255 bytes; never empty.
XREP_API std::string display_name(std::string_view path);

/// For messages: `value` in quotes, on one line, not longer than people read.
std::string in_quotes(std::string_view value);

}  // namespace xrep
