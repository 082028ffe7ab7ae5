#include "money.hpp"

#include <stdexcept>

namespace shop {

std::string as_text(Cents amount) {
  const auto cents = std::to_string(amount % 100);
  return std::to_string(amount / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

Cents percent_of(Cents amount, int percent) {
  return (amount * percent + 50) / 100;
}

long in_currency(Cents amount, const std::string& currency) {
  if (currency == "EUR") {
    return amount;
  }
  if (currency == "USD") {
    return percent_of(amount, 108);
  }
  if (currency == "JPY") {
    return (amount * 163 + 50) / 100;
  }
  throw std::invalid_argument("no rate for " + currency);
}

}  // namespace shop
