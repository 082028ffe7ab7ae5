#pragma once

#include <chrono>

namespace xrep::client {

/// The moment at which a push has to give up, on the steady clock.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  static Deadline never() { return Deadline(Clock::time_point::max()); }
  static Deadline in(std::chrono::seconds time) { return Deadline(Clock::now() + time); }

  bool passed() const { return Clock::now() >= end_; }

  /// What is left, at most `limit`; never negative.
  std::chrono::milliseconds left(std::chrono::milliseconds limit) const;

  /// Sleeps for `time`; false (at once) when the deadline would pass meanwhile.
  bool wait(std::chrono::milliseconds time) const;

 private:
  explicit Deadline(Clock::time_point end) : end_(end) {}
  Clock::time_point end_;
};

}  // namespace xrep::client
