#include "text.hpp"

#include "plain_text.hpp"

#include <utf8.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace xrep {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kDeleted = "\xE2\x90\xA1";      // U+2421, picture of DEL
constexpr std::size_t kNone = std::string_view::npos;

enum class Lines { keep, join };

unsigned char byte(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool between(unsigned char c, int low, int high) {
  return c >= low && c <= high;
}

// 0: plain printable ASCII. 1: tab or newline. 2: anything that needs a closer look.
constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    classes[c] = c >= 0x20 && c < 0x7F ? 0 : 2;
  }
  classes['\t'] = 0;
  classes['\n'] = 1;
  return classes;
}
constexpr auto kClasses = make_classes();

bool clean(std::string_view text, Lines lines) noexcept {
  if (is_plain(text)) return true;
  const unsigned char worst = lines == Lines::keep ? 1 : 0;
  return std::all_of(text.begin(), text.end(),
                     [worst](char c) { return kClasses[static_cast<unsigned char>(c)] <= worst; });
}

// Behind the control string (OSC, DCS, …) that starts at `at`; kNone if it is never terminated.
// Such strings hold no other control characters (ECMA-48, 8.3.89 and 5.6).
std::size_t end_of_control_string(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 2; i < text.size(); ++i) {
    if (text[i] == '\a') return i + 1;
    if (text[i] == '\x1B') return byte(text, i + 1) == '\\' ? i + 2 : kNone;
    if (byte(text, i) < 0x20) return kNone;
  }
  return kNone;
}

// Behind the escape sequence that starts at `at` with ESC; kNone if it is none (ECMA-48, 5.3, 5.4).
std::size_t end_of_escape(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  const unsigned char kind = byte(text, i);
  if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
    return end_of_control_string(text, at);
  }
  if (kind == '[') {
    ++i;
    while (between(byte(text, i), 0x30, 0x3F)) ++i;
    while (between(byte(text, i), 0x20, 0x2F)) ++i;
    return between(byte(text, i), 0x40, 0x7E) ? i + 1 : kNone;
  }
  while (between(byte(text, i), 0x20, 0x2F)) ++i;
  return between(byte(text, i), 0x30, 0x7E) ? i + 1 : kNone;
}

/// Walks over valid UTF-8 and writes what may stay.
class Repair {
 public:
  Repair(std::string_view text, Lines lines) : text_(text), lines_(lines) {
    out_.reserve(text.size());
  }

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const unsigned char c = byte(text_, at_);
    if (c == 0x1B) return escape();
    if (c == '\r') return carriage_return();
    if (c == '\n' && lines_ == Lines::join) return picture(c, 1);
    if (c < 0x20 && c != '\t' && c != '\n') return picture(c, 1);
    if (c == 0x7F) return put(kDeleted, 1);
    if (c == 0xC2 && between(byte(text_, at_ + 1), 0x80, 0x9F)) return put(kReplacement, 2);
    if (c == 0xEF && byte(text_, at_ + 1) == 0xBF && byte(text_, at_ + 2) >= 0xBE) {
      return put(kReplacement, 3);  // U+FFFE, U+FFFF: no characters, and forbidden in XML
    }
    put(text_.substr(at_, 1), 1);
  }

  void escape() {
    const std::size_t end = end_of_escape(text_, at_);
    if (end == kNone) return picture(0x1B, 1);
    at_ = end;
  }

  void carriage_return() {
    const std::size_t next = std::min(text_.find_first_not_of('\r', at_), text_.size());
    if (lines_ == Lines::join) {
      if (byte(text_, at_ + 1) == '\n') return picture('\n', 2);
      return picture('\r', 1);
    }
    at_ = next;
    if (next < text_.size() && text_[next] != '\n') {
      const std::size_t newline = out_.rfind('\n');
      out_.resize(newline == kNone ? 0 : newline + 1);
    }
  }

  void picture(unsigned char control, std::size_t used) {
    out_ += "\xE2\x90";
    out_ += static_cast<char>(0x80 + control);
    at_ += used;
  }

  void put(std::string_view replacement, std::size_t used) {
    out_ += replacement;
    at_ += used;
  }

  std::string_view text_;
  Lines lines_;
  std::size_t at_ = 0;
  std::string out_;
};

std::string repaired(std::string_view text, Lines lines) {
  std::string valid;
  valid.reserve(text.size());
  utf8::replace_invalid(text.begin(), text.end(), std::back_inserter(valid));
  return Repair(valid, lines).run();
}

}  // namespace

std::string repair(std::string_view text) {
  return clean(text, Lines::keep) ? std::string(text) : repaired(text, Lines::keep);
}

std::string single_line(std::string_view text) {
  return clean(text, Lines::join) ? std::string(text) : repaired(text, Lines::join);
}

std::string_view single_line(std::string_view text, std::string& storage) {
  if (clean(text, Lines::join)) return text;
  storage = repaired(text, Lines::join);
  return storage;
}

std::string_view cut(std::string_view text, std::size_t max_bytes) noexcept {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return text.substr(0, max_bytes);
}

std::string display_name(std::string_view path) {
  constexpr std::size_t kMaxBytes = 255;
  constexpr std::size_t kMaxExtension = 16;
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  if (const auto slash = path.rfind('/'); slash != kNone) path.remove_prefix(slash + 1);
  std::string name = single_line(path);
  std::replace(name.begin(), name.end(), '\\', '_');
  std::replace(name.begin(), name.end(), '\t', ' ');
  if (name.empty() || name == "." || name == "..") return "attachment";
  if (name.size() <= kMaxBytes) return name;
  const auto dot = name.rfind('.');
  const std::string extension =
      dot != kNone && name.size() - dot <= kMaxExtension ? name.substr(dot) : std::string();
  return std::string(cut(name, kMaxBytes - extension.size())) + extension;
}

std::string in_quotes(std::string_view value) {
  constexpr std::size_t kMaxBytes = 120;
  const std::string text = single_line(value.substr(0, 4 * kMaxBytes));
  const std::string_view shown = cut(text, kMaxBytes);
  const bool whole = shown.size() == text.size() && value.size() <= 4 * kMaxBytes;
  return "'" + std::string(shown) + (whole ? "'" : "…'");
}

}  // namespace xrep
