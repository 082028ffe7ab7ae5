#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// The GraphQL types that occur among the variables of the known operations.
enum class VariableType { text, integer, texts, object, files };

struct VariableSpec {
  const char* name;
  VariableType type;
  bool required;
};

/// Checks the variables of an operation: all required ones, no unknown one, the right types, each
/// declared in the document. Null counts as absent. With `numbered`, every name carries a number
/// from 0 on without gaps. Returns the text of the error, or nothing.
[[nodiscard]] std::optional<std::string> check_variables(const nlohmann::json& variables,
                                                         const std::vector<VariableSpec>& specs,
                                                         bool numbered,
                                                         const std::string& document);

/// How many numbered sets there are; for variables that were checked.
[[nodiscard]] std::size_t count_numbered(const nlohmann::json& variables,
                                         const std::string& required_name);

}  // namespace xrep::sandbox
