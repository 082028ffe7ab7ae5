#pragma once

#include <optional>
#include <string>
#include <vector>

namespace xrep::client {

/// A custom field of the Test Runs of a project.
struct RunField {
  std::string id;
  std::string name;
  std::string type;  ///< in the site's words
  bool required = false;
  std::vector<std::string> values;  ///< what a select field takes
};

/// All of a project; nothing: the site does not tell them.
using RunFields = std::optional<std::vector<RunField>>;

}  // namespace xrep::client
