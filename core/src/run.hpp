#pragma once

#include "settings.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

namespace xrep {

/// Microseconds since 1970-01-01 UTC.
using Micros = std::int64_t;

/// A copied file in the run directory.
struct Attachment {
  std::filesystem::path file;  ///< where its bytes are
  std::string name;            ///< what people call it
  std::string media_type;
  std::uint64_t size = 0;
  std::uint32_t step = 0;  ///< number of the step; 0: the test
  std::uint32_t pass = 0;  ///< 0: the test was not run in passes
};

struct RefusedAttachment {
  std::string name;
  std::string why;
};

/// A failure or the reason of a skip.
struct Message {
  std::string text;
  std::string file;
  int line = 0;
  std::uint32_t step = 0;
  std::uint32_t pass = 0;
};

enum class StepOutcome { passed, failed, skipped, open };

struct StepRecord {
  std::uint32_t number = 0;
  std::uint32_t parent = 0;
  std::uint32_t pass = 0;
  std::string name;
  std::string expected;
  std::string data;
  StepOutcome outcome = StepOutcome::open;  ///< open: the test died or ended in it
  Micros started = 0;
  Micros finished = 0;
};

/// A parameter or a custom field: something that has a value under a name.
struct Parameter {
  std::string name;
  std::string value;
  std::uint32_t pass = 0;
};

/// crashed: its process died while it was open. interrupted: likewise, by SIGINT. exited: the
/// process left through exit() while it was open. running: its process still lives.
enum class TestOutcome {
  passed,
  failed,
  skipped,
  not_started,
  disabled,
  crashed,
  interrupted,
  exited,
  running
};

/// One start of one test: with retries or repeats a run holds several of the same name.
struct TestRecord {
  std::string name;
  std::string identity;
  std::string instance;
  std::string suite;
  std::string file;
  int line = 0;
  std::vector<std::string> tags;
  std::vector<std::string> keys;
  std::vector<std::string> requirements;
  std::vector<std::string> defects;
  std::vector<std::string> comments;
  std::vector<std::string> remarks;
  std::vector<Parameter> parameters;
  std::vector<Parameter> custom_fields;
  std::vector<StepRecord> steps;
  std::vector<Message> failures;
  std::vector<Message> skips;
  std::vector<Attachment> attachments;
  std::vector<RefusedAttachment> refused_attachments;
  std::vector<std::uint32_t> passes;  ///< numbers of the real ones, in order
  TestOutcome outcome = TestOutcome::running;
  std::string died_of;  ///< what is known of the cause when crashed
  Micros started = 0;
  Micros finished = 0;
  std::uint32_t process = 0;  ///< index into Run::processes
};

struct Process {
  std::string executable;
  std::string framework;
  std::string framework_version;
  std::string host;
  std::int64_t pid = 0;
  std::uint64_t seed = 0;
  int shard_index = 0;
  int shard_count = 1;
  bool alive = false;      ///< somebody holds its events file
  bool ended = false;      ///< it said run_ended
  std::uint64_t lost = 0;  ///< events that it could not write, e.g. on a full disk
  Micros started = 0;
  Micros last_event = 0;
};

/// How a process ended without saying so: decides what became of the tests that it left open.
struct ProcessEnd {
  bool died = false;
  bool exited = false;
  std::string died_of;
};

/// What one or more run directories say.
struct Run {
  std::vector<std::filesystem::path> directories;
  std::string id;  ///< of the first directory
  std::vector<SourcedSetting> settings;
  std::vector<std::string> problems;
  std::string revision;
  std::string branch;
  std::string build_url;
  std::string ci;
  std::vector<Process> processes;
  std::vector<TestRecord> tests;  ///< in the order in which they started
  std::uint64_t damaged_lines = 0;
  Micros started = 0;
  Micros finished = 0;
};

struct ReadError {
  std::string message;
};

/// Where the events of one test stand: enough to read it again. Ordered as the tests started.
struct TestPlace {
  Micros started = 0;
  std::uint64_t begin = 0;    ///< offset in the events file of its process
  std::uint64_t end = 0;      ///< equal to begin: no event tells of it, but the process's end
  std::uint32_t process = 0;  ///< index into Run::processes

  friend bool operator<(const TestPlace& a, const TestPlace& b) {
    return std::tie(a.started, a.process, a.begin) < std::tie(b.started, b.process, b.begin);
  }
};

/// Run directories read without keeping their tests, so that a run of any size can be gone through;
/// single tests are read again by their place. Not thread-safe.
class XREP_API RunReader {
 public:
  using Visit = std::function<void(TestRecord&&, const TestPlace&)>;

  /// Reads what the directories say of themselves. False: one is unreadable or holds no run; see
  /// `error`.
  bool open(const std::vector<std::filesystem::path>& directories, ReadError& error);

  /// Reads all events and calls `visit` for each test, in no particular order. Damaged lines are
  /// skipped and counted. False: a file is unreadable or of a newer format; see `error`.
  bool each_test(const Visit& visit, ReadError& error);

  /// Everything but the tests; processes and times are known after each_test().
  const Run& run() const { return run_; }

  /// Throws std::runtime_error when the events file changed since each_test().
  TestRecord read(const TestPlace& place) const;

 private:
  struct Source {
    std::filesystem::path events;
    ProcessEnd end;
  };

  std::string open_all(const std::vector<std::filesystem::path>& directories);
  std::string open_directory(const std::filesystem::path& directory);
  std::string read_all(const Visit& visit);
  std::string read_events(const std::filesystem::path& file, const Visit& visit);

  Run run_;
  std::vector<Source> sources_;  ///< of Run::processes
};

/// Reads run directories. Damaged lines are skipped and counted. An unreadable directory, or one of
/// a newer format, sets `error` and gives nothing.
XREP_API bool read_run(const std::vector<std::filesystem::path>& directories, Run& run,
                       ReadError& error);

/// The run directories in `folder`, oldest first: `folder` itself if it is one, else those in it.
XREP_API std::vector<std::filesystem::path> find_run_directories(
    const std::filesystem::path& folder);

}  // namespace xrep
