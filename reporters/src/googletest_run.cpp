#include <xrep/reporters/exit_code.hpp>
#include <xrep/reporters/googletest_run.hpp>
#include <xrep/reporters/guarded.hpp>
#include <xrep/reporters/program.hpp>
#include <xrep/reporters/text.hpp>
#include <xrep/xrep.hpp>

namespace xrep::reporters {
namespace {

// file_name() of a part is null for exceptions and for GTEST_MESSAGE_AT_("", -1).
std::string_view file_or_none(const char* file) {
  return file == nullptr ? std::string_view() : std::string_view(file);
}

recording::TestInfo info_of(const GoogleTestCase& test, const GoogleTestNames& names) {
  recording::TestInfo info;
  info.name = names.name;
  info.identity = names.identity;
  info.instance = names.instance;
  info.suite = names.suite;
  info.file = test.file;
  info.line = test.line;
  return info;
}

using KeyCall = void (*)(std::string_view) noexcept;

KeyCall key_call(std::string_view property) {
  if (property == "test_key" || property == "xray_key") {
    return xrep::test_key;
  }
  if (property == "requirement" || property == "requirements") {
    return xrep::requirement;
  }
  if (property == "defect" || property == "defects") {
    return xrep::defect;
  }
  return nullptr;
}

}  // namespace

bool GoogleTestRun::start(const GoogleTestProgram& program) noexcept {
  guarded([&] {
    const std::lock_guard lock(mutex_);
    started_ = false;
    if (recording::running()) {
      return;
    }
    const auto command_line = command_line_of(program.taken, program.arguments);
    if (!asked_to_record(command_line)) {
      return;
    }
    auto arguments = program_arguments();
    if (arguments.empty()) {
      arguments = program.arguments;
    }
    const Shard shard = googletest_shard(arguments);
    recording::Program description;
    description.framework = "GoogleTest";
    description.executable = arguments.empty() ? "" : executable_name(arguments.front());
    description.settings = command_line.settings;
    description.may_change_exit_code = main_is_ours();
    description.seed = program.seed;
    description.shard_index = shard.index;
    description.shard_count = shard.count;
    fail_fast_ = program.fail_fast;
    any_suite_failed_ = false;
    started_a_test_ = false;
    environment_failed_ = false;
    place_ = Place::environment;
    started_ = recording::start_run(description);
  });
  return started_;
}

bool GoogleTestRun::recording() const noexcept {
  return started_ && recording::running();
}

void GoogleTestRun::not_run(const GoogleTestCase& test, recording::NotRun why) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const auto names = googletest_names(test);
    recording::test_not_run(info_of(test, names), why);
  });
}

void GoogleTestRun::iteration_started() noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    close_entry();
    any_suite_failed_ = false;
  });
}

void GoogleTestRun::environment_set_up() noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    close_entry();
  });
}

void GoogleTestRun::environment_torn_down() noexcept {
  environment_set_up();
}

void GoogleTestRun::suite_started(std::string_view name, const char* type_param,
                                  int tests) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    close_entry();
    GoogleTestCase suite;
    suite.suite = name;
    suite.type_param = type_param;
    suite_name_ = std::string(name);
    suite_ = googletest_names(suite);
    tests_left_ = tests;
    suite_failed_ = false;
    suite_skipped_ = false;
    place_ = Place::suite_set_up;
  });
}

void GoogleTestRun::suite_ended() noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    close_entry();
    place_ = Place::environment;
  });
}

void GoogleTestRun::test_started(const GoogleTestCase& test) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    googletest_names(test, names_);
    close_entry();
    place_ = Place::test;
    started_a_test_ = true;
    test_file_ = test.file;
    test_line_ = test.line;
    test_skipped_ = skipped_by_framework_ = false;
    recording::test_started(info_of(test, names_));
  });
}

void GoogleTestRun::failed(std::string_view text, const char* file, int line, bool fatal) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    any_suite_failed_ = any_suite_failed_ || place_ != Place::environment;
    if (place_ != Place::test) {
      environment_failed_ = environment_failed_ || (fatal && place_ == Place::environment);
      suite_failed_ = suite_failed_ || place_ == Place::suite_set_up;
      open_entry();
      entry_failed_ = true;
    }
    recording::failure(without_last_newline(text), file_or_none(file), line);
    if (place_ == Place::environment && fatal && file == nullptr) {
      close_entry();  // an exception: GoogleTest gives up the run, and no event follows
    }
  });
}

void GoogleTestRun::skipped(std::string_view text, const char* file, int line) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    const auto reason = trimmed(text);
    const auto where = file_or_none(file);
    switch (place_) {
      case Place::test:
        if (reason.empty() && where == test_file_ && line == test_line_) {
          skipped_by_framework_ = true;  // what it means is decided in test_ended()
        } else {
          test_skipped_ = true;
          recording::skip(reason, where, line);
        }
        break;
      case Place::suite_set_up:
        suite_skipped_ = true;
        suite_skip_ = {std::string(reason), std::string(where), line};
        break;
      case Place::environment:
        open_entry();
        recording::skip(reason, where, line);
        break;
      case Place::between_tests:
      case Place::suite_torn_down:
        break;
    }
  });
}

void GoogleTestRun::property(std::string_view key, std::string_view value) noexcept {
  if (!recording()) {
    return;
  }
  if (key == "comment") {
    xrep::comment(value);
    return;
  }
  constexpr std::string_view kField = "xray_field:";
  if (key.substr(0, kField.size()) == kField) {
    xrep::custom_field(key.substr(kField.size()), value);
    return;
  }
  if (const auto call = key_call(key)) {
    guarded([&] {
      for (const auto item : split_list(value)) {
        call(item);
      }
    });
  }
}

// A test that GoogleTest does not even start (fail-fast, failed set-up of its suite or of an
// environment) gets a skip without text at the line of the test itself (TestInfo::Skip). So does
// `TEST(A, B) { GTEST_SKIP(); }` on one line: only what happened before tells them apart.
recording::Result GoogleTestRun::meaning_of_empty_skip() const {
  if (suite_failed_ || environment_failed_) {
    return recording::Result::not_started;
  }
  const bool deliberate = suite_skipped_ || !(fail_fast_ && any_suite_failed_);
  return deliberate ? recording::Result::skipped : recording::Result::not_started;
}

recording::Result GoogleTestRun::verdict(recording::Result by_framework) const {
  const bool empty_skip = skipped_by_framework_ && !test_skipped_;
  return by_framework == recording::Result::skipped && empty_skip ? meaning_of_empty_skip()
                                                                  : by_framework;
}

void GoogleTestRun::test_ended(const Verdict& by_framework) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    const auto result = verdict(by_framework());
    if (result == recording::Result::skipped && skipped_by_framework_) {
      if (suite_skipped_) {
        recording::skip(suite_skip_.text, suite_skip_.file, suite_skip_.line);
      } else {
        recording::skip({}, test_file_, test_line_);
      }
    }
    recording::test_finished(result);
    place_ = --tests_left_ > 0 ? Place::between_tests : Place::suite_torn_down;
  });
}

bool GoogleTestRun::started_a_test() const noexcept {
  return started_a_test_;
}

recording::EndOfRun GoogleTestRun::end() noexcept {
  if (!recording()) {
    return {};
  }
  guarded([&] {
    const std::lock_guard lock(mutex_);
    close_entry();
    started_ = false;
  });
  return recording::end_run();
}

// A failure outside any test would vanish, and a red build become a green Test Execution. It gets
// an entry of its own, open until the next event, so that what failed together stays together.
void GoogleTestRun::open_entry() {
  if (entry_open_) {
    return;
  }
  const std::string kind = entry_kind();
  std::string name = kind;
  std::string identity = kind;
  recording::TestInfo info;
  if (place_ != Place::environment) {
    name = suite_name_ + " " + kind;
    identity = suite_.suite + " " + kind;
    info.instance = suite_.instance;
    info.suite = suite_.suite;
  }
  info.name = name;
  info.identity = identity;
  recording::test_started(info);
  entry_open_ = true;
  entry_failed_ = false;
}

void GoogleTestRun::close_entry() {
  if (entry_open_) {
    recording::test_finished(entry_failed_ ? recording::Result::failed
                                           : recording::Result::skipped);
    entry_open_ = false;
  }
}

const char* GoogleTestRun::entry_kind() const {
  switch (place_) {
    case Place::suite_set_up:
      return "[SetUpTestSuite]";
    case Place::between_tests:
      return "[between tests]";
    case Place::suite_torn_down:
      return "[TearDownTestSuite]";
    case Place::environment:
    case Place::test:
      break;
  }
  return "[environment]";
}

}  // namespace xrep::reporters
