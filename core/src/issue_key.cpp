#include "issue_key.hpp"

#include <algorithm>

namespace xrep {
namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool is_project_key(std::string_view text) noexcept {
  if (text.empty() || !is_capital(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_capital(c) || is_digit(c) || c == '_'; });
}

bool is_issue_key(std::string_view text) noexcept {
  const auto dash = text.rfind('-');
  if (dash == std::string_view::npos || !is_project_key(text.substr(0, dash))) return false;
  const auto number = text.substr(dash + 1);
  return !number.empty() && number.front() != '0' &&
         std::all_of(number.begin(), number.end(), is_digit);
}

}  // namespace xrep
