#include "rate_limit.hpp"

namespace xrep::sandbox {

std::optional<std::int64_t> RateCounter::refuse(Instant now) {
  if (limit_.requests <= 0) return std::nullopt;
  const std::lock_guard<std::mutex> lock(mutex_);
  const Instant span = limit_.seconds * Instant{1000};
  while (!taken_.empty() && taken_.front() + span <= now) taken_.pop_front();
  if (taken_.size() < static_cast<std::size_t>(limit_.requests)) {
    taken_.push_back(now);
    return std::nullopt;
  }
  return (taken_.front() + span - now + 999) / 1000;
}

}  // namespace xrep::sandbox
