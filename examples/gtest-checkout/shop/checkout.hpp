#pragma once

#include "basket.hpp"

#include <string>
#include <vector>

namespace shop {

/// One customer on the way from the basket to the receipt.
class Checkout {
 public:
  explicit Checkout(Basket basket);

  const Basket& basket() const { return basket_; }

  /// What the screen shows as the total.
  Cents total() const { return total_; }

  /// Takes `percent` off the total.
  void apply_voucher(int percent);

  /// False: the number is not that of a card.
  bool enter_card(const std::string& number);

  /// Pays the total and gives the lines of the receipt; none when no card was entered.
  std::vector<std::string> confirm();

  /// What happened so far, one line each.
  const std::vector<std::string>& log() const { return log_; }

 private:
  Basket basket_;
  Cents total_ = 0;
  bool has_card_ = false;
  std::vector<std::string> log_;
};

}  // namespace shop
