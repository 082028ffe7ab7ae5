#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// What is wrong with the form of one element of a bulk import of Tests, or nothing.
[[nodiscard]] std::optional<std::string> fault_in_form(const nlohmann::json& element);

/// The summary or definition of an element is one of these.
[[nodiscard]] bool names_element(const std::vector<std::string>& names,
                                 const nlohmann::json& element);

/// Makes the Test that an element describes, in the project that it names, else in `project`. The
/// error is what Jira says: texts by the names of fields.
[[nodiscard]] tl::expected<const Test*, nlohmann::json> make_test(World& world,
                                                                  const nlohmann::json& element,
                                                                  const std::string& project);

}  // namespace xrep::sandbox
