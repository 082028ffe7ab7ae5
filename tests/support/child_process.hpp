#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace xrep::test {

/// How a program is started. The environment is the test's own without any XRAY_, JIRA_, GTEST_ or
/// CI variable, plus `environment`.
struct Command {
  std::vector<std::string> arguments;  ///< the first one is the program
  std::map<std::string, std::string> environment;
  std::filesystem::path directory;  ///< working directory; empty: the test's own
};

struct Ended {
  int exit_code = -1;  ///< -1 when a signal ended it
  int signal = 0;
  std::string out;
  std::string err;
};

/// Starts a program and waits for its end.
Ended run(const Command& command);

/// A program in the background; killed when it goes away.
class ChildProcess {
 public:
  explicit ChildProcess(const Command& command);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Waits until its standard output has a line that starts with `start`, and gives the rest of it.
  /// Empty when the program ended before.
  std::string wait_for_line(const std::string& start);

  void kill(int signal);
  Ended wait();
  int pid() const { return pid_; }

 private:
  int pid_ = -1;
  std::filesystem::path out_;
  std::filesystem::path err_;
};

}  // namespace xrep::test
