#include "victim.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace xrep::test {
namespace {

void wait_for_bytes(int pipe) {
  struct pollfd waiting {};
  waiting.fd = pipe;
  waiting.events = POLLIN;
  ::poll(&waiting, 1, -1);
}

}  // namespace

Victim::Victim(const std::string& program, const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::runtime_error("cannot make a pipe");
  }
  pipe_ = ends[0];
  // As large as an unprivileged process may have it: the program is to write events, not to wait.
  ::fcntl(ends[1], F_SETPIPE_SZ, 1024 * 1024);
  // The program's end: inherited, and it waits when the pipe is full.
  ::fcntl(ends[1], F_SETFD, 0);
  ::fcntl(ends[1], F_SETFL, 0);
  Command command;
  command.arguments = {std::filesystem::absolute(program).string()};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = {{"XRAY", "1"},
                         {"XRAY_UPLOAD", "never"},
                         {"XRAY_RESULTS_DIR", results().string()},
                         {"ENDLESS_LEDGER", std::to_string(ends[1])}};
  command.directory = folder_.path();
  program_ = std::make_unique<ChildProcess>(command);
  ::close(ends[1]);
}

Victim::~Victim() {
  ::close(pipe_);
}

bool Victim::read() {
  std::array<char, 65536> bytes{};
  for (;;) {
    const auto size = ::read(pipe_, bytes.data(), bytes.size());
    if (size == 0) {
      return false;
    }
    if (size < 0 && errno == EAGAIN) {
      return true;
    }
    if (size < 0 && errno != EINTR) {
      throw std::runtime_error("cannot read the ledger");
    }
    for (ssize_t i = 0; i < size; ++i) {
      const char c = bytes[static_cast<std::size_t>(i)];
      if (c != '\n') {
        unread_ += c;
        continue;
      }
      ledger_.push_back({unread_.at(0), std::stoull(unread_.substr(2))});
      unread_.clear();
    }
  }
}

bool Victim::wait_for(std::size_t entries) {
  while (read()) {
    if (ledger_.size() >= entries) {
      return true;
    }
    wait_for_bytes(pipe_);
  }
  return false;
}

Ended Victim::kill(int signal) {
  program_->kill(signal);
  auto ended = program_->wait();
  while (read()) {
    wait_for_bytes(pipe_);
  }
  return ended;
}

}  // namespace xrep::test
