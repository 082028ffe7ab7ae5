#pragma once

#include <string_view>
#include <vector>

namespace xrep::reporters {

std::string_view trimmed(std::string_view text);

/// GoogleTest 1.14 and later end every message with a newline, older ones do not.
std::string_view without_last_newline(std::string_view text);

/// "A-1; A-2,A-3" -> A-1, A-2, A-3. Views into `text`.
std::vector<std::string_view> split_list(std::string_view text);

}  // namespace xrep::reporters
