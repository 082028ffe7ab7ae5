#pragma once

#include "receipt.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// A picture of the printed receipt, as a PNG file. `wrong`: its last line is crossed out in red.
std::vector<std::uint8_t> photo(const std::vector<std::string>& lines, bool wrong = false);

/// The lines as one text.
std::string text_of(const std::vector<std::string>& lines);
