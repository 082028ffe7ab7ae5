#pragma once

#include <string>
#include <vector>

namespace receipt {

struct Line {
  std::string text;
  long cents = 0;
};

/// A receipt as the till prints it: lines, value added tax, total.
class Receipt {
 public:
  void add(const std::string& text, long cents);

  /// Taken off the sum; never more than it.
  void set_discount(long cents);

  const std::vector<Line>& lines() const { return lines_; }
  long sum() const;
  long discount() const;
  long total() const;

  /// The part of the total that is value added tax of `percent`, in cents.
  long tax(int percent) const;

  /// Text of `width` columns: names to the left, amounts to the right.
  std::vector<std::string> print(std::size_t width) const;

 private:
  std::vector<Line> lines_;
  long discount_ = 0;
};

}  // namespace receipt
