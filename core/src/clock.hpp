#pragma once

#include <chrono>
#include <cstdint>

namespace xrep {

/// Microseconds since 1970 that never go back: the wall clock is asked once, the steady clock from
/// then on, so that a clock set during a run cannot turn durations negative.
class Clock {
 public:
  Clock() : offset_(micros<std::chrono::system_clock>() - micros<std::chrono::steady_clock>()) {}

  /// May be called from a signal handler.
  std::int64_t now() const noexcept { return offset_ + micros<std::chrono::steady_clock>(); }

 private:
  template <class Source>
  static std::int64_t micros() noexcept {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    return duration_cast<microseconds>(Source::now().time_since_epoch()).count();
  }

  std::int64_t offset_;
};

}  // namespace xrep
