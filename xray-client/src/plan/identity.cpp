#include "plan/identity.hpp"

#include "hash.hpp"
#include "plan/text_limits.hpp"

namespace xrep::client {
namespace {

constexpr std::size_t kMaxSummary = 255;
constexpr std::size_t kDigits = 8;

}  // namespace

// The digits are part of names that live for years in Jira: the hash may never change.
std::string limited_identity(const std::string& identity) {
  if (text_length(identity) <= kMaxSummary) return identity;
  return limited(identity, kMaxSummary, " " + hex_hash(identity).substr(0, kDigits));
}

}  // namespace xrep::client
