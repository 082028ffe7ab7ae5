#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace xrep::sandbox {

/// Standard base64 (RFC 4648 section 4) with padding and without line breaks; nothing else.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);
/// Length of the decoded bytes, or nothing when `text` is not base64.
[[nodiscard]] std::optional<std::size_t> base64_size(std::string_view text);
/// RFC 4648 section 5, without padding: the form that tokens use.
[[nodiscard]] std::string encode_base64url(std::string_view bytes);

/// Length as JavaScript counts it, which is what a limit in characters means to Xray Cloud.
[[nodiscard]] std::size_t utf16_length(std::string_view utf8);

/// Seconds since 1970 of `2026-03-01T02:00:00+01:00` or `…Z`; nothing for any other form, also for
/// fractions of a second and for times without offset.
[[nodiscard]] std::optional<std::int64_t> parse_date_time(std::string_view text);
/// `2026-03-01T02:00:00.123Z`
[[nodiscard]] std::string format_instant(std::int64_t milliseconds);

/// `ABC-12`
[[nodiscard]] bool is_issue_key(std::string_view text);
[[nodiscard]] bool has_blank(std::string_view text);

[[nodiscard]] std::string random_uuid(std::mt19937_64& random);

}  // namespace xrep::sandbox
