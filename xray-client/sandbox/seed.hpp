#pragma once

#include "model.hpp"

#include <random>

namespace xrep::sandbox {

/// What a fresh sandbox holds. docs/sandbox.md lists the keys; they never change.
[[nodiscard]] Model start_data(Instant now, std::mt19937_64& random);

}  // namespace xrep::sandbox
