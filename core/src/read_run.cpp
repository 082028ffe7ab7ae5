#include "line_reader.hpp"
#include "platform/file.hpp"
#include "process_reader.hpp"
#include "run.hpp"
#include "run_file.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
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

void add_times(Run& run) {
  for (const auto& process : run.processes) {
    if (run.started == 0 || process.started < run.started) run.started = process.started;
    run.finished = std::max(run.finished, process.last_event);
  }
}

fs::path attachments_beside(const fs::path& events) {
  return events.parent_path() / "attachments";
}

}  // namespace

std::string RunReader::read_events(const fs::path& file, const Visit& visit) {
  // Asked before reading: a process that ends in between is then seen with all of its events.
  const bool alive = platform::is_locked(file);
  LineReader lines(file);
  if (!lines.opened()) return file.string() + ": cannot be read; check its permissions";
  const auto index = static_cast<std::uint32_t>(run_.processes.size());
  run_.processes.emplace_back();
  const ProcessReader* process = nullptr;
  ProcessReader reader(alive, attachments_beside(file), [&](TestRecord&& test, EventPlace place) {
    // Whoever visits a test may want to know whose it is.
    if (run_.processes[index].executable.empty()) run_.processes[index] = process->process();
    test.process = index;
    const TestPlace where{test.started, place.begin, place.end, index};
    visit(std::move(test), where);
  });
  process = &reader;
  using Line = LineReader::Line;
  std::uint64_t begin = 0;
  for (Line line = lines.next(); line != Line::end; begin = lines.position(), line = lines.next()) {
    if (line == Line::whole && lines.text().empty()) continue;
    const auto event = line == Line::too_long ? std::nullopt : Event::parse(lines.text());
    const bool being_written = line == Line::unterminated && alive;
    if (event) reader.take(*event, {begin, lines.position()});
    if (!event && !being_written) ++run_.damaged_lines;
  }
  if (reader.format() > kReadableFormat) return too_new(file, reader.format());
  reader.add_death_outside_a_test();
  reader.close_all();
  run_.processes[index] = reader.process();
  sources_.push_back({file, reader.end()});
  return {};
}

std::string RunReader::open_directory(const fs::path& directory) {
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
  run_.directories.push_back(directory);
  add_run_file(std::move(*file), run_);
  return {};
}

std::string RunReader::open_all(const std::vector<fs::path>& directories) {
  std::set<fs::path> seen;
  for (const auto& directory : directories) {
    std::error_code error;
    const auto canonical = fs::weakly_canonical(directory, error);
    if (!error && !seen.insert(canonical).second) continue;
    if (auto problem = open_directory(directory); !problem.empty()) return problem;
  }
  return run_.directories.empty() ? "no run directory was named" : "";
}

std::string RunReader::read_all(const Visit& visit) {
  for (const auto& directory : run_.directories) {
    Problem problem;
    for (const auto& events : events_files(directory, problem)) {
      if (problem.empty()) problem = read_events(events, visit);
    }
    if (!problem.empty()) return problem;
  }
  add_times(run_);
  return {};
}

namespace {

bool succeeds(const std::function<std::string()>& reading, ReadError& error) {
  try {
    error.message = reading();
  } catch (const std::exception& fault) {
    error.message = std::string("the run cannot be read: ") + fault.what();
  }
  return error.message.empty();
}

}  // namespace

bool RunReader::open(const std::vector<fs::path>& directories, ReadError& error) {
  return succeeds([&] { return open_all(directories); }, error);
}

bool RunReader::each_test(const Visit& visit, ReadError& error) {
  return succeeds([&] { return read_all(visit); }, error);
}

TestRecord RunReader::read(const TestPlace& place) const {
  const Source& source = sources_.at(place.process);
  std::optional<TestRecord> found;
  ProcessReader reader(run_.processes[place.process], source.end, attachments_beside(source.events),
                       [&](TestRecord&& test, EventPlace) {
                         test.process = place.process;
                         if (!found) found = std::move(test);
                       });
  if (place.begin == place.end) {
    reader.add_death_outside_a_test();
  } else {
    LineReader lines(source.events, place.begin, place.end);
    std::optional<std::uint32_t> number;
    for (auto line = lines.next(); line != LineReader::Line::end; line = lines.next()) {
      const auto event =
          line == LineReader::Line::too_long ? std::nullopt : Event::parse(lines.text());
      if (!event) continue;
      // Other tests may have been open at the same time.
      if (!number) number = event->small_number("n");
      if (event->small_number("n") == *number) reader.take(*event, {});
    }
    reader.close_all();
  }
  if (!found) throw std::runtime_error(source.events.string() + " changed while it was read");
  return std::move(*found);
}

bool read_run(const std::vector<fs::path>& directories, Run& run, ReadError& error) {
  RunReader reader;
  std::vector<std::pair<TestPlace, TestRecord>> tests;
  const auto keep = [&](TestRecord&& test, const TestPlace& place) {
    tests.emplace_back(place, std::move(test));
  };
  const bool done = reader.open(directories, error) && reader.each_test(keep, error);
  run = done ? reader.run() : Run();
  if (!done) return false;
  std::sort(tests.begin(), tests.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [place, test] : tests) run.tests.push_back(std::move(test));
  return true;
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
