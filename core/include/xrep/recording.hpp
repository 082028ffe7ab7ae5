#pragma once

/// For adapters of test frameworks: what happened, in the order in which it happened.
///
/// An adapter turns its framework's events into these calls; everything else (settings, files,
/// attachments, threads, forks) is done behind them. Tests run one at a time: at most one is open.
/// No call throws. All but start_run, end_run, test_started and test_finished may come from any
/// thread. Before start_run has returned true, after end_run, and in a child of fork() every call
/// does nothing.

#include <xrep/export.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xrep::recording {

/// A setting as somebody wrote it, e.g. {"test_plan", "CALC-9", "--xray_test_plan"}.
struct GivenSetting {
  std::string name;    ///< lower case with underscores, without prefix
  std::string value;   ///< empty and `has_value` false for a bare flag
  std::string origin;  ///< how messages name it
  bool has_value = true;
};

/// The test program, as known before its first test.
struct Program {
  std::string framework;          ///< "GoogleTest" or "Catch2"
  std::string framework_version;  ///< empty if the framework does not tell
  std::string executable;         ///< name without folder and extension
  std::vector<GivenSetting> settings;
  bool may_change_exit_code = false;  ///< a main of ours runs it, so `strict` can be obeyed
  std::uint64_t seed = 0;             ///< of a random order; 0: not random
  int shard_index = 0;
  int shard_count = 1;
};

/// One test. Views need to live during the call only.
struct TestInfo {
  std::string_view name;  ///< full name as the framework prints it, unique in the program
  std::string_view
      identity;  ///< the same in every run and for every parameter; names the Xray Test
  std::string_view instance;  ///< which instance of a parameterised test; empty: not parameterised
  std::string_view suite;     ///< the group it belongs to; becomes a Test Set
  std::string_view file;      ///< of its definition; may be empty
  int line = 0;
  std::vector<std::string_view> tags;
  bool in_passes = false;  ///< its body is run in passes, and the first starts with the test
};

enum class Result { passed, failed, skipped, not_started };
enum class StepResult { passed, failed, skipped };
enum class NotRun { disabled, not_started };

/// Takes our settings out of a command line: `--xray`, `--xray_test_plan=X`, `--xray-test-plan=X`,
/// `-xray…` likewise. With `remove`, they are taken out of argv, which stays null-terminated.
struct CommandLine {
  bool on = false;   ///< `--xray` (or `--xray=1|on|true|yes`) was there
  bool off = false;  ///< `--xray=0|off|false|no` was there
  std::vector<GivenSetting> settings;
};
XREP_API CommandLine settings_from_arguments(const std::vector<std::string>& arguments);
XREP_API CommandLine take_settings(int& argc, char** argv);

/// Is xrep turned on? The flag wins over the environment variable XRAY.
XREP_API bool turned_on(const CommandLine& command_line) noexcept;

/// Starts recording: settings are read and frozen, the run directory is made, one line on stderr
/// says so. False: nothing will be recorded (said on stderr) or somebody in this process records
/// already.
XREP_API bool start_run(const Program& program) noexcept;

/// True between start_run and end_run in the process that started the run.
XREP_API bool running() noexcept;

/// The setting `project` of the run; empty: none, or no run.
XREP_API std::string project() noexcept;

/// True while a test is open.
XREP_API bool in_test() noexcept;

XREP_API void test_started(const TestInfo& test) noexcept;

/// Closes the open test with the framework's verdict.
XREP_API void test_finished(Result verdict) noexcept;

/// Closes the open test as if it had never been started: the framework entered it for nothing.
XREP_API void test_dropped() noexcept;

/// A test that the framework knows but did not start.
XREP_API void test_not_run(const TestInfo& test, NotRun why) noexcept;

/// A failure inside the open test; it goes to the innermost open step of the calling thread (else
/// of the test's thread). `line` 0 or less: unknown.
XREP_API void failure(std::string_view text, std::string_view file, int line) noexcept;

/// The test, or the open pass of it, was skipped for this reason.
XREP_API void skip(std::string_view text, std::string_view file, int line) noexcept;

/// Something people should know about a result, said by the adapter: "failed as expected".
XREP_API void remark(std::string_view text) noexcept;

/// A step that the framework itself announces (a Catch2 section). 0: not recorded.
XREP_API std::uint64_t step_started(std::string_view name) noexcept;
XREP_API void step_finished(std::uint64_t step, StepResult result) noexcept;

/// One run through the body of a test that is run several times (a Catch2 partial test case). The
/// first of a test that said `in_passes` has started already.
XREP_API void pass_started() noexcept;

/// `dropped`: it was no real pass; whatever was recorded in it does not count as an iteration.
XREP_API void pass_finished(bool dropped) noexcept;

/// The process is dying of `cause` (a signal). May be called from a signal handler: takes no lock,
/// allocates nothing, writes one line and mutes the recorder.
XREP_API void died(std::string_view cause) noexcept;

/// What an adapter has to do when its run is over.
struct EndOfRun {
  bool push = false;      ///< push now (upload=end and nothing forbids it)
  bool strict = false;    ///< a push that failed should show in the exit code
  bool withheld = false;  ///< a push was wanted, but wrong settings (said on stderr) forbid it
  std::string directory;  ///< the run directory; empty: nothing was recorded
};

/// Ends the run, flushes it to the disk and says what to do next.
XREP_API EndOfRun end_run() noexcept;

}  // namespace xrep::recording
