#pragma once

#include "model.hpp"

#include <string>

namespace xrep::sandbox {

/// One run as a card: status, key and name in a line; below, folded unless `open`, what happened.
[[nodiscard]] std::string run_card(const Run& run, const Test& test, bool open);

}  // namespace xrep::sandbox
