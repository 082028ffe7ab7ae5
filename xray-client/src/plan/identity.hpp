#pragma once

#include <string>

namespace xrep::client {

/// `identity` within the 255 characters of a Jira summary: a longer one is cut and ends in a blank
/// and 8 hex digits of its hash, so that two long identities stay two.
std::string limited_identity(const std::string& identity);

}  // namespace xrep::client
