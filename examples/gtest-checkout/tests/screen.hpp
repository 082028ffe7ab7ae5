#pragma once

#include "checkout.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What the customer sees now, as a PNG file. `wrong`: a red cross over the total.
std::vector<std::uint8_t> screenshot(const shop::Checkout& checkout, bool wrong = false);

/// Writes the log of `checkout` into a new file and gives its path.
std::string write_log(const shop::Checkout& checkout);
