#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

extern char** environ;

namespace xrep::command::platform {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kGrace{10};

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD}) {
    sigaddset(&set, signal);
  }
  return set;
}

/// Signals are taken one by one, by sigtimedwait, while this lives.
class WatchedSignals {
 public:
  WatchedSignals() : set_(watched_signals()) {
    sigprocmask(SIG_BLOCK, &set_, &before_);
    // Whoever hands the terminal over is in its background then.
    terminal_output_ = ::signal(SIGTTOU, SIG_IGN);
  }
  ~WatchedSignals() {
    ::signal(SIGTTOU, terminal_output_);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  WatchedSignals(const WatchedSignals&) = delete;
  WatchedSignals& operator=(const WatchedSignals&) = delete;

  const sigset_t& before() const { return before_; }

  /// The next one, or 0 when it does not come in time.
  int next(std::chrono::milliseconds time) const {
    const timespec wait{static_cast<time_t>(time.count() / 1000),
                        static_cast<long>(time.count() % 1000) * 1'000'000};
    const int signal = sigtimedwait(&set_, nullptr, &wait);
    return signal > 0 ? signal : 0;
  }

 private:
  sigset_t set_;
  sigset_t before_{};
  void (*terminal_output_)(int) = SIG_DFL;
};

/// Which group of processes Ctrl-C and Ctrl-Z reach.
class Terminal {
 public:
  Terminal() : is_ours_(isatty(STDIN_FILENO) != 0 && tcgetpgrp(STDIN_FILENO) == getpgrp()) {}
  ~Terminal() { give_to(getpgrp()); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void give_to(pid_t group) const {
    if (is_ours_) {
      tcsetpgrp(STDIN_FILENO, group);
    }
  }

 private:
  bool is_ours_;
};

std::vector<std::string> environment_of(const Launch& launch) {
  std::vector<std::string> hidden = launch.hidden;
  for (const auto& variable : launch.environment) {
    hidden.push_back(variable.first);
  }
  std::vector<std::string> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const auto name = text.substr(0, text.find('='));
    if (std::find(hidden.begin(), hidden.end(), name) == hidden.end()) {
      all.push_back(text);
    }
  }
  for (const auto& [name, value] : launch.environment) {
    all.push_back(name + "=" + value);
  }
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork and exec: nothing that could wait for another thread.
[[noreturn]] void become(char* const* arguments, char* const* environment, const sigset_t& mask,
                         int report) {
  setpgid(0, 0);
  if (isatty(STDIN_FILENO) != 0) {
    tcsetpgrp(STDIN_FILENO, getpid());
  }
  ::signal(SIGTTOU, SIG_DFL);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  execvpe(arguments[0], arguments, environment);
  const int error = errno;
  const auto written = write(report, &error, sizeof error);
  _exit(written == sizeof error ? 127 : 126);
}

void end_group(pid_t group, Clock::time_point& kill_at) {
  kill(-group, SIGTERM);
  // A stopped process takes its end only when it goes on.
  kill(-group, SIGCONT);
  kill_at = Clock::now() + kGrace;
}

// Ctrl-Z: this process stops as well, and goes on with the command.
void stop_together(pid_t group, const Terminal& terminal) {
  terminal.give_to(getpgrp());
  raise(SIGSTOP);
  terminal.give_to(group);
  kill(-group, SIGCONT);
}

// True when it has ended.
bool take_change(pid_t pid, const Terminal& terminal, ChildEnd& end) {
  int status = 0;
  if (waitpid(pid, &status, WNOHANG | WUNTRACED) != pid) {
    return false;
  }
  if (WIFSTOPPED(status)) {
    stop_together(pid, terminal);
    return false;
  }
  end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + end.signal;
  return true;
}

void wait_for(pid_t pid, const Launch& launch, const WatchedSignals& signals,
              const Terminal& terminal, ChildEnd& end) {
  constexpr std::chrono::milliseconds kLook{200};  // for a timeout; ends are told at once
  const auto stop_at =
      launch.timeout.count() == 0 ? Clock::time_point::max() : Clock::now() + launch.timeout;
  auto kill_at = Clock::time_point::max();
  while (!take_change(pid, terminal, end)) {
    const int signal = signals.next(kLook);
    if (signal != 0 && signal != SIGCHLD) {
      kill(-pid, signal);
    }
    if (Clock::now() >= kill_at) {
      kill(-pid, SIGKILL);
    } else if (!end.timed_out && Clock::now() >= stop_at) {
      end.timed_out = true;
      end_group(pid, kill_at);
    }
  }
  // Whatever it left behind had the same time.
  if (end.timed_out) {
    kill(-pid, SIGKILL);
  }
}

}  // namespace

ChildEnd run_in_foreground(const Launch& launch) {
  ChildEnd end;
  auto arguments = launch.arguments;
  auto environment = environment_of(launch);
  const auto argv = pointers_to(arguments);
  const auto envp = pointers_to(environment);
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) {
    end.problem = std::strerror(errno);
    return end;
  }
  const WatchedSignals signals;
  const Terminal terminal;
  const pid_t pid = fork();
  if (pid == 0) {
    become(argv.data(), envp.data(), signals.before(), report[1]);
  }
  close(report[1]);
  int error = pid < 0 ? errno : 0;
  if (pid > 0) {
    end.pid = pid;
    // Here too: whichever process comes first must find the group.
    setpgid(pid, pid);
    terminal.give_to(pid);
    if (read(report[0], &error, sizeof error) != sizeof error) {
      error = 0;
    }
    wait_for(pid, launch, signals, terminal, end);
  }
  close(report[0]);
  if (error != 0) {
    end.problem = std::strerror(error);
  }
  return end;
}

std::string output_of(const Launch& launch, std::size_t limit) {
  auto arguments = launch.arguments;
  auto environment = environment_of(launch);
  const auto argv = pointers_to(arguments);
  const auto envp = pointers_to(environment);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return {};
  }
  const pid_t pid = fork();
  if (pid == 0) {
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    alarm(static_cast<unsigned>(launch.timeout.count()));
    execvpe(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(ends[1]);
  std::string text;
  char buffer[4096];
  while (pid > 0 && text.size() < limit) {
    const auto count = read(ends[0], buffer, sizeof buffer);
    if (count == 0 || (count < 0 && errno != EINTR)) {
      break;
    }
    text.append(buffer, count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  close(ends[0]);
  if (pid > 0) {
    waitpid(pid, nullptr, 0);
  }
  return text;
}

std::string signal_name(int signal) {
  const char* const name = sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : std::string("SIG") + name;
}

std::string environment_value(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace xrep::command::platform
