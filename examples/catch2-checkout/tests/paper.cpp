#include "paper.hpp"

#include "picture.hpp"

#include <cstddef>

using example::Colour;
using example::Picture;

std::vector<std::uint8_t> photo(const std::vector<std::string>& lines, bool wrong) {
  constexpr int kWidth = 480;
  constexpr int kHeight = 270;
  constexpr int kLineHeight = 28;
  Picture picture(kWidth, kHeight);
  picture.box(0, 0, kWidth, kHeight, Colour::grey);
  picture.box(50, 14, kWidth - 100, kHeight - 28, Colour::paper);
  picture.box(50, 14, kWidth - 100, 8, Colour::orange);
  int y = 44;
  for (std::size_t i = 0; i < lines.size(); ++i, y += kLineHeight) {
    const bool is_last = i + 1 == lines.size();
    picture.text(74, y, lines[i], is_last && wrong ? Colour::red : Colour::ink);
    if (is_last && wrong) {
      picture.cross(66, y - 8, kWidth - 132, 30, Colour::red);
    }
  }
  return picture.png();
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) {
    text += line + '\n';
  }
  return text;
}
