#pragma once

#include "event.hpp"
#include "run.hpp"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace xrep {

/// Turns the events of one process, in the order of its file, into tests.
class ProcessReader {
 public:
  /// `alive`: somebody holds the events file. Attachments are looked for in `attachments`.
  ProcessReader(bool alive, std::filesystem::path attachments);

  void take(const Event& event);

  /// The format that the file says it has; 0: it does not say.
  std::uint32_t format() const { return format_; }

  /// Closes what is still open. Call it last.
  void finish();

  Process& process() { return process_; }
  std::vector<TestRecord>& tests() { return tests_; }

 private:
  struct OpenTest {
    std::size_t index = 0;
    bool finished = false;
    bool dropped = false;
    std::set<std::uint32_t> dropped_passes;
    std::vector<std::uint32_t> comment_passes;  ///< of each comment of the test
    std::vector<std::uint32_t> refused_passes;  ///< of each refused attachment
  };
  using Handler = void (ProcessReader::*)(const Event&);
  static const std::unordered_map<std::string, Handler>& handlers();

  void run_started(const Event& event);
  void run_ended(const Event& event);
  void died(const Event& event);
  void exited(const Event& event);
  void test_started(const Event& event);
  void test_finished(const Event& event);
  void test_not_run(const Event& event);
  void key(const Event& event);
  void requirement(const Event& event);
  void defect(const Event& event);
  void comment(const Event& event);
  void remark(const Event& event);
  void parameter(const Event& event);
  void step_started(const Event& event);
  void step_expected(const Event& event);
  void step_finished(const Event& event);
  void failure(const Event& event);
  void skip(const Event& event);
  void attachment(const Event& event);
  void attachment_refused(const Event& event);
  void pass_started(const Event& event);
  void pass_finished(const Event& event);

  OpenTest* entry(const Event& event);
  TestRecord* test(const Event& event);
  StepRecord* step(const Event& event);
  void refuse(const Event& event, std::string why);
  void close(OpenTest& open);
  void remove_dropped_passes(const OpenTest& open);
  void add_death_outside_a_test();
  void close_unfinished(TestRecord& test) const;

  std::filesystem::path attachments_;
  std::uint32_t format_ = 0;
  Process process_;
  std::vector<TestRecord> tests_;
  std::unordered_map<std::uint32_t, OpenTest> open_;
  std::string died_of_;
  bool died_ = false;
  bool exited_ = false;
};

}  // namespace xrep
