#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace xrep::client {

/// Keeps a limit of requests in any window of time, with a twentieth left for others.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  /// As many as one likes.
  Pace() = default;

  /// At most `most` requests in each `window`; 0: as many as one likes.
  Pace(std::uint64_t most, Clock::duration window);

  /// How long a request has to wait at `now`.
  Clock::duration wait_at(Clock::time_point now) const;

  /// A request went out at `now`.
  void note(Clock::time_point now);

 private:
  std::size_t most_ = 0;
  Clock::duration window_{};
  std::deque<Clock::time_point> sent_;  ///< the last most_ ones
};

}  // namespace xrep::client
