#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace example {

enum class Colour : std::uint8_t { paper, ink, grey, pale, blue, green, orange, red };

/// A small drawing, as a test of a user interface would take a screenshot.
class Picture {
 public:
  Picture(int width, int height);

  void box(int x, int y, int width, int height, Colour colour);

  /// A line three pixels wide.
  void line(int x1, int y1, int x2, int y2, Colour colour);

  void cross(int x, int y, int width, int height, Colour colour);

  /// Letters, digits and . , : - / % in a font of 5x7 dots, each `scale` pixels wide.
  void text(int x, int y, std::string_view text, Colour colour, int scale = 2);

  /// The picture as a PNG file.
  std::vector<std::uint8_t> png() const;

 private:
  void dot(int x, int y, Colour colour);

  int width_;
  int height_;
  std::vector<std::uint8_t> pixels_;
};

}  // namespace example
