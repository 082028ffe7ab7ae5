#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace xrep::client::cloud {

/// A type of links between Jira issues. `outward` is how the link reads from the issue where it
/// starts ("tests"), `inward` how it reads from the one where it ends ("is tested by").
struct LinkType {
  std::string id;
  std::string name;
  std::string inward;
  std::string outward;

  /// The link runs from the requirement to the Test, because somebody defined it that way round.
  bool starts_at_requirement() const;
};

/// The type that makes a Test cover a requirement, among those that `answer` (of GET
/// /rest/api/3/issueLinkType) lists: the one with the id `preferred` if it is about testing, else
/// the one named "Test", which Xray brings along, else "Tests", which sites have that came from
/// Server.
std::optional<LinkType> coverage_link_type(const nlohmann::json& answer,
                                           const std::string& preferred);

}  // namespace xrep::client::cloud
