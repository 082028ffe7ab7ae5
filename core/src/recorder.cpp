#include "recorder.hpp"

#include "issue_key.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <new>

namespace xrep {
namespace {

using recording::NotRun;
using recording::Result;
using recording::StepResult;

constexpr std::size_t kMaxName = 32UL * 1024;  ///< bytes; docs/run-directory.md
constexpr std::size_t kMaxTag = 1024;
constexpr std::size_t kMaxTags = 100;

std::string_view word(Result result) {
  switch (result) {
    case Result::passed:
      return "passed";
    case Result::failed:
      return "failed";
    case Result::skipped:
      return "skipped";
    case Result::not_started:
      break;
  }
  return "not_started";
}

std::string_view word(StepResult result) {
  switch (result) {
    case StepResult::passed:
      return "passed";
    case StepResult::failed:
      return "failed";
    case StepResult::skipped:
      break;
  }
  return "skipped";
}

constexpr int kTestShift = 32;

std::uint64_t step_id(std::uint32_t test, std::uint32_t step) {
  return (static_cast<std::uint64_t>(test) << kTestShift) | step;
}

std::string_view name_of(std::string_view text, std::string& scratch) {
  return cut(single_line(text, scratch), kMaxName);
}

}  // namespace

Recorder& recorder() noexcept {
  // In memory that is never freed, without an allocation that could fail.
  alignas(Recorder) static std::byte memory[sizeof(Recorder)];
  static auto* const instance = new (memory) Recorder;
  return *instance;
}

bool Recorder::running() const noexcept {
  return phase_.load(std::memory_order_acquire) == Phase::running && process_.is_this();
}

bool Recorder::in_test() const noexcept {
  return test_open_ && running();
}

void Recorder::emit(EventFile::Need need) {
  if (const auto error = events_.append(line_, need)) say_disk_error(part_.events.string(), error);
}

// Gives what was written; until the next one.
template <std::size_t N>
std::string_view Recorder::write_name(const char (&member)[N], std::string_view text) {
  if (text.empty()) return {};
  if (text.size() <= kMaxName && line_.text_if_plain(member, text)) return text;
  const std::string_view name = name_of(text, scratch_);
  line_.text(member, name);
  return name;
}

// All of a test but its name.
void Recorder::write_place(const recording::TestInfo& test) {
  if (test.identity != test.name) write_name("identity", test.identity);
  write_name("instance", test.instance);
  write_name("suite", test.suite);
  write_name("file", test.file);
  line_.number("line", static_cast<std::uint64_t>(std::max(test.line, 0)));
  write_tags(test.tags);
}

void Recorder::write_tags(const std::vector<std::string_view>& tags) {
  if (tags.empty()) return;
  line_.open_list("tags");
  for (std::size_t i = 0; i < std::min(tags.size(), kMaxTags); ++i) {
    const bool done = tags[i].size() <= kMaxTag && line_.item_if_plain(tags[i]);
    if (!done) line_.item(cut(single_line(tags[i], scratch_), kMaxTag));
  }
  line_.close_list();
}

void Recorder::test_started(const recording::TestInfo& test) {
  if (!running()) return;
  const std::lock_guard lock(mutex_);
  if (phase_ != Phase::running) return;
  ++recorded_;
  begin("test_started");
  line_.number("n", ++tests_);
  test_.start(tests_, write_name("name", test.name));
  if (test.in_passes) test_.start_pass();
  test_open_ = true;
  line_.number("p", test_.pass());
  write_place(test);
  const auto lost = events_.lost();
  emit();
  start_kept_ = events_.lost() == lost;
}

void Recorder::test_finished(Result verdict) {
  if (!in_test()) return;
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  begin_in_test("test_finished");
  line_.plain_text("result", word(verdict));
  emit(need_of_end());
  test_open_ = false;
  test_.finish();
}

void Recorder::test_dropped() {
  if (!in_test()) return;
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  begin_in_test("test_finished");
  line_.text("result", "dropped");
  emit(need_of_end());
  --recorded_;
  test_open_ = false;
  test_.finish();
}

std::string Recorder::project() {
  if (!running()) return {};
  const std::lock_guard lock(mutex_);
  return running() ? settings_.values.project : std::string();
}

void Recorder::test_not_run(const recording::TestInfo& test, NotRun why) {
  if (!running()) return;
  const std::lock_guard lock(mutex_);
  if (phase_ != Phase::running) return;
  ++recorded_;
  begin("test_not_run");
  line_.plain_text("why", why == NotRun::disabled ? "disabled" : "not_started");
  write_name("name", test.name);
  write_place(test);
  emit();
}

void Recorder::message(MessageKind kind, std::string_view text, std::string_view file, int line) {
  if (!in_test()) return;
  const std::string_view event = kind == MessageKind::failure ? "failure" : "skip";
  KeptText kept = keep_text(text);
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  const std::uint32_t step = test_.innermost();
  if (kind == MessageKind::failure) {
    test_.fail(step);
  } else {
    test_.skip(step);
  }
  const std::string_view shown = cut_text(kept, event, step);
  begin_in_test(event);
  line_.number("s", step);
  line_.text("text", shown);
  write_name("file", file);
  line_.number("line", static_cast<std::uint64_t>(std::max(line, 0)));
  line_.number("p", test_.pass());
  emit();
}

void Recorder::remark(std::string_view text) {
  write_text("remark", text);
}

void Recorder::comment(std::string_view text) {
  write_text("comment", text);
}

void Recorder::write_text(std::string_view event, std::string_view text) {
  if (!in_test()) return;
  KeptText kept = keep_text(text);
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  const std::string_view shown = cut_text(kept, event, 0);
  begin_in_test(event);
  line_.text("text", shown);
  line_.number("p", test_.pass());
  emit();
}

template <std::size_t N>
void Recorder::write_value(const char (&event)[N], std::string_view name, std::string_view value) {
  if (!in_test()) return;
  KeptText kept = keep_text(value);
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  const std::string_view shown = cut_text(kept, event, 0);
  begin_in_test(event);
  write_name("name", name);
  line_.text("value", shown);
  line_.number("p", test_.pass());
  emit();
}

void Recorder::parameter(std::string_view name, std::string_view value) {
  write_value("parameter", name, value);
}

void Recorder::custom_field(std::string_view name, std::string_view value) {
  write_value("custom_field", name, value);
}

void Recorder::key(KeyKind kind, std::string_view value) {
  if (!in_test()) return;
  const std::string_view event = kind == KeyKind::test          ? "key"
                                 : kind == KeyKind::requirement ? "requirement"
                                                                : "defect";
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  begin_in_test(event);
  write_name("value", value);
  emit();
  if (is_issue_key(value)) return;
  const std::string_view call = kind == KeyKind::test ? std::string_view("test_key") : event;
  notices_.say_about_test(test_.name() + ": " + std::string(call) + " " + in_quotes(value) +
                          " is not an issue key, which looks like CALC-9: capital letters, a dash, "
                          "a number; it will not be sent");
}

std::uint64_t Recorder::step_started(std::string_view name) {
  if (!in_test()) return 0;
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return 0;
  const OpenStep step = test_.open_step();
  std::string hidden;
  name = secrets_.hide(name, hidden);
  begin_in_test("step_started");
  line_.number("s", step.number);
  line_.number("parent", step.parent);
  write_name("name", name);
  line_.number("p", test_.pass());
  emit();
  return step_id(test_.number(), step.number);
}

std::optional<std::uint32_t> Recorder::step_of_open_test(std::uint64_t step) const {
  const bool same_test = step != 0 && (step >> kTestShift) == test_.number();
  if (!same_test) return std::nullopt;
  return static_cast<std::uint32_t>(step);
}

void Recorder::write_step_finished(const OpenStep& step, StepResult result) {
  if (result == StepResult::failed) test_.fail(step.parent);
  begin_in_test("step_finished");
  line_.number("s", step.number);
  line_.plain_text("result", word(result));
  emit();
}

void Recorder::step_finished(std::uint64_t step, StepResult result) {
  if (!in_test()) return;
  const std::lock_guard lock(mutex_);
  const auto number = step_of_open_test(step);
  if (lost_the_test() || !number) return;
  if (const auto closed = test_.close_step(*number)) {
    write_step_finished(*closed, closed->failed ? StepResult::failed : result);
  }
}

void Recorder::step_left(std::uint64_t step, bool by_exception) {
  if (step == 0 || !in_test()) return;
  const std::lock_guard lock(mutex_);
  const auto number = step_of_open_test(step);
  if (lost_the_test() || !number) return;
  const auto closed = test_.close_step(*number);
  if (!closed) return;
  // Catch2, which runs tests in passes, throws to leave a skipped one: that exception is no
  // failure. GoogleTest returns.
  const bool thrown_skip = by_exception && test_.pass() != 0 && test_.skipped();
  const bool by_skip = closed->skipped || thrown_skip;
  const bool failed = closed->failed || (by_exception && !by_skip);
  write_step_finished(*closed, failed    ? StepResult::failed
                               : by_skip ? StepResult::skipped
                                         : StepResult::passed);
}

void Recorder::step_text(std::uint64_t step, StepText kind, std::string_view text) {
  if (step == 0 || !in_test()) return;
  const bool expected = kind == StepText::expected;
  KeptText kept = keep_text(text);
  const std::lock_guard lock(mutex_);
  const auto number = step_of_open_test(step);
  if (lost_the_test() || !number) return;
  const std::string_view shown = cut_text(kept, expected ? "expected" : "data", *number);
  if (expected) {
    begin_in_test("step_expected");
  } else {
    begin_in_test("step_data");
  }
  line_.number("s", *number);
  line_.text("text", shown);
  emit();
}

void Recorder::pass_started() {
  if (!in_test()) return;
  const std::lock_guard lock(mutex_);
  if (lost_the_test()) return;
  test_.start_pass();
  begin_in_test("pass_started");
  line_.number("p", test_.pass());
  emit();
}

void Recorder::pass_finished(bool dropped) {
  if (!in_test()) return;
  const std::lock_guard lock(mutex_);
  if (lost_the_test() || test_.pass() == 0) return;
  if (dropped) {
    begin_in_test("pass_finished");
    line_.number("p", test_.pass());
    line_.truth("dropped", true);
    emit();
  }
  test_.finish_pass();
}

}  // namespace xrep
