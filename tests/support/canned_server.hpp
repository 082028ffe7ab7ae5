#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace xrep::test {

/// A file descriptor, closed when it goes away.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  int number() const { return number_; }

 private:
  int number_;
};

/// A socket that listens on a free port of 127.0.0.1 and does not block.
Descriptor listen_on_loopback();

/// The port that a socket is bound to.
int port_of(const Descriptor& socket);

/// A port of 127.0.0.1 that refuses connections as long as this lives.
class ClosedPort {
 public:
  ClosedPort();
  std::string url() const;

 private:
  Descriptor socket_;
};

/// A request as it came.
struct CannedRequest {
  int connection = 0;  ///< the first one is 1
  std::string line;
  std::multimap<std::string, std::string> headers;  ///< names in small letters
  std::string body;

  /// The value of the first header with this name (small letters), or "".
  std::string header(const std::string& name) const;
};

/// What a CannedServer does with one request: reads it, calls `meanwhile`, sends.
struct Reaction {
  enum class Then { keep, close, reset };

  std::string text;      ///< sent as it is
  std::string repeated;  ///< sent after it until the client goes away; empty: nothing
  Then then = Then::close;
  std::size_t read = SIZE_MAX;      ///< react after so many bytes at the latest, without the rest
  std::function<void()> meanwhile;  ///< called once, on the server's thread
  std::size_t meanwhile_at = 0;     ///< after so many bytes
};

/// A whole answer: `head` is "200 OK" or "429 Too Many\r\nRetry-After: 1"; Content-Length is added.
std::string http_answer(const std::string& head, const std::string& body = {});

Reaction answer(const std::string& text);           ///< then the connection is closed
Reaction answer_and_keep(const std::string& text);  ///< the connection stays open
Reaction hang_up();                                 ///< reads the request, then closes
Reaction hang_up_after(std::size_t bytes);          ///< reads no more of the request
Reaction reset();                                   ///< reads the request, then sends a RST
Reaction endless(const std::string& start, const std::string& repeated);
Reaction silence();  ///< until the client hangs up

/// A TCP server on a free port of 127.0.0.1 that answers requests from a script, each one with the
/// next reaction, whatever the connection. A request after the script's end gets status 599.
/// Requests whose client left before they were whole are not recorded.
class CannedServer {
 public:
  explicit CannedServer(std::vector<Reaction> script);
  ~CannedServer();
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  std::string url() const;
  int connections() const { return connections_; }
  std::vector<CannedRequest> requests() const;
  std::uint64_t bytes_sent() const { return bytes_sent_; }

 private:
  struct Connection;

  void serve();
  void accept_one();
  bool receive(Connection& connection);
  bool react(Connection& connection);
  bool perform(const Connection& connection, const Reaction& reaction);
  bool send_text(const Connection& connection, const std::string& text);
  const Reaction& next_reaction();

  const std::vector<Reaction> script_;
  Descriptor listener_;
  Descriptor stop_reader_;
  Descriptor stop_writer_;
  std::vector<std::unique_ptr<Connection>> open_;  ///< of the server's thread
  std::size_t reacted_ = 0;                        ///< of the server's thread
  std::atomic<int> connections_{0};
  std::atomic<std::uint64_t> bytes_sent_{0};
  mutable std::mutex mutex_;  ///< guards requests_
  std::vector<CannedRequest> requests_;
  std::thread thread_;
};

}  // namespace xrep::test
