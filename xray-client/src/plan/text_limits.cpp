#include "plan/text_limits.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

bool starts_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// Beyond the basic plane (a lead byte of 0xF0 and more) UTF-16 needs a surrogate pair.
std::size_t units_of(char byte) {
  if (!starts_code_point(byte)) return 0;
  return static_cast<unsigned char>(byte) >= 0xF0U ? 2 : 1;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::size_t text_length(std::string_view text) {
  std::size_t length = 0;
  for (const char byte : text) length += units_of(byte);
  return length;
}

std::string_view first_units(std::string_view text, std::size_t limit) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    length += units_of(text[i]);
    if (length > limit) return text.substr(0, i);
  }
  return text;
}

std::string limited(std::string_view text, std::size_t limit, std::string_view note) {
  if (text_length(text) <= limit) return std::string(text);
  const auto room = limit - std::min(limit, text_length(note));
  return std::string(first_units(text, room)).append(note);
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t length = text_length(text);
  return length < width ? text.append(width - length, ' ') : text;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (!is_blank(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string plain_line(std::string_view text) {
  // Macros, links, tables, images, line breaks and the emphasis characters of Jira's notation.
  constexpr std::string_view kMarkup = "{}[]|!\\*^~";
  std::string line;
  for (const char c : one_line(text)) {
    line += kMarkup.find(c) == std::string_view::npos ? c : ' ';
  }
  return one_line(line);
}

}  // namespace xrep::client
