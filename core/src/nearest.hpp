#pragma once

#include <xrep/export.hpp>

#include <string>
#include <vector>

namespace xrep {

/// The one of `names` that is most like `name`, for "did you mean"; empty if none is near. Upper
/// and lower case count as the same.
XREP_API std::string nearest(const std::string& name, const std::vector<std::string>& names);

}  // namespace xrep
