#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace xrep::sandbox {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

constexpr std::array<std::int8_t, 256> kValues = make_values();

int value_of(char c) {
  return kValues[static_cast<unsigned char>(c)];
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t padding_of(std::string_view text) {
  if (text.size() >= 2 && text.substr(text.size() - 2) == "==") return 2;
  return !text.empty() && text.back() == '=' ? 1 : 0;
}

// Days since 1970-01-01 of a date of the Gregorian calendar (H. Hinnant, "chrono-compatible
// low-level date algorithms", days_from_civil).
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// True when `text` looks like `pattern`, in which `0` stands for any digit.
bool matches(std::string_view text, std::string_view pattern) {
  return text.size() == pattern.size() &&
         std::equal(text.begin(), text.end(), pattern.begin(),
                    [](char c, char p) { return p == '0' ? is_digit(c) : c == p; });
}

std::int64_t number_at(std::string_view text, std::size_t at, std::size_t digits) {
  std::int64_t value = 0;
  for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
  return value;
}

std::optional<std::int64_t> offset_seconds(std::string_view zone) {
  if (zone == "Z") return 0;
  if (!matches(zone, "+00:00") && !matches(zone, "-00:00")) return std::nullopt;
  const std::int64_t hours = number_at(zone, 1, 2);
  const std::int64_t minutes = number_at(zone, 4, 2);
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = (hours * 60 + minutes) * 60;
  return zone.front() == '-' ? -seconds : seconds;
}

}  // namespace

std::optional<std::size_t> base64_size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = padding_of(text);
  const std::string_view digits = text.substr(0, text.size() - padding);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return value_of(c) >= 0; })) {
    return std::nullopt;
  }
  return text.size() / 4 * 3 - padding;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = padding_of(text);
  std::string bytes(text.size() / 4 * 3, '\0');
  char* out = bytes.data();
  // -1 for what is no digit: its sign stays visible through all later steps.
  int bad = 0;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    const std::size_t digits = i + 4 < text.size() ? 4 : 4 - padding;
    for (std::size_t j = 0; j < 4; ++j) {
      const int value = j < digits ? value_of(text[i + j]) : 0;
      bad |= value;
      group = group << 6U | (static_cast<std::uint32_t>(value) & 0x3fU);
    }
    *out++ = static_cast<char>(group >> 16U & 0xffU);
    *out++ = static_cast<char>(group >> 8U & 0xffU);
    *out++ = static_cast<char>(group & 0xffU);
  }
  if (bad < 0) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::string encode_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  const auto put = [&text](std::uint32_t value) {
    const char c = kAlphabet[value & 0x3fU];
    text.push_back(c == '+' ? '-' : c == '/' ? '_' : c);
  };
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) put(bits >> (count - 6));
  }
  if (count > 0) put(bits << (6 - count));
  return text;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0U) != 0x80U) ++length;
    if (byte >= 0xf0U) ++length;
  }
  return length;
}

std::optional<std::int64_t> parse_date_time(std::string_view text) {
  constexpr std::size_t kLocalLength = 19;
  if (text.size() <= kLocalLength ||
      !matches(text.substr(0, kLocalLength), "0000-00-00T00:00:00")) {
    return std::nullopt;
  }
  const std::int64_t year = number_at(text, 0, 4);
  const std::int64_t month = number_at(text, 5, 2);
  const std::int64_t day = number_at(text, 8, 2);
  const std::int64_t hour = number_at(text, 11, 2);
  const std::int64_t minute = number_at(text, 14, 2);
  const std::int64_t second = number_at(text, 17, 2);
  const auto offset = offset_seconds(text.substr(kLocalLength));
  const bool in_range = month >= 1 && month <= 12 && day >= 1 &&
                        day <= days_in_month(year, month) && hour < 24 && minute < 60 &&
                        second < 60;
  if (!offset || !in_range) return std::nullopt;
  return ((days_from_civil(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - *offset;
}

std::string format_instant(std::int64_t milliseconds) {
  std::int64_t seconds = milliseconds / 1000;
  const std::int64_t days = seconds / 86400;
  seconds %= 86400;
  // The year is found by counting; instants of the sandbox lie a few decades after 1970.
  std::int64_t year = 1970;
  while (days_from_civil(year + 1, 1, 1) <= days) ++year;
  std::int64_t month = 1;
  while (month < 12 && days_from_civil(year, month + 1, 1) <= days) ++month;
  const std::int64_t day = days - days_from_civil(year, month, 1) + 1;
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                static_cast<int>(year), static_cast<int>(month), static_cast<int>(day),
                static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                static_cast<int>(seconds % 60), static_cast<int>(milliseconds % 1000));
  return text.data();
}

bool is_issue_key(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == text.size()) return false;
  const std::string_view project = text.substr(0, dash);
  const std::string_view number = text.substr(dash + 1);
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return upper(project.front()) && number.front() != '0' &&
         std::all_of(project.begin(), project.end(),
                     [&](char c) { return upper(c) || is_digit(c) || c == '_'; }) &&
         std::all_of(number.begin(), number.end(), is_digit);
}

bool has_blank(std::string_view text) {
  return text.find_first_of(" \t\r\n") != std::string_view::npos;
}

std::string random_uuid(std::mt19937_64& random) {
  const std::uint64_t high = (random() & 0xffffffffffff0fffULL) | 0x4000ULL;
  const std::uint64_t low = (random() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%08llx-%04llx-%04llx-%04llx-%012llx",
                static_cast<unsigned long long>(high >> 32U),
                static_cast<unsigned long long>(high >> 16U & 0xffffU),
                static_cast<unsigned long long>(high & 0xffffU),
                static_cast<unsigned long long>(low >> 48U),
                static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return text.data();
}

}  // namespace xrep::sandbox
