#include "plain_text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace xrep {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighs = 0x8080808080808080;

constexpr std::uint64_t all(unsigned char byte) {
  return kOnes * byte;
}

// Each returns something in the high bits of a word if any of its eight bytes is the one that is
// looked for (Warren, Hacker's Delight, 6-1); a false alarm only costs the slow way.
constexpr std::uint64_t any_below(std::uint64_t word, unsigned char limit) {
  return word - all(limit);
}
constexpr std::uint64_t any_is(std::uint64_t word, unsigned char byte) {
  return (word ^ all(byte)) - kOnes;
}

constexpr bool is_plain_word(std::uint64_t word) {
  const std::uint64_t suspicious =
      word | any_below(word, 0x20) | any_is(word, '"') | any_is(word, '\\') | any_is(word, 0x7F);
  return (suspicious & kHighs) == 0;
}

}  // namespace

bool is_plain(std::string_view text) noexcept {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= kWord; at += kWord, left -= kWord) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, kWord);
    if (!is_plain_word(word)) return false;
  }
  if (left == 0) return true;
  std::uint64_t rest = all(' ');
  std::memcpy(&rest, at, left);
  return is_plain_word(rest);
}

}  // namespace xrep
