#pragma once

#include <string_view>

namespace xrep {

/// "CALC": a capital letter, then capitals, digits and underscores.
bool is_project_key(std::string_view text) noexcept;

/// "CALC-9": a project key, a dash, a number without leading zeros.
bool is_issue_key(std::string_view text) noexcept;

}  // namespace xrep
