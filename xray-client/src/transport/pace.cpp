#include "transport/pace.hpp"

#include <algorithm>

namespace xrep::client {

Pace::Pace(std::uint64_t most, Clock::duration window)
    : most_(static_cast<std::size_t>(most - most / 20)), window_(window) {}

Pace::Clock::duration Pace::wait_at(Clock::time_point now) const {
  if (most_ == 0 || sent_.size() < most_) {
    return Clock::duration::zero();
  }
  return std::max(sent_.front() + window_ - now, Clock::duration::zero());
}

void Pace::note(Clock::time_point now) {
  if (most_ == 0) {
    return;
  }
  if (sent_.size() == most_) {
    sent_.pop_front();
  }
  sent_.push_back(now);
}

}  // namespace xrep::client
