#pragma once

#include "checkout.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What the customer sees now, as a PNG file. `wrong`: a red cross over the total.
std::vector<std::uint8_t> screenshot(const shop::Checkout& checkout, bool wrong = false);

/// The log of `checkout`, a line for each thing that happened.
std::string log_of(const shop::Checkout& checkout);
