#include "basket.hpp"

#include <algorithm>
#include <stdexcept>

namespace shop {

void Basket::add(const Item& item) {
  if (item.quantity < 1) {
    throw std::invalid_argument("a quantity must be 1 or more");
  }
  const auto known = std::find_if(items_.begin(), items_.end(),
                                  [&](const Item& other) { return other.name == item.name; });
  if (known == items_.end()) {
    items_.push_back(item);
  } else {
    known->quantity += item.quantity;
  }
}

Cents Basket::total() const {
  Cents total = 0;
  for (const auto& item : items_) {
    total += item.sum();
  }
  return total;
}

}  // namespace shop
