#pragma once

#include <xrep/recording.hpp>
#include <xrep/reporters/googletest_names.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace xrep::reporters {

/// What is known of a GoogleTest program when it starts its tests.
struct GoogleTestProgram {
  std::vector<std::string> arguments;  ///< as GoogleTest was given them
  recording::CommandLine taken;        ///< our flags, when main took them out of argv
  std::uint64_t seed = 0;              ///< 0: the order is not random
  bool fail_fast = false;
};

/// One RUN_ALL_TESTS, told in GoogleTest's own events. Knows nothing of GoogleTest's headers, so
/// that only a thin adapter is compiled with them.
///
/// part() comes from any thread, the others from the one that runs the tests. No call throws. In a
/// child process all do nothing.
class GoogleTestRun {
 public:
  /// False: xrep is off, or somebody records already; then nothing else does anything.
  bool start(const GoogleTestProgram& program) noexcept;
  bool recording() const noexcept;

  /// A test that the filter chose and GoogleTest leaves out.
  void not_run(const GoogleTestCase& test, recording::NotRun why) noexcept;

  void iteration_started() noexcept;
  void environment_set_up() noexcept;
  void environment_torn_down() noexcept;
  void suite_started(std::string_view name, const char* type_param, int tests) noexcept;
  void suite_ended() noexcept;

  void test_started(const GoogleTestCase& test) noexcept;
  void failed(std::string_view text, const char* file, int line, bool fatal) noexcept;
  void skipped(std::string_view text, const char* file, int line) noexcept;
  void property(std::string_view key, std::string_view value) noexcept;

  /// `by_framework` tells GoogleTest's own verdict. It may differ from what was told between
  /// test_started() and here: a listener that hears of a test before us may have failed or skipped
  /// it, and tests of test tools take failures back (as GoogleTest's own do). It is asked under the
  /// lock that failed() takes: a failure of another thread is in the verdict, or comes afterwards
  /// and gets an entry of its own.
  using Verdict = std::function<recording::Result()>;
  void test_ended(const Verdict& by_framework) noexcept;

  /// Was any test started since start()?
  bool started_a_test() const noexcept;

  recording::EndOfRun end() noexcept;

 private:
  struct Reason {
    std::string text;
    std::string file;
    int line = 0;
  };
  enum class Place { environment, suite_set_up, test, between_tests, suite_torn_down };

  void open_entry();
  void close_entry();
  const char* entry_kind() const;
  recording::Result verdict(recording::Result by_framework) const;
  recording::Result meaning_of_empty_skip() const;

  // Failures come from any thread; GoogleTest holds its own lock then, so nothing here may call it.
  mutable std::mutex mutex_;
  std::atomic<bool> started_{false};
  bool fail_fast_ = false;
  bool any_suite_failed_ = false;  ///< in this iteration
  bool started_a_test_ = false;
  Place place_ = Place::environment;

  std::string suite_name_;  ///< as GoogleTest prints it
  GoogleTestNames suite_;
  int tests_left_ = 0;
  bool suite_failed_ = false;
  bool environment_failed_ = false;
  bool suite_skipped_ = false;
  Reason suite_skip_;

  bool entry_open_ = false;
  bool entry_failed_ = false;

  GoogleTestNames names_;  ///< of the test that was started last
  std::string_view test_file_;
  int test_line_ = 0;
  bool test_skipped_ = false;
  bool skipped_by_framework_ = false;
};

}  // namespace xrep::reporters
