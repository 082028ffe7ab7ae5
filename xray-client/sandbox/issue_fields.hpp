#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace xrep::sandbox {

/// What Jira's create-issue fields say of every kind of issue.
struct IssueTexts {
  std::string summary;
  std::vector<std::string> labels;
};

/// Checks the fields of a new issue of a project. The error begins with the name of the field.
[[nodiscard]] tl::expected<IssueTexts, std::string> issue_texts_of(const nlohmann::json& fields,
                                                                   const Project& project);

/// The project that the fields name; null if there is none.
[[nodiscard]] Project* project_in(World& world, const nlohmann::json& fields);

}  // namespace xrep::sandbox
