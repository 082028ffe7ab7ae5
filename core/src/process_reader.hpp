#pragma once

#include "event.hpp"
#include "run.hpp"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace xrep {

/// Where an event stands in its file.
struct EventPlace {
  std::uint64_t begin = 0;  ///< offset of its line
  std::uint64_t end = 0;    ///< behind its newline
};

/// Turns the events of one process, in the order of its file, into tests.
class ProcessReader {
 public:
  /// Gets every test once all of its events were seen, with the range in which they stand. A test
  /// that no event tells of, see add_death_outside_a_test, has an empty range.
  using Visit = std::function<void(TestRecord&&, EventPlace)>;

  /// `alive`: somebody holds the events file. Attachments are looked for in `attachments`.
  ProcessReader(bool alive, std::filesystem::path attachments, Visit visit);

  /// To read tests once more of a process that was read before.
  ProcessReader(Process process, ProcessEnd end, std::filesystem::path attachments, Visit visit);

  void take(const Event& event, EventPlace place);

  /// The format that the file says it has; 0: it does not say.
  std::uint32_t format() const { return format_; }

  /// Closes what is still open.
  void close_all();

  /// A process that dies in a SetUpTestSuite, say, has no open test, and what follows was never
  /// run: without an entry of its own its run would look all green. Call it before close_all.
  void add_death_outside_a_test();

  const Process& process() const { return process_; }
  const ProcessEnd& end() const { return end_; }

 private:
  struct OpenTest {
    TestRecord record;
    EventPlace place;
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
  void custom_field(const Event& event);
  void step_started(const Event& event);
  void step_expected(const Event& event);
  void step_data(const Event& event);
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
  void hand_over(std::uint32_t number);
  void hand_over_finished(std::size_t keep);
  void remove_dropped_passes(OpenTest& open);
  void close_unfinished(TestRecord& test) const;

  std::filesystem::path attachments_;
  Visit visit_;
  std::uint32_t format_ = 0;
  Process process_;
  ProcessEnd end_;
  EventPlace here_;
  std::unordered_map<std::uint32_t, OpenTest> open_;  ///< by number
  std::deque<std::uint32_t> finished_;                ///< of these in open_, in order
};

}  // namespace xrep
