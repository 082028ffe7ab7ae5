#pragma once

#include <xrep/recording.hpp>
#include <xrep/reporters/catch2_assertion.hpp>
#include <xrep/reporters/catch2_benchmark.hpp>
#include <xrep/reporters/catch2_names.hpp>
#include <xrep/reporters/catch2_sections.hpp>
#include <xrep/reporters/catch2_tags.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xrep::reporters {

/// What is known of a Catch2 program when it starts its tests.
struct Catch2Program {
  std::string name;     ///< what Catch2 calls it, for systems that do not tell
  std::string version;  ///< of Catch2
  recording::CommandLine command_line;
  std::uint64_t seed = 0;  ///< 0: the order is not random
  int shard_index = 0;
  int shard_count = 1;
  bool only_some_sections = false;  ///< -c was given
};

/// The verdict on a test case, from the totals of testCaseEnded.
struct Catch2Verdict {
  bool failed = false;
  bool failed_as_allowed = false;
  bool skipped = false;
  std::uint64_t assertions = 0;
  bool must_fail = false;  ///< tagged [!shouldfail]
};

/// One run of Catch2, told in Catch2's own events. Knows nothing of Catch2's headers, so that only
/// a thin adapter is compiled with them.
///
/// failed(), warned() and skipped() come from any thread, the others from the one that runs the
/// tests; died() from a signal handler. No call throws.
class Catch2Run {
 public:
  /// False: xrep is off, or somebody records already; then nothing else does anything.
  bool start(const Catch2Program& program, const Catch2Cases& registered) noexcept;
  bool recording() const noexcept;

  /// `tags` without brackets.
  void test_started(const Catch2Case& test, const std::vector<std::string_view>& tags) noexcept;
  void pass_started() noexcept;
  void section_started(std::string_view name, std::size_t line) noexcept;
  void failed(const Catch2Assertion& assertion, std::string_view file, std::size_t line) noexcept;
  void warned(std::string_view text) noexcept;
  void skipped(std::string_view reason, std::string_view file, std::size_t line) noexcept;

  /// `without_duration`: Catch2 measures the body of a test only when it comes to its end, and says
  /// exactly 0 when it was left early.
  void section_ended(std::string_view name, std::string_view file, std::size_t line,
                     recording::StepResult result, bool missing_assertions,
                     bool without_duration) noexcept;

  /// A benchmark is a step, its figures are a comment. One of these ends it; when none comes, since
  /// it was left by SKIP, the end of the section around it does.
  void benchmark_started(std::string_view name) noexcept;
  void benchmark_ended(const Catch2Benchmark& benchmark) noexcept;
  void benchmark_failed() noexcept;

  void pass_ended() noexcept;
  void test_ended(const Catch2Verdict& verdict) noexcept;

  /// Not run, because the run was aborted.
  void not_started(const Catch2Case& test, const std::vector<std::string_view>& tags) noexcept;

  void died(std::string_view cause) noexcept;
  recording::EndOfRun end() noexcept;

 private:
  void record_failure(std::string_view text, std::string_view file, std::size_t line);
  void end_benchmark(recording::StepResult result) noexcept;
  recording::Result result_of(const Catch2Verdict& verdict);

  bool started_ = false;
  bool only_some_sections_ = false;
  Catch2Names names_;
  Catch2TestNames test_names_;  ///< of the test that was started last
  Catch2Tags test_tags_;
  std::string project_;

  Catch2Sections sections_;
  Catch2Passes passes_;
  bool first_pass_announced_ = false;  ///< with the start of the test
  bool left_section_ = false;
  std::atomic<bool> behind_sections_{false};  ///< something happened after the end of the last one
  std::uint64_t benchmark_ = 0;               ///< the open step; 0: none
  std::uint64_t benchmarks_ = 0;
  std::atomic<std::uint64_t> failures_{0};
  std::atomic<std::uint64_t> warnings_{0};
};

}  // namespace xrep::reporters
