#include "trigger.hpp"

#include <utility>

namespace xrep::schedules {

using test::Direction;
using test::NetworkFault;

Through::Through(const std::string& url)
    : forwarder_(test::port_of_url(url), [this](int connection) { return fault_of(connection); }) {
  forwarder_.observe(
      [this](int connection, Direction direction, std::size_t) { see(connection, direction); });
}

void Through::begin(NetworkFaults faults) {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_ = std::move(faults);
  first_ = forwarder_.connections();
  last_.clear();
}

void Through::kill_at(Moment moment, std::function<void()> action) {
  const std::lock_guard<std::mutex> lock(mutex_);
  moment_ = moment;
  action_ = std::move(action);
}

void Through::end() {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.clear();
  moment_.reset();
  action_ = nullptr;
}

std::map<std::string, std::int64_t> Through::struck() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return struck_;
}

NetworkFault Through::fault_of(int connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = faults_.find(connection - first_);
  if (found == faults_.end()) {
    return {};
  }
  ++struck_[name_of(found->second.kind)];
  return found->second;
}

void Through::see(int connection, Direction direction) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [place, is_new] = last_.emplace(connection, direction);
  const bool turned = is_new || place->second != direction;
  place->second = direction;
  if (!turned || !moment_ || moment_->direction != direction || --moment_->number > 0) {
    return;
  }
  moment_.reset();
  action_();
}

}  // namespace xrep::schedules
