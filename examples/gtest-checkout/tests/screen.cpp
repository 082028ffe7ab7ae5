#include "screen.hpp"

#include "picture.hpp"

#include <algorithm>
#include <cstdio>

using example::Colour;
using example::Picture;

namespace {

constexpr int kWidth = 480;
constexpr int kHeight = 270;
constexpr int kFirstRow = 62;
constexpr int kRowHeight = 34;

void draw_item(Picture& picture, const shop::Item& item, int y, shop::Cents largest) {
  const auto share = static_cast<int>(item.sum() * 170 / std::max<shop::Cents>(largest, 1));
  picture.text(20, y + 4, std::to_string(item.quantity) + " X " + item.name, Colour::ink);
  picture.box(210, y, 170, 22, Colour::pale);
  picture.box(210, y, share, 22, Colour::blue);
  picture.text(396, y + 4, shop::as_text(item.sum()), Colour::ink);
}

}  // namespace

std::vector<std::uint8_t> screenshot(const shop::Checkout& checkout, bool wrong) {
  Picture picture(kWidth, kHeight);
  picture.box(0, 0, kWidth, 42, Colour::ink);
  picture.text(20, 11, "CHECKOUT", Colour::paper, 3);
  picture.text(330, 14, std::to_string(checkout.basket().items().size()) + " ITEMS", Colour::paper);

  shop::Cents largest = 0;
  for (const auto& item : checkout.basket().items()) {
    largest = std::max(largest, item.sum());
  }
  int y = kFirstRow;
  for (const auto& item : checkout.basket().items()) {
    draw_item(picture, item, y, largest);
    y += kRowHeight;
  }

  picture.box(20, 186, kWidth - 40, 2, Colour::grey);
  picture.text(20, 206, "TOTAL", Colour::ink, 3);
  picture.text(330, 206, shop::as_text(checkout.total()), wrong ? Colour::red : Colour::green, 4);
  if (wrong) {
    picture.cross(316, 196, 140, 46, Colour::red);
  }
  return picture.png();
}

std::string log_of(const shop::Checkout& checkout) {
  std::string text;
  for (const auto& line : checkout.log()) {
    text += line + '\n';
  }
  return text;
}
