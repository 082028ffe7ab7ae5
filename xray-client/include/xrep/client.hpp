#pragma once

/// Pushing recorded runs to Xray, from a program.

#include <xrep/export.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client {

/// What is pushed, and how.
struct PushRequest {
  /// Run directories; together they become one Test Execution.
  std::vector<std::string> directories;

  /// Only the results of these tests: full names or what names their Xray Test, or patterns of `*`
  /// and `?`. Empty: all.
  std::vector<std::string> tests = {};

  /// Settings that win over the environment, xrep.json and what the run recorded, e.g.
  /// {"project", "SHOP"}.
  std::vector<std::pair<std::string, std::string>> settings;

  /// Longest time for everything, waits included; zero: no limit but 600 s a request.
  std::chrono::seconds timeout{0};

  /// Take the recorded settings only and look neither at the environment (credentials excepted)
  /// nor at xrep.json: for a push at the end of the run that recorded.
  bool recorded_settings_only = false;

  /// `progress` also gets a line about each request: method, path, sizes, status, time; never a
  /// credential.
  bool verbose = false;
};

/// How a push ended. `delivered`: everything that can be is in Xray, also when there was nothing to
/// do. `refused`: Xray or xrep refused something that trying again will not mend. `settings`: bad
/// settings. `pending`: not everything arrived; push again.
enum class PushOutcome { delivered, refused, settings, pending };

struct PushReport {
  PushOutcome outcome = PushOutcome::delivered;
  std::string execution_key;  ///< of the Test Execution; empty if none was reached
  std::string link;           ///< "View in Xray"
  std::string summary;        ///< what to show to people: several lines, ends in a newline
};

/// Pushes; blocks until done or out of time. Safe to repeat: what was delivered is not sent again.
/// `progress` gets short lines meanwhile; may be empty. Thread-safe for different directories.
using Progress = void (*)(const char* line, void* context);
XREP_API PushReport push(const PushRequest& request, Progress progress = nullptr,
                         void* context = nullptr) noexcept;

/// 0 delivered, 1 refused, 2 settings, 75 pending.
XREP_API int exit_code(PushOutcome outcome) noexcept;

}  // namespace xrep::client
