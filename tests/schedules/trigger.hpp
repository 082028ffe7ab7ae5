#pragma once

#include "faults.hpp"
#include "support/tcp_forwarder.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace xrep::schedules {

/// The n-th request that reaches the forwarder, or the n-th answer, from the round's beginning.
struct Moment {
  test::Direction direction = test::Direction::request;
  int number = 1;
};

/// The way to the sandbox, on which connections go wrong and moments are met.
class Through {
 public:
  explicit Through(const std::string& url);

  std::string url() const { return forwarder_.url(); }

  /// From now on, connections counted from 1.
  void begin(NetworkFaults faults);

  /// Calls `action` at that moment, unless end() comes before.
  void kill_at(Moment moment, std::function<void()> action);

  /// No more faults; the action is not called any more when this has returned.
  void end();

  /// How often each network fault was dealt out.
  std::map<std::string, std::int64_t> struck() const;

 private:
  test::NetworkFault fault_of(int connection);
  void see(int connection, test::Direction direction);

  mutable std::mutex mutex_;
  NetworkFaults faults_;
  int first_ = 0;  ///< connections before the round
  std::map<std::string, std::int64_t> struck_;
  std::map<int, test::Direction> last_;  ///< what moved last on each connection
  std::optional<Moment> moment_;
  std::function<void()> action_;
  test::TcpForwarder forwarder_;
};

}  // namespace xrep::schedules
