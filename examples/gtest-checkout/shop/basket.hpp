#pragma once

#include "money.hpp"

#include <string>
#include <vector>

namespace shop {

struct Item {
  std::string name;
  Cents price = 0;  ///< of one piece
  int quantity = 1;

  Cents sum() const { return price * quantity; }
};

class Basket {
 public:
  /// Adds pieces to the item of that name, or a new item. Throws std::invalid_argument when the
  /// quantity is less than 1.
  void add(const Item& item);

  const std::vector<Item>& items() const { return items_; }
  Cents total() const;

 private:
  std::vector<Item> items_;
};

}  // namespace shop
