#pragma once

#include "attachment_store.hpp"
#include "clock.hpp"
#include "event_file.hpp"
#include "json_line.hpp"
#include "move_run.hpp"
#include "notices.hpp"
#include "open_test.hpp"
#include "platform/process.hpp"
#include "secrets.hpp"
#include <xrep/recording.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace xrep {

/// Writes what happens in this process into its events file. There is one, see recorder(); what its
/// functions do stands in recording.hpp and xrep.hpp. They may throw std::bad_alloc: the public
/// functions around them let nothing out.
///
/// Every function looks at the atomic `phase_` before it takes the mutex: in a child of fork() the
/// mutex may be held by a thread that does not exist there.
class Recorder {
 public:
  bool start(const recording::Program& program);
  recording::EndOfRun end();
  bool running() const noexcept;
  bool in_test() const noexcept;
  std::string project();

  void test_started(const recording::TestInfo& test);
  void test_finished(recording::Result verdict);
  void test_dropped();
  void test_not_run(const recording::TestInfo& test, recording::NotRun why);

  enum class MessageKind { failure, skip };
  void message(MessageKind kind, std::string_view text, std::string_view file, int line);
  void remark(std::string_view text);
  void comment(std::string_view text);
  void parameter(std::string_view name, std::string_view value);
  void custom_field(std::string_view name, std::string_view value);

  enum class KeyKind { test, requirement, defect };
  void key(KeyKind kind, std::string_view value);

  /// Steps are named by a number that is never used twice in a run; 0: not recorded.
  std::uint64_t step_started(std::string_view name);
  void step_finished(std::uint64_t step, recording::StepResult result);
  void step_left(std::uint64_t step, bool by_exception);
  enum class StepText { expected, data };
  void step_text(std::uint64_t step, StepText kind, std::string_view text);

  void pass_started();
  void pass_finished(bool dropped);

  /// Without a step: to the innermost one.
  void attach(std::optional<std::uint64_t> step, std::string_view name, std::string_view bytes,
              std::string_view media_type);
  void attach_file(std::optional<std::uint64_t> step, std::string_view path, std::string_view name,
                   std::string_view media_type);

  void died(std::string_view cause) noexcept;
  void process_exits() noexcept;
  void forked() noexcept;

 private:
  enum class Phase { idle, running, muted };

  /// A test and a step of it, for what is finished outside of the lock.
  struct Place {
    std::uint32_t test = 0;
    std::uint32_t step = 0;
    std::uint32_t pass = 0;
    std::string test_name;
    std::shared_ptr<AttachmentStore> store;
  };

  /// Text of a test, repaired; what is too long for an event is kept as a file, too.
  struct KeptText {
    std::string storage;
    std::string_view text;
    std::optional<tl::expected<Snapshot, Refusal>> whole;
  };

  // start and end
  ResolvedSettings resolve(const recording::Program& program);
  bool open_directory(const ResolvedSettings& settings);
  void say_problems(const ResolvedSettings& settings);
  void write_run_started(const recording::Program& program);
  void watch_process();
  void close_directory();
  recording::EndOfRun next_after_run();

  // what the disk does not take
  void say_disk_error(const std::string& file, const std::error_code& error);
  void say_moved(const RunDirectory& old, const MovedRun& moved);

  // under the lock
  bool lost_the_test() const { return phase_ != Phase::running || !test_.open(); }
  // `event`: a literal wherever that is possible, which costs less.
  template <class Event>
  void begin(const Event& event) {
    line_.start(event, clock_.now());
  }
  template <class Event>
  void begin_in_test(const Event& event) {
    begin(event);
    line_.number("n", test_.number());
  }
  // A test without its end would be reported as crashed.
  EventFile::Need need_of_end() const {
    return start_kept_ ? EventFile::Need::must_be_kept : EventFile::Need::may_be_lost;
  }
  void emit(EventFile::Need need = EventFile::Need::may_be_lost);
  template <std::size_t N>
  std::string_view write_name(const char (&member)[N], std::string_view text);
  void write_place(const recording::TestInfo& test);
  void write_tags(const std::vector<std::string_view>& tags);
  void write_step_finished(const OpenStep& step, recording::StepResult result);
  std::optional<std::uint32_t> step_of_open_test(std::uint64_t step) const;
  Place place_of(std::uint32_t step) const;

  // texts
  KeptText keep_text(std::string_view text);
  std::string_view cut_text(KeptText& kept, std::string_view what, std::uint32_t step);
  void write_text(std::string_view event, std::string_view text);
  template <std::size_t N>
  void write_value(const char (&event)[N], std::string_view name, std::string_view value);

  // attachments
  std::optional<Place> find_place(std::optional<std::uint64_t> step);
  void record(const Place& place, const tl::expected<Snapshot, Refusal>& kept,
              const std::string& name, std::string_view media_type);
  void write_attachment(const Place& place, const Snapshot& snapshot, std::string_view name,
                        std::string_view media_type);
  void write_refusal(const Place& place, const Refusal& refusal, std::string_view name);

  std::atomic<Phase> phase_{Phase::idle};
  platform::OwnProcess process_;
  std::atomic<bool> test_open_{false};
  std::atomic<bool> write_error_said_{false};
  bool watching_ = false;
  EventFile events_;
  Clock clock_;
  Notices notices_;

  std::mutex mutex_;
  JsonLine line_;
  OpenTest test_;
  std::uint32_t tests_ = 0;
  std::uint64_t recorded_ = 0;  ///< tests that started or were not run
  bool start_kept_ = true;      ///< the file or the memory has the start of the open test
  std::string scratch_;

  WrittenPart part_;
  CiBuild ci_;
  std::int64_t started_ = 0;
  ResolvedSettings settings_;
  Secrets secrets_;  ///< set before the first run and never changed
  bool may_change_exit_code_ = false;
  bool push_elsewhere_ = false;
  // Shared, since an attach() on another thread may still be copying when the run ends.
  std::shared_ptr<AttachmentStore> store_;
};

/// The recorder of this process. It is never destroyed: tests may use it until the very end.
Recorder& recorder() noexcept;

}  // namespace xrep
