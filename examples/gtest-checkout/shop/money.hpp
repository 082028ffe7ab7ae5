#pragma once

#include <string>

namespace shop {

/// An amount in cents.
using Cents = long;

/// 1234 -> "12.34".
std::string as_text(Cents amount);

/// `percent` of `amount`, rounded to whole cents, half a cent upwards.
Cents percent_of(Cents amount, int percent);

/// What `amount` euros cost in `currency` ("EUR", "USD" or "JPY"), in its smallest unit.
long in_currency(Cents amount, const std::string& currency);

}  // namespace shop
