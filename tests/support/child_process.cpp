#include "support/child_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace xrep::test {

namespace {

bool is_foreign(const std::string& variable) {
  for (const char* prefix : {"XRAY", "JIRA_", "GTEST_", "CI", "GITHUB_", "GITLAB_", "JENKINS_",
                             "BUILD", "CTEST_", "XREP_"}) {
    if (variable.rfind(prefix, 0) == 0) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!is_foreign(*variable)) {
      all.emplace_back(*variable);
    }
  }
  for (const auto& [name, value] : command.environment) {
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

std::filesystem::path scratch_file() {
  std::string name = (std::filesystem::temp_directory_path() / "xrep-out-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) {
    throw std::runtime_error("cannot make a temporary file");
  }
  ::close(file);
  return name;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

[[noreturn]] void become(const Command& command, char* const* arguments, char* const* environment,
                         const std::filesystem::path& out, const std::filesystem::path& err) {
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(::open(out.c_str(), O_WRONLY | O_APPEND), STDOUT_FILENO);
  ::dup2(::open(err.c_str(), O_WRONLY | O_APPEND), STDERR_FILENO);
  if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) {
    ::_exit(126);
  }
  ::execve(arguments[0], arguments, environment);
  ::_exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const Command& command) : out_(scratch_file()), err_(scratch_file()) {
  auto arguments = command.arguments;
  auto environment = environment_of(command);
  const auto argument_pointers = pointers_to(arguments);
  const auto environment_pointers = pointers_to(environment);
  pid_ = ::fork();
  if (pid_ == 0) {
    become(command, argument_pointers.data(), environment_pointers.data(), out_, err_);
  }
  if (pid_ < 0) {
    throw std::runtime_error("cannot start " + command.arguments.front());
  }
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove(out_, ignored);
  std::filesystem::remove(err_, ignored);
}

std::string ChildProcess::wait_for_line(const std::string& start) {
  for (bool ended = false;;) {
    std::ifstream file(out_);
    for (std::string line; std::getline(file, line);) {
      // A line without its end may still grow.
      if (line.rfind(start, 0) == 0 && !file.eof()) {
        return line.substr(start.size());
      }
    }
    if (ended) {
      return {};
    }
    siginfo_t state{};
    ended = ::waitid(P_PID, static_cast<id_t>(pid_), &state, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            state.si_pid == pid_;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void ChildProcess::kill(int signal) {
  ::kill(pid_, signal);
}

Ended ChildProcess::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  Ended ended;
  ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  ended.out = content_of(out_);
  ended.err = content_of(err_);
  return ended;
}

Ended run(const Command& command) {
  return ChildProcess(command).wait();
}

}  // namespace xrep::test
