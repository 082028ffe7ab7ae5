#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xrep::reporters {

/// What the tags of a Catch2 test case say to Xray.
struct Catch2Tags {
  std::vector<std::string> keys;          ///< [xray:SHOP-42], and [SHOP-42] of the own project
  std::vector<std::string> requirements;  ///< [req:SHOP-7;SHOP-8]
  std::vector<std::string> defects;       ///< [defect:SHOP-99]
  std::vector<std::string_view> others;   ///< without those that steer Catch2 itself
};

/// `tags` without brackets; `project` is the configured Jira project, empty: none. Keys come out in
/// upper case, since Catch2 compares tags without regard to case.
Catch2Tags read_tags(const std::vector<std::string_view>& tags, std::string_view project);

/// As above, in memory that is used again for each test.
void read_tags(const std::vector<std::string_view>& tags, std::string_view project,
               Catch2Tags& result);

}  // namespace xrep::reporters
