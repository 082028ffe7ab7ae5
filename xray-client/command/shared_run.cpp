#include "shared_run.hpp"

#include "ci.hpp"
#include "platform/file.hpp"
#include "run.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <system_error>
#include <thread>

namespace xrep::command {

namespace {

namespace fs = std::filesystem;

Micros now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::vector<fs::path> events_files(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& item : fs::directory_iterator(directory, ignored)) {
    if (is_events_file(item.path())) {
      files.push_back(item.path());
    }
  }
  return files;
}

std::string name_of(const Process& process) {
  return process.executable + " (process " + std::to_string(process.pid) + ")";
}

bool somebody_records(const fs::path& directory) {
  const auto files = events_files(directory);
  return std::any_of(files.begin(), files.end(), xrep::platform::is_locked);
}

bool was_open(const TestRecord& test) {
  return test.outcome == TestOutcome::crashed || test.outcome == TestOutcome::exited ||
         test.outcome == TestOutcome::interrupted;
}

}  // namespace

tl::expected<SharedRun, std::string> SharedRun::make(const ResolvedSettings& settings) {
  auto choice = make_run_directory({settings, detect_ci(), now()});
  for (const auto& notice : choice.notices) {
    std::cerr << "xrep: " << notice << "\n";
  }
  if (!choice.directory) {
    return tl::make_unexpected(choice.directory.error());
  }
  return SharedRun(std::move(*choice.directory));
}

bool SharedRun::is_empty() const {
  return events_files(directory_.path).empty();
}

void SharedRun::discard() const {
  remove_unused(directory_, {});
}

void SharedRun::note_death(long pid, const std::string& signal) const {
  const std::string prefix = "events-" + std::to_string(pid) + "-";
  for (const auto& file : events_files(directory_.path)) {
    if (file.filename().string().rfind(prefix, 0) != 0) {
      continue;
    }
    // It may have been in the middle of a line. Whoever said how he dies is believed.
    std::ofstream(file, std::ios::app)
        << "\n{\"e\":\"died\",\"t\":" << now() << ",\"cause\":\"" << signal << "\"}\n";
  }
}

void SharedRun::wait_for_the_last() const {
  constexpr std::chrono::seconds kLongest{10};
  constexpr std::chrono::milliseconds kPause{100};
  const auto end = std::chrono::steady_clock::now() + kLongest;
  while (somebody_records(directory_.path) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kPause);
  }
}

std::vector<std::string> SharedRun::deaths() const {
  RunReader reader;
  ReadError error;
  std::vector<std::string> lines;
  std::map<std::uint32_t, std::string> open;
  const auto look = [&](const TestRecord& test, const TestPlace& place) {
    if (was_open(test)) {
      open[place.process] = ", in " + test.name + (test.died_of.empty() ? "" : ": " + test.died_of);
    }
  };
  if (!reader.open({directory_.path}, error) || !reader.each_test(look, error)) {
    return lines;
  }
  const auto& processes = reader.run().processes;
  for (std::uint32_t i = 0; i < processes.size(); ++i) {
    if (!processes[i].alive && !processes[i].ended) {
      lines.push_back(name_of(processes[i]) + " died before its end" + open[i]);
    }
  }
  return lines;
}

}  // namespace xrep::command
