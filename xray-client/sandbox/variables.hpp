#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// The GraphQL types that occur among the variables of the known operations.
enum class VariableType { text, integer, texts, object, files, step };

struct VariableSpec {
  const char* name;
  VariableType type;
  bool required;
  /// Asked for once or several times: the name carries a number, from 0 on without gaps.
  bool numbered = false;
};

/// Checks the variables of an operation: all required ones, no unknown one, the right types, each
/// declared in the document. Null counts as absent. The first of the numbered ones, which must be
/// a required one, says how many sets there are. Returns the text of the error, or nothing.
[[nodiscard]] std::optional<std::string> check_variables(const nlohmann::json& variables,
                                                         const std::vector<VariableSpec>& specs,
                                                         const std::string& document);

/// How many numbered sets an operation with these variables is asked for; 1 when none is numbered.
[[nodiscard]] std::size_t count_sets(const nlohmann::json& variables,
                                     const std::vector<VariableSpec>& specs);

/// How many variables there are with this name and a number, from 0 on.
[[nodiscard]] std::size_t count_numbered(const nlohmann::json& variables,
                                         const std::string& required_name);

}  // namespace xrep::sandbox
