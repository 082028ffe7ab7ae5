#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xrep {

/// Finds secrets in text without knowing them: it keeps the length and a hash of each, so that no
/// copy of one lies about in the memory of a test program or in its core.
class Secrets {
 public:
  /// The values of 8 bytes or more of JIRA_USER and all environment variables whose names hold
  /// "token", "secret", "password" or "key" in any case, and the user info in those that name a
  /// proxy.
  static Secrets of_environment();

  /// Values of fewer than 8 bytes are too common in other words to be told from them.
  void add(std::string_view value);

  /// `text` itself if none is in it, else what `storage` then holds: `text` with `***` for each.
  std::string_view hide(std::string_view text, std::string& storage) const;

 private:
  struct OfLength {
    std::size_t length = 0;
    std::vector<std::uint64_t> hashes;
  };
  using Span = std::pair<std::size_t, std::size_t>;  ///< from, to
  std::vector<Span> find(std::string_view text) const;

  std::vector<OfLength> by_length_;
};

}  // namespace xrep
