#pragma once

#include "model.hpp"

#include <string>

namespace xrep::sandbox {

/// The page of a Test Execution: counts, then the tests, failed ones first and open.
[[nodiscard]] std::string execution_page(Model& model, const Execution& execution);

}  // namespace xrep::sandbox
