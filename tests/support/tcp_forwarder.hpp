#pragma once

#include "support/canned_server.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace xrep::test {

/// What goes wrong with one connection, or with one request of it.
struct NetworkFault {
  enum class Kind {
    none,
    refuse,                 ///< accepted and reset at once
    reset_request,          ///< reset after `bytes` of the request were passed on
    swallow_request_reset,  ///< reset after `bytes` of the request came; nothing is passed on
    reset_answer,           ///< the request is passed on; reset after `bytes` of the answer
    cut_answer,             ///< the request is passed on; closed after `bytes` of the answer
    stall,                  ///< the request is passed on; nothing moves after `bytes` of the answer
  };

  Kind kind = Kind::none;
  std::size_t bytes = 0;  ///< 0: at the first byte, which does not get through
};

enum class Direction { request, answer };

/// A TCP forwarder on a free port of 127.0.0.1 in front of another port of it. Its functions may be
/// called from any thread, also from within the functions that it calls. Those run on its own
/// thread: while they last nothing moves.
class TcpForwarder {
 public:
  /// Called for each connection, the first one being 1. Bytes count from its start.
  using Script = std::function<NetworkFault(int connection)>;

  /// Called with the first bytes (at most 4096) of a request on a connection without a fault,
  /// before they are passed on, and again with more of them when more come. Bytes count from the
  /// start of the request: the first byte after an answer.
  using RequestScript = std::function<NetworkFault(int connection, const std::string& request)>;

  /// Called with what came so far on this connection, before it is passed on.
  using Observer = std::function<void(int connection, Direction direction, std::size_t bytes)>;

  explicit TcpForwarder(std::uint16_t to_port, Script script = {});
  ~TcpForwarder();
  TcpForwarder(const TcpForwarder&) = delete;
  TcpForwarder& operator=(const TcpForwarder&) = delete;

  std::string url() const;

  /// How many there were.
  int connections() const { return connections_; }

  /// How many faults struck.
  int struck() const { return struck_; }

  /// For connections from now on.
  void script(Script script);

  /// For requests from now on.
  void on_request(RequestScript script);

  void observe(Observer observer);

  /// Off: connecting is refused. On again: the same port. What is connected stays so.
  void listen(bool on);

 private:
  struct Connection;

  template <class Function>
  Function current(const Function& function) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return function;
  }

  void serve();
  void follow_wish();
  void accept_one();
  void move(Connection& connection, short client_events, short server_events);
  void take(Connection& connection, Direction direction);
  void choose_by_request(Connection& connection, const std::string& text);
  bool pass_on(Connection& connection, Direction direction);
  void strike(Connection& connection);
  void wake() const;

  const std::uint16_t to_port_;
  Descriptor port_;  ///< keeps the port while nobody listens
  Descriptor stop_reader_;
  Descriptor stop_writer_;
  std::atomic<int> connections_{0};
  std::atomic<int> struck_{0};
  std::atomic<std::thread::id> own_thread_{};

  mutable std::mutex mutex_;  ///< guards up to the next blank line
  std::condition_variable changed_;
  Script script_;
  RequestScript request_script_;
  Observer observer_;
  bool wanted_ = true;  ///< listening
  bool listening_ = false;
  bool stopped_ = false;

  Descriptor listener_{-1};                        ///< of the forwarder's thread
  std::vector<std::unique_ptr<Connection>> open_;  ///< of the forwarder's thread
  std::thread thread_;
};

/// The port that a URL like http://127.0.0.1:8899 names.
std::uint16_t port_of_url(const std::string& url);

}  // namespace xrep::test
