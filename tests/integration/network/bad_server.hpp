#pragma once

#include "support/canned_server.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace xrep::test {

/// A server that sends `text` at the rate of one byte in `pause` to everybody, and blanks after it
/// without end.
class DrippingServer {
 public:
  DrippingServer(std::string text, std::chrono::milliseconds pause);
  ~DrippingServer();
  DrippingServer(const DrippingServer&) = delete;
  DrippingServer& operator=(const DrippingServer&) = delete;

  std::string url() const;

 private:
  void serve();

  const std::string text_;
  const std::chrono::milliseconds pause_;
  Descriptor listener_;
  Descriptor stop_reader_;
  Descriptor stop_writer_;
  std::thread thread_;
};

/// A port where connecting takes for ever: its queue is full and nobody takes from it.
class FullPort {
 public:
  FullPort();
  std::string url() const;

 private:
  Descriptor listener_;
  std::vector<Descriptor> waiting_;
};

/// A socket that listens, and nobody accepts.
class DeafPort {
 public:
  DeafPort() : listener_(listen_on_loopback()) {}
  std::string url() const;

 private:
  Descriptor listener_;
};

/// What Xray says to the requests of a push before its first import.
std::vector<Reaction> answers_until_the_import();

}  // namespace xrep::test
