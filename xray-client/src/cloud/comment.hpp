#pragma once

#include "cloud/shown_result.hpp"

#include <string>

namespace xrep::client::cloud {

/// The longest comment that is sent, in UTF-16 code units. Xray names no limit for a test run's
/// comment; Jira's for text fields is 32,767.
inline constexpr std::size_t kMaxComment = 32000;

/// A line of our own, then what comes from the tests in one {noformat} block.
std::string comment_of(const Entry& entry, const ShownResult& shown);

}  // namespace xrep::client::cloud
