#pragma once

#include "run.hpp"
#include "support/temp_dir.hpp"
#include <xrep/recording.hpp>

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>

namespace xrep::test {

/// A pipe between a test and its child, for waiting without clocks.
class Signal {
 public:
  Signal();
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  void send() const;
  /// False when the other side has gone away.
  bool wait() const;
  void close_sending();

 private:
  int read_ = -1;
  int write_ = -1;
};

/// A forked process with its own folder as working directory, without any variable of xrep or of a
/// CI system, and with stderr in a file. What it records is looked at from outside.
class Child {
 public:
  explicit Child(std::function<void()> body);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Waits for its end; gives the status of waitpid.
  int wait();
  void kill();
  pid_t pid() const { return pid_; }

  const TempDir& folder() const { return folder_; }
  std::string stderr_text() const { return read_file(folder_ / "stderr.txt"); }

  /// Its only run directory, in `results` below its folder; empty if there is none.
  std::filesystem::path run_directory(const std::string& results = "xray-results") const;

  /// The run as read back; a test failure if it cannot be read.
  Run run(const std::string& results = "xray-results") const;

 private:
  TempDir folder_;
  pid_t pid_ = -1;
};

/// Runs `body` in a child to its end and gives it back. It must end without a signal.
class FinishedChild : public Child {
 public:
  explicit FinishedChild(std::function<void()> body);
};

recording::Program program();
recording::Program program(const std::vector<std::string>& flags);

/// Starts a run with these flags; ends the child when that fails.
void start(const std::vector<std::string>& flags = {});
void start_test(std::string_view name);
void pass();

/// `body` as the only test of a run that is recorded by a child.
void record_test(const std::function<void()>& body);

}  // namespace xrep::test
