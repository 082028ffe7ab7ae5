#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace xrep::sandbox {

/// Which of two readings the sandbox follows where Xray Cloud's behaviour is not documented.
/// The differences are listed in docs/sandbox.md.
enum class Profile { strict, lenient };

/// So many requests to the API in any span of so many seconds; 0 requests: no limit.
struct RateLimit {
  int requests = 0;
  int seconds = 0;
};

struct Options {
  /// TCP port on 127.0.0.1; 0 takes a free one.
  int port = 0;
  /// Folder for the state and the attachments; created when it does not exist. One sandbox at a
  /// time may use it.
  std::filesystem::path data;
  Profile profile = Profile::strict;
  /// Folder for copies of the import and GraphQL request bodies; empty: none are kept. Credentials
  /// are never written.
  std::filesystem::path record;
  /// A file with a fault script; docs/sandbox.md explains it. Empty: no faults.
  std::filesystem::path faults;
  RateLimit rate_limit;
  /// The clock for the lifetime of tokens, the rate limit and for how long fresh objects stay
  /// invisible; empty: the system clock. Called from several threads.
  std::function<std::chrono::system_clock::time_point()> now;
};

/// A local stand-in for Xray Cloud: an HTTP server on 127.0.0.1 with a model of Xray behind it.
/// All members may be called from any thread, but not from a signal handler.
class Sandbox {
 public:
  explicit Sandbox(Options options);
  /// Stops the server when it still runs.
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// Loads the state, binds the port and answers requests from then on, on threads of its own.
  /// Returns what went wrong, or nothing. May be called once.
  [[nodiscard]] std::optional<std::string> start();

  /// The port that was bound; 0 before a successful start().
  [[nodiscard]] int port() const;

  /// Ends open connections within about ten seconds and writes the state. Safe to repeat.
  /// Returns what could not be written, or nothing.
  std::optional<std::string> stop();

  /// Returns when stop() was called by another thread.
  void wait();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace xrep::sandbox
