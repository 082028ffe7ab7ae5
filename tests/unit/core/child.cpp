#include "child.hpp"

#include "environment.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace xrep::test {
namespace {

constexpr int kCannotStart = 90;

}  // namespace

Signal::Signal() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
  read_ = ends[0];
  write_ = ends[1];
}

Signal::~Signal() {
  close(read_);
  close_sending();
}

void Signal::send() const {
  const char byte = '!';
  if (write(write_, &byte, 1) != 1) std::abort();
}

bool Signal::wait() const {
  char byte = 0;
  return read(read_, &byte, 1) == 1;
}

void Signal::close_sending() {
  if (write_ >= 0) close(std::exchange(write_, -1));
}

Child::Child(std::function<void()> body) {
  std::fflush(nullptr);
  pid_ = fork();
  if (pid_ != 0) return;
  for (const auto& name : relevant_variables()) unsetenv(name.c_str());
  const int log = open((folder_ / "stderr.txt").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (chdir(folder_.path().c_str()) != 0 || dup2(log, STDERR_FILENO) < 0) _exit(kCannotStart);
  close(log);
  body();
  _exit(0);
}

Child::~Child() {
  if (pid_ > 0) kill();
}

int Child::wait() {
  int status = 0;
  if (pid_ > 0) waitpid(std::exchange(pid_, -1), &status, 0);
  return status;
}

void Child::kill() {
  ::kill(pid_, SIGKILL);
  wait();
}

std::filesystem::path Child::run_directory(const std::string& results) const {
  const auto found = find_run_directories(folder_ / results);
  EXPECT_LE(found.size(), 1U);
  return found.empty() ? std::filesystem::path() : found.front();
}

Run Child::run(const std::string& results) const {
  Run run;
  ReadError error;
  EXPECT_TRUE(read_run({run_directory(results)}, run, error)) << error.message << stderr_text();
  return run;
}

FinishedChild::FinishedChild(std::function<void()> body) : Child(std::move(body)) {
  const int status = wait();
  EXPECT_TRUE(WIFEXITED(status)) << "the child was ended by a signal\n" << stderr_text();
  EXPECT_EQ(WEXITSTATUS(status), 0) << stderr_text();
}

recording::Program program() {
  recording::Program program;
  program.framework = "GoogleTest";
  program.framework_version = "1.12.1";
  program.executable = "shop_tests";
  return program;
}

recording::Program program(const std::vector<std::string>& flags) {
  auto result = program();
  result.settings = recording::settings_from_arguments(flags).settings;
  return result;
}

void start(const std::vector<std::string>& flags) {
  if (!recording::start_run(program(flags))) _exit(kCannotStart);
}

void start_test(std::string_view name) {
  recording::TestInfo info;
  info.name = name;
  info.identity = name;
  recording::test_started(info);
}

void pass() {
  recording::test_finished(recording::Result::passed);
}

void record_test(const std::function<void()>& body) {
  start();
  start_test("Suite.Test");
  body();
  pass();
  recording::end_run();
}

}  // namespace xrep::test
