#include "pusher.hpp"

#include <sys/wait.h>

#include <csignal>
#include <thread>

namespace xrep::schedules {

namespace {

test::Command command_of(const std::string& xrep,
                         const std::vector<std::filesystem::path>& directories,
                         const std::map<std::string, std::string>& environment,
                         const std::vector<std::string>& options) {
  test::Command command{{xrep, "push", "--json"}, environment, {}};
  command.arguments.insert(command.arguments.end(), directories.begin(), directories.end());
  command.arguments.insert(command.arguments.end(), options.begin(), options.end());
  return command;
}

}  // namespace

Pusher::Pusher(const std::string& xrep, const std::vector<std::filesystem::path>& directories,
               const std::map<std::string, std::string>& environment,
               const std::vector<std::string>& options)
    : process_(command_of(xrep, directories, environment, options)) {}

void Pusher::kill() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!ended_) {
    process_.kill(SIGKILL);
  }
}

bool Pusher::has_ended() {
  siginfo_t state{};
  const auto pid = static_cast<id_t>(process_.pid());
  return ::waitid(P_PID, pid, &state, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         state.si_pid == process_.pid();
}

PushEnd Pusher::wait(std::optional<Clock::time_point> kill_at, Clock::time_point latest) {
  bool hung = false;
  while (!has_ended()) {
    const auto now = Clock::now();
    hung = hung || now >= latest;
    if (hung || (kill_at && now >= *kill_at)) {
      kill();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  const auto ended = process_.wait();
  return {ended.signal == SIGKILL, hung && ended.signal == SIGKILL, ended.exit_code, ended.out,
          ended.err};
}

}  // namespace xrep::schedules
