#include "transport/deadline.hpp"

#include <algorithm>
#include <thread>

namespace xrep::client {

std::chrono::milliseconds Deadline::left(std::chrono::milliseconds limit) const {
  const auto now = Clock::now();
  if (now >= end_) {
    return std::chrono::milliseconds(0);
  }
  if (end_ == Clock::time_point::max()) {
    return limit;
  }
  return std::min(limit, std::chrono::ceil<std::chrono::milliseconds>(end_ - now));
}

bool Deadline::wait(std::chrono::milliseconds time) const {
  if (left(time) < time) {
    return false;
  }
  std::this_thread::sleep_for(time);
  return true;
}

}  // namespace xrep::client
