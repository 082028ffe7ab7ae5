#include "json_line.hpp"

#include "plain_text.hpp"

#include <algorithm>
#include <charconv>

namespace xrep {
namespace {

constexpr std::size_t kUsualLine = 2048;
constexpr std::size_t kMaxDigits = 20;
constexpr std::size_t kMaxEscape = 6;
constexpr std::int64_t kPerSecond = 1000000;

// "000102…99": two digits with one look.
constexpr std::array<char, 200> make_pairs() {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}
constexpr auto kPairs = make_pairs();

// Two decimal digits of a number below 100.
void put_pair(char* out, std::uint64_t value) {
  std::memcpy(out, kPairs.data() + 2 * value, 2);
}

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

void JsonLine::start(std::string_view event, std::int64_t time) {
  size_ = 0;
  put("\n{\"e\":");
  plain(event);
  put_time(time);
}

std::string_view JsonLine::finish(bool newline_first) {
  put("}\n");
  const std::string_view line(buffer_.data(), size_);
  return newline_first ? line : line.substr(1);
}

void JsonLine::grow(std::size_t bytes) {
  buffer_.resize(std::max({kUsualLine, 2 * buffer_.size(), size_ + bytes}));
}

void JsonLine::digits(std::uint64_t value) {
  // From the last digit on, into the middle, so that a copy of fixed length may begin at any.
  std::array<char, 2 * kMaxDigits> text{};
  std::size_t begin = kMaxDigits;
  for (; value >= 100; value /= 100) put_pair(text.data() + (begin -= 2), value % 100);
  if (value >= 10) {
    put_pair(text.data() + (begin -= 2), value);
  } else {
    text[--begin] = static_cast<char>('0' + value);
  }
  make_room(kMaxDigits);
  std::memcpy(buffer_.data() + size_, text.data() + begin, kMaxDigits);
  size_ += kMaxDigits - begin;
}

void JsonLine::start_second(std::int64_t second) {
  constexpr std::string_view kMember = ",\"t\":";
  char* const digits = std::copy(kMember.begin(), kMember.end(), stamp_.data());
  const auto end = std::to_chars(digits, stamp_.data() + kMaxStamp, second);
  stamp_size_ = static_cast<std::size_t>(end.ptr - stamp_.data());
  second_start_ = second * kPerSecond;
}

void JsonLine::put_time(std::int64_t time) {
  time = std::max<std::int64_t>(time, 0);
  if (second_start_ < 0 || time < second_start_ || time - second_start_ >= kPerSecond) {
    start_second(time / kPerSecond);
  }
  constexpr std::size_t kDigits = 6;
  make_room(kMaxStamp + kDigits);
  char* const out = buffer_.data() + size_;
  // All of it, since its true length is not known to the compiler.
  std::memcpy(out, stamp_.data(), kMaxStamp);
  const auto rest = static_cast<std::uint64_t>(time - second_start_);
  char* const fraction = out + stamp_size_;
  put_pair(fraction, rest / 10000);
  put_pair(fraction + 2, rest / 100 % 100);
  put_pair(fraction + 4, rest % 100);
  size_ += stamp_size_ + kDigits;
}

bool JsonLine::quoted_if_plain(std::string_view value) {
  make_room(value.size() + 2);
  char* const out = buffer_.data() + size_;
  out[0] = '"';
  if (!copy_if_plain(value, out + 1)) return false;
  out[value.size() + 1] = '"';
  size_ += value.size() + 2;
  return true;
}

void JsonLine::quoted(std::string_view value) {
  if (!quoted_if_plain(value)) escaped(value);
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

void JsonLine::next_item() {
  if (!first_item_) put(",");
  first_item_ = false;
}

void JsonLine::item(std::string_view value) {
  next_item();
  quoted(value);
}

bool JsonLine::item_if_plain(std::string_view value) {
  const std::size_t before = size_;
  const bool was_first = first_item_;
  next_item();
  if (quoted_if_plain(value)) return true;
  size_ = before;
  first_item_ = was_first;
  return false;
}

}  // namespace xrep
