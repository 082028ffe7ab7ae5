#pragma once

#include "world.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace xrep::sandbox {

/// The part of Jira's query language that the client uses: clauses over key, project, labels and
/// summary, joined by AND.
struct Jql {
  std::vector<std::string> keys;
  std::vector<std::string> projects;
  std::vector<std::string> labels;
  std::vector<std::string> summaries;
};

[[nodiscard]] tl::expected<Jql, std::string> parse_jql(std::string_view text);

/// What makes a query fail as a whole: a project that does not exist, in the strict profile also
/// a key that does not exist.
[[nodiscard]] std::optional<std::string> check_jql(World& world, const Jql& jql);

[[nodiscard]] bool matches(const Jql& jql, const Issue& issue);

}  // namespace xrep::sandbox
