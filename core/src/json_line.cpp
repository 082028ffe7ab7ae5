#include "json_line.hpp"

#include "plain_text.hpp"

#include <algorithm>
#include <charconv>

namespace xrep {
namespace {

constexpr std::size_t kUsualLine = 2048;
constexpr std::size_t kMaxDigits = 20;
constexpr std::size_t kMaxEscape = 6;

// RFC 8259, 7: quotation mark, reverse solidus and control characters must be escaped.
char* append_escaped(char* out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  if (code >= 0x20 && c != '"' && c != '\\') {
    *out++ = c;
    return out;
  }
  *out++ = '\\';
  if (c == '"' || c == '\\') {
    *out++ = c;
  } else if (c == '\n') {
    *out++ = 'n';
  } else if (c == '\t') {
    *out++ = 't';
  } else {
    out = std::copy_n("u00", 3, out);
    *out++ = kHex[code >> 4];
    *out++ = kHex[code & 0xF];
  }
  return out;
}

}  // namespace

JsonLine::JsonLine() : buffer_(kUsualLine) {}

void JsonLine::start(std::string_view event, std::int64_t time) {
  size_ = 0;
  put("\n{\"e\":");
  plain(event);
  put(",\"t\":");
  micros(time);
}

std::string_view JsonLine::finish(bool newline_first) {
  put("}\n");
  const std::string_view line(buffer_.data(), size_);
  return newline_first ? line : line.substr(1);
}

void JsonLine::grow(std::size_t bytes) {
  buffer_.resize(std::max(2 * buffer_.size(), size_ + bytes));
}

void JsonLine::digits(std::uint64_t value) {
  make_room(kMaxDigits);
  char* const begin = buffer_.data() + size_;
  size_ += static_cast<std::size_t>(std::to_chars(begin, begin + kMaxDigits, value).ptr - begin);
}

void JsonLine::micros(std::int64_t time) {
  constexpr std::int64_t kPerSecond = 1000000;
  constexpr std::size_t kDigits = 6;
  const std::int64_t second = time / kPerSecond;
  if (second != second_) {
    second_ = second;
    second_digits_ = std::to_string(second);
  }
  make_room(second_digits_.size() + kDigits);
  char* const out = buffer_.data() + size_;
  std::memcpy(out, second_digits_.data(), second_digits_.size());
  size_ += second_digits_.size() + kDigits;
  auto rest = static_cast<std::uint32_t>(time % kPerSecond);
  for (std::size_t i = 1; i <= kDigits; ++i, rest /= 10) {
    buffer_[size_ - i] = static_cast<char>('0' + rest % 10);
  }
}

void JsonLine::quoted(std::string_view value) {
  if (is_plain(value)) {
    plain(value);
  } else {
    escaped(value);
  }
}

void JsonLine::plain(std::string_view value) {
  make_room(value.size() + 2);
  char* const out = buffer_.data() + size_;
  out[0] = '"';
  std::memcpy(out + 1, value.data(), value.size());
  out[value.size() + 1] = '"';
  size_ += value.size() + 2;
}

void JsonLine::escaped(std::string_view value) {
  make_room(value.size() * kMaxEscape + 2);
  char* out = buffer_.data() + size_;
  *out++ = '"';
  for (const char c : value) out = append_escaped(out, c);
  *out++ = '"';
  size_ = static_cast<std::size_t>(out - buffer_.data());
}

void JsonLine::list(const std::vector<std::string_view>& values) {
  put("[");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) put(",");
    quoted(values[i]);
  }
  put("]");
}

}  // namespace xrep
