#pragma once

#include "model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace xrep::sandbox {

/// Text as HTML: markup characters escaped, control characters shown as U+FFFD. Safe in elements
/// and in quoted attributes.
[[nodiscard]] std::string escape(std::string_view text);

/// A comment as people read it: without the {noformat} markers around logs, monospace.
[[nodiscard]] std::string monospace(std::string_view text);

/// A whole page with the note that this is not Xray. `body` is HTML.
[[nodiscard]] std::string frame(const std::string& title, const std::string& body);

[[nodiscard]] std::string link_to(const std::string& key);
[[nodiscard]] std::string links_to(const std::vector<std::string>& keys);
[[nodiscard]] std::string badge(const std::string& status);

/// The CSS class of a status: passed, failed, busy, other or todo.
[[nodiscard]] const char* tone_of(const std::string& status);

/// How many runs of each status there are, the bad ones first.
struct StatusCount {
  std::string status;
  std::size_t count = 0;
};
[[nodiscard]] std::vector<StatusCount> count_statuses(const std::vector<Run>& runs);
/// A bar with one part per status.
[[nodiscard]] std::string status_bar(const std::vector<StatusCount>& counts);

/// Smaller is worse; the order in which statuses are shown.
[[nodiscard]] int rank_of(const std::string& status);

}  // namespace xrep::sandbox
