#include "process_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <system_error>
#include <utility>

namespace xrep {
namespace {

namespace fs = std::filesystem;

TestOutcome verdict(const std::string& word) {
  if (word == "passed") return TestOutcome::passed;
  if (word == "skipped") return TestOutcome::skipped;
  if (word == "not_started") return TestOutcome::not_started;
  return TestOutcome::failed;  // also a word of a later version: nothing unknown is green
}

StepOutcome step_outcome(const std::string& word) {
  if (word == "passed") return StepOutcome::passed;
  if (word == "skipped") return StepOutcome::skipped;
  return StepOutcome::failed;
}

TestRecord described(const Event& event) {
  TestRecord test;
  test.name = event.text("name");
  test.identity = event.text("identity");
  if (test.identity.empty()) test.identity = test.name;
  test.instance = event.text("instance");
  test.suite = event.text("suite");
  test.file = event.text("file");
  test.line = event.line_number("line");
  test.tags = event.texts("tags");
  test.started = event.time();
  if (const std::uint32_t pass = event.small_number("p"); pass != 0) test.passes.push_back(pass);
  return test;
}

// The name comes from a file that others may have written: it must not lead out of the folder.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == name.npos;
}

void add_once(std::vector<std::string>& list, std::string value) {
  if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
  list.push_back(std::move(value));
}

template <class Records>
void remove_passes(Records& records, const std::set<std::uint32_t>& passes) {
  const auto dropped = [&](const auto& record) { return passes.count(record.pass) != 0; };
  records.erase(std::remove_if(records.begin(), records.end(), dropped), records.end());
}

// For what does not say itself to which pass it belongs: `passes` does, one for one.
template <class Item>
void remove_passes(std::vector<Item>& items, const std::vector<std::uint32_t>& passes,
                   const std::set<std::uint32_t>& dropped) {
  std::vector<Item> kept;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (dropped.count(passes[i]) == 0) kept.push_back(std::move(items[i]));
  }
  items = std::move(kept);
}

// The last value of a name in a pass wins.
void set_value(std::vector<Parameter>& list, const Event& event) {
  Parameter set{event.text("name"), event.text("value"), event.small_number("p")};
  for (auto& known : list) {
    if (known.name == set.name && known.pass == set.pass) {
      known.value = std::move(set.value);
      return;
    }
  }
  list.push_back(std::move(set));
}

bool has_step(const TestRecord& test, std::uint32_t number) {
  return std::any_of(test.steps.begin(), test.steps.end(),
                     [&](const StepRecord& step) { return step.number == number; });
}

template <class Records>
void forget_missing_steps(Records& records, const TestRecord& test) {
  for (auto& record : records) {
    if (record.step != 0 && !has_step(test, record.step)) record.step = 0;
  }
}

}  // namespace

ProcessReader::ProcessReader(bool alive, fs::path attachments, Visit visit)
    : attachments_(std::move(attachments)), visit_(std::move(visit)) {
  process_.alive = alive;
}

ProcessReader::ProcessReader(Process process, ProcessEnd end, fs::path attachments, Visit visit)
    : attachments_(std::move(attachments)),
      visit_(std::move(visit)),
      process_(std::move(process)),
      end_(std::move(end)) {}

const std::unordered_map<std::string, ProcessReader::Handler>& ProcessReader::handlers() {
  using Self = ProcessReader;
  static const auto* const map = new std::unordered_map<std::string, Handler>{
      {"run_started", &Self::run_started},
      {"run_ended", &Self::run_ended},
      {"died", &Self::died},
      {"exited", &Self::exited},
      {"test_started", &Self::test_started},
      {"test_finished", &Self::test_finished},
      {"test_not_run", &Self::test_not_run},
      {"key", &Self::key},
      {"requirement", &Self::requirement},
      {"defect", &Self::defect},
      {"comment", &Self::comment},
      {"remark", &Self::remark},
      {"parameter", &Self::parameter},
      {"custom_field", &Self::custom_field},
      {"step_started", &Self::step_started},
      {"step_expected", &Self::step_expected},
      {"step_data", &Self::step_data},
      {"step_finished", &Self::step_finished},
      {"failure", &Self::failure},
      {"skip", &Self::skip},
      {"attachment", &Self::attachment},
      {"attachment_refused", &Self::attachment_refused},
      {"pass_started", &Self::pass_started},
      {"pass_finished", &Self::pass_finished},
  };
  return *map;
}

void ProcessReader::take(const Event& event, EventPlace place) {
  here_ = place;
  if (process_.started == 0) process_.started = event.time();
  process_.last_event = std::max(process_.last_event, event.time());
  const auto handler = handlers().find(event.name());
  if (handler != handlers().end()) (this->*handler->second)(event);
}

void ProcessReader::run_started(const Event& event) {
  format_ = event.small_number("format");
  process_.executable = event.text("executable");
  process_.framework = event.text("framework");
  process_.framework_version = event.text("framework_version");
  process_.host = event.text("host");
  process_.pid = event.line_number("pid");
  process_.seed = event.number("seed");
  process_.shard_index = event.line_number("shard_index");
  process_.shard_count = std::max(event.line_number("shard_count"), 1);
}

void ProcessReader::run_ended(const Event& event) {
  process_.ended = true;
  process_.lost = event.number("lost");
}

void ProcessReader::died(const Event& event) {
  end_.died = true;
  // Whoever said it first was nearest to it.
  if (end_.died_of.empty()) end_.died_of = event.text("cause");
}

void ProcessReader::exited(const Event&) {
  end_.exited = true;
}

void ProcessReader::test_started(const Event& event) {
  const std::uint32_t number = event.small_number("n");
  if (number == 0) return;
  // Numbers are never used twice; whoever wrote this did not mean the earlier test to vanish.
  hand_over(number);
  OpenTest& open = open_[number];
  open.record = described(event);
  open.place = here_;
}

ProcessReader::OpenTest* ProcessReader::entry(const Event& event) {
  const auto found = open_.find(event.small_number("n"));
  if (found == open_.end()) return nullptr;
  found->second.place.end = here_.end;
  return &found->second;
}

TestRecord* ProcessReader::test(const Event& event) {
  OpenTest* const found = entry(event);
  return found == nullptr ? nullptr : &found->record;
}

StepRecord* ProcessReader::step(const Event& event) {
  TestRecord* const owner = test(event);
  if (owner == nullptr) return nullptr;
  const std::uint32_t number = event.small_number("s");
  const auto found = std::find_if(owner->steps.rbegin(), owner->steps.rend(),
                                  [&](const StepRecord& other) { return other.number == number; });
  return found == owner->steps.rend() ? nullptr : &*found;
}

void ProcessReader::test_finished(const Event& event) {
  OpenTest* const open = entry(event);
  if (open == nullptr) return;
  if (!open->finished) finished_.push_back(event.small_number("n"));
  open->finished = true;
  open->dropped = event.text("result") == "dropped";
  TestRecord& record = open->record;
  record.outcome = verdict(event.text("result"));
  record.finished = std::max(event.time(), record.started);
  // Not at once: a thread may have written its line about the test a little late.
  constexpr std::size_t kKeep = 16;
  hand_over_finished(kKeep);
}

void ProcessReader::test_not_run(const Event& event) {
  TestRecord record = described(event);
  record.outcome =
      event.text("why") == "disabled" ? TestOutcome::disabled : TestOutcome::not_started;
  record.finished = record.started;
  visit_(std::move(record), here_);
}

void ProcessReader::key(const Event& event) {
  if (TestRecord* record = test(event)) add_once(record->keys, event.text("value"));
}

void ProcessReader::requirement(const Event& event) {
  if (TestRecord* record = test(event)) add_once(record->requirements, event.text("value"));
}

void ProcessReader::defect(const Event& event) {
  if (TestRecord* record = test(event)) add_once(record->defects, event.text("value"));
}

void ProcessReader::comment(const Event& event) {
  OpenTest* const open = entry(event);
  if (open == nullptr) return;
  open->record.comments.push_back(event.text("text"));
  open->comment_passes.push_back(event.small_number("p"));
}

void ProcessReader::remark(const Event& event) {
  if (TestRecord* record = test(event)) record->remarks.push_back(event.text("text"));
}

void ProcessReader::parameter(const Event& event) {
  if (TestRecord* record = test(event)) set_value(record->parameters, event);
}

void ProcessReader::custom_field(const Event& event) {
  if (TestRecord* record = test(event)) set_value(record->custom_fields, event);
}

void ProcessReader::step_started(const Event& event) {
  TestRecord* const record = test(event);
  const std::uint32_t number = event.small_number("s");
  if (record == nullptr || number == 0 || step(event) != nullptr) return;
  StepRecord started;
  started.number = number;
  // A parent comes before its children: that rules out circles.
  const std::uint32_t parent = event.small_number("parent");
  if (parent < number && has_step(*record, parent)) started.parent = parent;
  started.pass = event.small_number("p");
  started.name = event.text("name");
  started.started = event.time();
  record->steps.push_back(std::move(started));
}

void ProcessReader::step_expected(const Event& event) {
  if (StepRecord* const record = step(event)) record->expected = event.text("text");
}

void ProcessReader::step_data(const Event& event) {
  if (StepRecord* const record = step(event)) record->data = event.text("text");
}

void ProcessReader::step_finished(const Event& event) {
  StepRecord* const record = step(event);
  if (record == nullptr) return;
  record->outcome = step_outcome(event.text("result"));
  record->finished = std::max(event.time(), record->started);
}

namespace {

Message message_of(const Event& event) {
  return {event.text("text"), event.text("file"), event.line_number("line"),
          event.small_number("s"), event.small_number("p")};
}

}  // namespace

void ProcessReader::failure(const Event& event) {
  if (TestRecord* record = test(event)) record->failures.push_back(message_of(event));
}

void ProcessReader::skip(const Event& event) {
  if (TestRecord* record = test(event)) record->skips.push_back(message_of(event));
}

void ProcessReader::attachment(const Event& event) {
  TestRecord* const record = test(event);
  if (record == nullptr) return;
  const std::string file = event.text("file");
  if (!is_plain_name(file)) return refuse(event, "its place in the run is malformed");
  const fs::path copy = attachments_ / file;
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(copy, error))) {
    return refuse(event, "its copy in the run is missing");
  }
  const std::uint64_t size = fs::file_size(copy, error);
  record->attachments.push_back({copy, event.text("name"), event.text("type"),
                                 error ? event.number("size") : size, event.small_number("s"),
                                 event.small_number("p")});
}

void ProcessReader::attachment_refused(const Event& event) {
  refuse(event, event.text("why"));
}

void ProcessReader::refuse(const Event& event, std::string why) {
  OpenTest* const open = entry(event);
  if (open == nullptr) return;
  open->record.refused_attachments.push_back({event.text("name"), std::move(why)});
  open->refused_passes.push_back(event.small_number("p"));
}

void ProcessReader::pass_started(const Event& event) {
  TestRecord* const record = test(event);
  const std::uint32_t pass = event.small_number("p");
  if (record != nullptr && pass != 0) record->passes.push_back(pass);
}

void ProcessReader::pass_finished(const Event& event) {
  OpenTest* const open = entry(event);
  if (open != nullptr && event.truth("dropped")) {
    open->dropped_passes.insert(event.small_number("p"));
  }
}

void ProcessReader::add_death_outside_a_test() {
  const bool died_between = !process_.ended && !process_.alive &&
                            std::all_of(open_.begin(), open_.end(),
                                        [](const auto& item) { return item.second.finished; });
  if (!died_between || process_.executable.empty()) return;
  TestRecord record;
  record.name = process_.executable + " [outside a test]";
  record.identity = record.name;
  record.started = process_.last_event;
  close_unfinished(record);
  visit_(std::move(record), {here_.end, here_.end});
}

void ProcessReader::close_all() {
  hand_over_finished(0);
  while (!open_.empty()) hand_over(open_.begin()->first);
}

void ProcessReader::hand_over_finished(std::size_t keep) {
  while (finished_.size() > keep) {
    hand_over(finished_.front());
    finished_.pop_front();
  }
}

void ProcessReader::hand_over(std::uint32_t number) {
  const auto found = open_.find(number);
  if (found == open_.end()) return;
  OpenTest open = std::move(found->second);
  open_.erase(found);
  if (open.dropped) return;
  TestRecord& record = open.record;
  if (!open.finished) close_unfinished(record);
  if (!open.dropped_passes.empty()) remove_dropped_passes(open);
  for (auto& step : record.steps) {
    if (step.parent != 0 && !has_step(record, step.parent)) step.parent = 0;
  }
  forget_missing_steps(record.failures, record);
  forget_missing_steps(record.skips, record);
  forget_missing_steps(record.attachments, record);
  visit_(std::move(record), open.place);
}

void ProcessReader::remove_dropped_passes(OpenTest& open) {
  TestRecord& record = open.record;
  const auto& dropped = open.dropped_passes;
  remove_passes(record.steps, dropped);
  remove_passes(record.failures, dropped);
  remove_passes(record.skips, dropped);
  remove_passes(record.attachments, dropped);
  remove_passes(record.parameters, dropped);
  remove_passes(record.custom_fields, dropped);
  remove_passes(record.comments, open.comment_passes, dropped);
  remove_passes(record.refused_attachments, open.refused_passes, dropped);
  remove_passes(record.passes, std::vector<std::uint32_t>(record.passes), dropped);
}

void ProcessReader::close_unfinished(TestRecord& record) const {
  record.finished = std::max(process_.last_event, record.started);
  if (end_.exited) {
    record.outcome = TestOutcome::exited;
  } else if (end_.died) {
    record.outcome = end_.died_of == "SIGINT" ? TestOutcome::interrupted : TestOutcome::crashed;
    record.died_of = end_.died_of;
  } else if (process_.ended) {
    // The line with the end is lost, e.g. on a full disk. Nobody knows that it passed.
    record.outcome = TestOutcome::crashed;
    record.died_of = "the end of the test was not recorded";
  } else if (process_.alive) {
    record.outcome = TestOutcome::running;
    record.finished = 0;
  } else {
    record.outcome = TestOutcome::crashed;
  }
}

}  // namespace xrep
