#pragma once

#include "plan/grouping.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// The custom fields of the result of a group: what its tests say, else what the setting says.
/// Where tests say several values for one field, the one that was said last.
std::vector<PlannedField> custom_fields_of(const Group& group, const Settings& settings);

/// Lines about the fields for which tests said several values, all of which they name; empty
/// without any.
std::string several_values(const Group& group);

/// Joins the fields of an entry that goes to the same Xray Test. The value of the later entry wins;
/// gives lines about what it replaced.
std::string join_custom_fields(Entry& to, const Entry& from);

}  // namespace xrep::client
