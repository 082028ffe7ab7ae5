#include "receipt.hpp"

#include <algorithm>

namespace receipt {
namespace {

std::string amount(long cents) {
  const auto rest = std::to_string(cents % 100);
  return std::to_string(cents / 100) + "." + (rest.size() < 2 ? "0" : "") + rest;
}

std::string printed(const std::string& text, long cents, std::size_t width) {
  const auto right = amount(cents);
  const auto left = text.substr(0, width > right.size() ? width - right.size() - 1 : 0);
  const auto used = left.size() + right.size();
  return left + std::string(width > used ? width - used : 0, ' ') + right;
}

}  // namespace

void Receipt::add(const std::string& text, long cents) {
  lines_.push_back({text, cents});
}

void Receipt::set_discount(long cents) {
  discount_ = cents;
}

long Receipt::sum() const {
  long sum = 0;
  for (const auto& line : lines_) {
    sum += line.cents;
  }
  return sum;
}

long Receipt::discount() const {
  return std::min(discount_, sum());
}

long Receipt::total() const {
  return sum() - discount();
}

long Receipt::tax(int percent) const {
  // A mistake, made on purpose for the test that fails: it drops what is less than a cent instead
  // of rounding.
  return total() * percent / (100 + percent);
}

std::vector<std::string> Receipt::print(std::size_t width) const {
  std::vector<std::string> text;
  for (const auto& line : lines_) {
    text.push_back(printed(line.text, line.cents, width));
  }
  text.push_back(std::string(width, '-'));
  text.push_back(printed("Total", total(), width));
  return text;
}

}  // namespace receipt
