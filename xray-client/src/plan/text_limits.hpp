#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace xrep::client {

/// Length as Jira and Xray count it: in UTF-16 code units, never less than the code points. Bytes
/// that are no UTF-8 count at most one each.
std::size_t text_length(std::string_view text);

/// The longest beginning of `text` with at most `limit` units, cut on a code point.
std::string_view first_units(std::string_view text, std::size_t limit);

/// `text`, if it is longer than `limit` cut so that it ends in `note` and fits.
std::string limited(std::string_view text, std::size_t limit, std::string_view note);

/// `text`, with blanks at its end up to `width` units: a column of a table.
std::string padded(std::string text, std::size_t width);

/// On one line: line breaks and tabs become blanks, runs of blanks one.
std::string one_line(std::string_view text);

/// On one line and without the characters that start Jira's wiki markup: for what is not wrapped in
/// a {noformat} block.
std::string plain_line(std::string_view text);

}  // namespace xrep::client
