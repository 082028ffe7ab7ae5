#include "line_reader.hpp"
#include "platform/file.hpp"
#include "process_reader.hpp"
#include "run.hpp"
#include "run_file.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using Problem = std::string;  ///< empty: none

std::vector<fs::path> events_files(const fs::path& directory, Problem& problem) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    // Only regular files: opening a fifo that somebody put there would wait for ever.
    if (is_events_file(entry->path()) && fs::is_regular_file(entry->symlink_status(error))) {
      files.push_back(entry->path());
    }
  }
  if (error) problem = directory.string() + ": cannot be read: " + error.message();
  std::sort(files.begin(), files.end());
  return files;
}

void add_tests(ProcessReader& reader, Run& run) {
  const auto index = static_cast<std::uint32_t>(run.processes.size());
  for (auto& test : reader.tests()) {
    test.process = index;
    run.tests.push_back(std::move(test));
  }
  run.processes.push_back(std::move(reader.process()));
}

Problem read_events(const fs::path& file, Run& run) {
  // Asked before reading: a process that ends in between is then seen with all of its events.
  const bool alive = platform::is_locked(file);
  LineReader lines(file);
  if (!lines.opened()) return file.string() + ": cannot be read; check its permissions";
  ProcessReader reader(alive, file.parent_path() / "attachments");
  using Line = LineReader::Line;
  for (Line line = lines.next(); line != Line::end; line = lines.next()) {
    if (line == Line::whole && lines.text().empty()) continue;
    const auto event = line == Line::too_long ? std::nullopt : Event::parse(lines.text());
    const bool being_written = line == Line::unterminated && alive;
    if (event) reader.take(*event);
    if (!event && !being_written) ++run.damaged_lines;
  }
  if (reader.format() > kReadableFormat) return too_new(file, reader.format());
  reader.finish();
  add_tests(reader, run);
  return {};
}

void add_run_file(RunFile file, Run& run) {
  if (run.directories.size() == 1) {
    run.id = std::move(file.id);
    run.settings = std::move(file.settings);
  }
  const auto add_missing = [](std::string& to, std::string& from) {
    if (to.empty()) to = std::move(from);
  };
  add_missing(run.revision, file.revision);
  add_missing(run.branch, file.branch);
  add_missing(run.build_url, file.build_url);
  add_missing(run.ci, file.ci);
  for (auto& problem : file.problems) {
    auto& known = run.problems;
    if (std::find(known.begin(), known.end(), problem) == known.end()) {
      known.push_back(std::move(problem));
    }
  }
}

Problem read_directory(const fs::path& directory, Run& run) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return directory.string() + ": " +
           (error ? error.message() : std::string("is not a directory")) + "; name a run directory";
  }
  if (!is_run_directory(directory)) {
    return directory.string() + ": holds no run of xrep (no run.json, no events)";
  }
  auto file = read_run_file(directory);
  if (!file) return file.error();
  run.directories.push_back(directory);
  add_run_file(std::move(*file), run);
  Problem problem;
  for (const auto& events : events_files(directory, problem)) {
    if (problem.empty()) problem = read_events(events, run);
  }
  return problem;
}

void put_in_order(Run& run) {
  std::stable_sort(run.tests.begin(), run.tests.end(),
                   [](const TestRecord& a, const TestRecord& b) { return a.started < b.started; });
  for (const auto& process : run.processes) {
    if (run.started == 0 || process.started < run.started) run.started = process.started;
    run.finished = std::max(run.finished, process.last_event);
  }
}

Problem read_all(const std::vector<fs::path>& directories, Run& run) {
  std::set<fs::path> seen;
  for (const auto& directory : directories) {
    std::error_code error;
    const auto canonical = fs::weakly_canonical(directory, error);
    if (!error && !seen.insert(canonical).second) continue;
    if (auto problem = read_directory(directory, run); !problem.empty()) return problem;
  }
  if (run.directories.empty()) return "no run directory was named";
  put_in_order(run);
  return {};
}

}  // namespace

bool read_run(const std::vector<fs::path>& directories, Run& run, ReadError& error) {
  run = {};
  try {
    error.message = read_all(directories, run);
  } catch (const std::exception& fault) {
    error.message = std::string("the run cannot be read: ") + fault.what();
  }
  if (error.message.empty()) return true;
  run = {};
  return false;
}

std::vector<fs::path> find_run_directories(const fs::path& folder) {
  if (is_run_directory(folder)) return {folder};
  std::vector<std::pair<std::int64_t, fs::path>> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!is_run_directory(entry->path())) continue;
    const auto file = read_run_file(entry->path());
    found.emplace_back(file ? file->started : 0, entry->path());
  }
  std::sort(found.begin(), found.end());
  std::vector<fs::path> directories;
  directories.reserve(found.size());
  for (auto& [started, directory] : found) directories.push_back(std::move(directory));
  return directories;
}

}  // namespace xrep
