#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace xrep::client::cloud {

/// Most issues that one search may match, and most items of one page (GraphQL API page).
inline constexpr std::size_t kMostKeys = 100;

/// JQL for the issues with these keys. One that does not exist fails the whole search.
inline std::string key_list(const std::vector<std::string>& keys) {
  std::string jql = "key in (";
  for (const auto& key : keys) {
    jql += (jql.back() == '(' ? "" : ", ") + key;
  }
  return jql + ")";
}

}  // namespace xrep::client::cloud
