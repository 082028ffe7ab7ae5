#pragma once

#include "model.hpp"
#include "sandbox.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace xrep::sandbox {

/// Counts requests against a limit. May be used from several threads.
class RateCounter {
 public:
  explicit RateCounter(RateLimit limit) : limit_(limit) {}

  /// Takes a request in, or tells in how many whole seconds the next one will be taken. Requests
  /// that are refused do not count.
  [[nodiscard]] std::optional<std::int64_t> refuse(Instant now);

 private:
  RateLimit limit_;
  std::mutex mutex_;
  std::deque<Instant> taken_;
};

}  // namespace xrep::sandbox
