#include "picture.hpp"

#include "font.hpp"
#include "png.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace example {
namespace {

// In the order of Colour.
const std::vector<Rgb> kPalette = {{255, 255, 255}, {33, 37, 41},  {134, 142, 150}, {233, 236, 239},
                                   {34, 111, 204},  {47, 158, 68}, {245, 159, 0},   {224, 49, 49}};

const Glyph* find_glyph(char sign) {
  const char wanted = sign >= 'a' && sign <= 'z' ? static_cast<char>(sign - 'a' + 'A') : sign;
  const auto glyph = std::find_if(kFont.begin(), kFont.end(),
                                  [&](const Glyph& candidate) { return candidate.sign == wanted; });
  return glyph == kFont.end() ? nullptr : &*glyph;
}

}  // namespace

Picture::Picture(int width, int height)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

void Picture::dot(int x, int y, Colour colour) {
  if (x >= 0 && x < width_ && y >= 0 && y < height_) {
    pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
            static_cast<std::size_t>(x)] = static_cast<std::uint8_t>(colour);
  }
}

void Picture::box(int x, int y, int width, int height, Colour colour) {
  for (int row = y; row < y + height; ++row) {
    for (int column = x; column < x + width; ++column) {
      dot(column, row, colour);
    }
  }
}

void Picture::line(int x1, int y1, int x2, int y2, Colour colour) {
  const int length = std::max({std::abs(x2 - x1), std::abs(y2 - y1), 1});
  for (int i = 0; i <= length; ++i) {
    box(x1 + (x2 - x1) * i / length - 1, y1 + (y2 - y1) * i / length - 1, 3, 3, colour);
  }
}

void Picture::cross(int x, int y, int width, int height, Colour colour) {
  line(x, y, x + width, y + height, colour);
  line(x, y + height, x + width, y, colour);
}

void Picture::text(int x, int y, std::string_view text, Colour colour, int scale) {
  for (const char sign : text) {
    if (const Glyph* glyph = find_glyph(sign)) {
      for (int row = 0; row < 7; ++row) {
        for (int column = 0; column < 5; ++column) {
          if ((glyph->rows[static_cast<std::size_t>(row)] >> (4 - column) & 1) != 0) {
            box(x + column * scale, y + row * scale, scale, scale, colour);
          }
        }
      }
    }
    x += 6 * scale;
  }
}

std::vector<std::uint8_t> Picture::png() const {
  return encode_png(width_, height_, pixels_, kPalette);
}

}  // namespace example
