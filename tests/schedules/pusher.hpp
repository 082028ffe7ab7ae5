#pragma once

#include "support/child_process.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace xrep::schedules {

using Clock = std::chrono::steady_clock;

struct PushEnd {
  bool killed = false;  ///< while it was at work
  bool hung = false;    ///< killed because it took longer than it may
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// One `xrep push --json` that may be killed from any thread while it runs.
class Pusher {
 public:
  Pusher(const std::string& xrep, const std::vector<std::filesystem::path>& directories,
         const std::map<std::string, std::string>& environment,
         const std::vector<std::string>& options);

  /// SIGKILL; does nothing once it has ended.
  void kill();

  /// Waits for its end, kills it at `kill_at`, and in any case at `latest`.
  PushEnd wait(std::optional<Clock::time_point> kill_at, Clock::time_point latest);

 private:
  bool has_ended();

  std::mutex mutex_;  ///< guards ended_: its number may be given to another process
  bool ended_ = false;
  test::ChildProcess process_;
};

}  // namespace xrep::schedules
