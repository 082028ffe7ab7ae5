#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace xrep::schedules {

/// Chance that is the same everywhere for the same seed (the distributions of the standard library
/// differ from one to the next): splitmix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t value = state_ += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
  }

  /// From 0 to `end` - 1.
  int below(int end) { return static_cast<int>(next() % static_cast<std::uint64_t>(end)); }

  /// From `first` to `last`.
  int between(int first, int last) { return first + below(last - first + 1); }

  bool percent(int share) { return below(100) < share; }

  template <class T>
  const T& of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }

  template <class T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace xrep::schedules
