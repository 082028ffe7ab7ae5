#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace xrep::command::platform {

/// A command to run in the foreground, with stdin, stdout and stderr of this process.
struct Launch {
  std::vector<std::string> arguments;  ///< the first one is looked for in PATH
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to that of this process
  std::vector<std::string> hidden;                               ///< variables that it does not get
  std::chrono::seconds timeout{0};                               ///< zero: none
};

struct ChildEnd {
  std::string problem;  ///< it could not be started, for this reason
  long pid = 0;
  int code = 0;    ///< its exit code
  int signal = 0;  ///< that ended it; 0: none did
  bool timed_out = false;
};

/// Runs it in a process group of its own, which has the terminal meanwhile. SIGINT, SIGTERM, SIGHUP
/// and SIGQUIT are passed on to the group; at the end of its time the group gets SIGTERM and, 10 s
/// later, SIGKILL. To be called once at a time, from a process with one thread.
ChildEnd run_in_foreground(const Launch& launch);

/// What it writes to stdout, at most `limit` bytes, with nothing to read; it gets `launch.timeout`
/// seconds. Empty when it cannot be started.
std::string output_of(const Launch& launch, std::size_t limit);

/// "SIGSEGV"; "signal 35" for one without a name.
std::string signal_name(int signal);

/// The variable is set and not empty.
std::string environment_value(const char* name);

}  // namespace xrep::command::platform
