#pragma once

#include "plan/import_plan.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// A name that Xray takes for a parameter: a letter or `_` first, at most 64 characters, anything
/// but ASCII letters, digits and `_` replaced by `_`.
std::string parameter_name(const std::string& text);

/// The parameters that hold in `pass` (those of the whole test too), with names that Xray takes and
/// that differ. Of two with the same name the last value wins.
std::vector<PlannedParameter> parameters_of(const TestRecord& record, std::uint32_t pass);

/// "currency=EUR, amount=12"
std::string values_text(const std::vector<PlannedParameter>& parameters);

/// Adds `name`, made different from the others.
void add_parameter(std::vector<PlannedParameter>& parameters, const std::string& name,
                   const std::string& value);

}  // namespace xrep::client
