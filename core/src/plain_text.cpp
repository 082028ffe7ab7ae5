#include "plain_text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

struct Word {
  static constexpr std::size_t kSize = sizeof(std::uint64_t);
  std::uint64_t value = 0;

  explicit Word(const char* from) { std::memcpy(&value, from, kSize); }
  void store(char* to) const { std::memcpy(to, &value, kSize); }
  bool plain() const { return is_plain_word(value); }
};

#if defined(__SSE2__)
struct Block {
  static constexpr std::size_t kSize = sizeof(__m128i);
  __m128i value;

  explicit Block(const char* from)
      : value(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))) {}
  void store(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), value); }
  bool plain() const {
    // The comparison is signed: bytes from 0x80 on are below 0x20, too.
    const __m128i control = _mm_cmplt_epi8(value, _mm_set1_epi8(0x20));
    const __m128i escaped = _mm_or_si128(_mm_cmpeq_epi8(value, _mm_set1_epi8('"')),
                                         _mm_cmpeq_epi8(value, _mm_set1_epi8('\\')));
    const __m128i deleted = _mm_cmpeq_epi8(value, _mm_set1_epi8(0x7F));
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, escaped), deleted)) == 0;
  }
};
#else
using Block = Word;
#endif

// For texts of at least one Part. The last part may overlap the one before it.
template <class Part, class Take>
bool all_parts_plain(std::string_view text, Take take) {
  const std::size_t last = text.size() - Part::kSize;
  for (std::size_t at = 0; at < last; at += Part::kSize) {
    const Part part(text.data() + at);
    if (!part.plain()) return false;
    take(at, part);
  }
  const Part part(text.data() + last);
  take(last, part);
  return part.plain();
}

bool is_short_plain(std::string_view text) {
  std::uint64_t word = all(' ');
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  return is_plain_word(word);
}

}  // namespace

bool is_plain(std::string_view text) noexcept {
  const auto nothing = [](std::size_t, const auto&) {};
  if (text.size() >= Block::kSize) return all_parts_plain<Block>(text, nothing);
  if (text.size() >= Word::kSize) return all_parts_plain<Word>(text, nothing);
  return is_short_plain(text);
}

bool copy_if_plain(std::string_view text, char* out) noexcept {
  const auto copy = [out](std::size_t at, const auto& part) { part.store(out + at); };
  if (text.size() >= Block::kSize) return all_parts_plain<Block>(text, copy);
  if (text.size() >= Word::kSize) return all_parts_plain<Word>(text, copy);
  for (std::size_t i = 0; i < text.size(); ++i) out[i] = text[i];
  return is_short_plain(text);
}

}  // namespace xrep
