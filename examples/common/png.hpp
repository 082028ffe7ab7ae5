#pragma once

#include <cstdint>
#include <vector>

namespace example {

struct Rgb {
  std::uint8_t red;
  std::uint8_t green;
  std::uint8_t blue;
};

/// A PNG file of `pixels`, which are indices into `palette`, row by row.
std::vector<std::uint8_t> encode_png(int width, int height, const std::vector<std::uint8_t>& pixels,
                                     const std::vector<Rgb>& palette);

}  // namespace example
