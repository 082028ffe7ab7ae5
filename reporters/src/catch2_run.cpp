#include <xrep/reporters/catch2_run.hpp>
#include <xrep/reporters/exit_code.hpp>
#include <xrep/reporters/guarded.hpp>
#include <xrep/reporters/program.hpp>
#include <xrep/reporters/text.hpp>
#include <xrep/xrep.hpp>

#include <utility>

namespace xrep::reporters {
namespace {

// A loop may fail a million times; people read the first.
constexpr std::uint64_t kMaxMessages = 100;

recording::TestInfo info_of(const Catch2Case& test, const Catch2TestNames& names,
                            Catch2Tags& tags) {
  recording::TestInfo info;
  info.name = names.name;
  info.identity = names.identity;
  info.instance = names.instance;
  info.suite = names.suite;
  info.file = test.file;
  info.line = static_cast<int>(test.line);
  info.tags = std::move(tags.others);
  return info;
}

void annotate(const Catch2Tags& meaning) {
  for (const auto& key : meaning.keys) {
    xrep::test_key(key);
  }
  for (const auto& key : meaning.requirements) {
    xrep::requirement(key);
  }
  for (const auto& key : meaning.defects) {
    xrep::defect(key);
  }
}

}  // namespace

bool Catch2Run::start(const Catch2Program& program, const Catch2Cases& registered) noexcept {
  guarded([&] {
    if (recording::running() || !asked_to_record(program.command_line)) {
      return;
    }
    const auto arguments = program_arguments();
    recording::Program description;
    description.framework = "Catch2";
    description.framework_version = program.version;
    description.executable = executable_name(arguments.empty() ? program.name : arguments.front());
    description.settings = program.command_line.settings;
    description.may_change_exit_code = main_is_ours();
    description.seed = program.seed;
    description.shard_index = program.shard_index;
    description.shard_count = program.shard_count;
    only_some_sections_ = program.only_some_sections;
    names_ = Catch2Names(description.executable, registered);
    started_ = recording::start_run(description);
    project_ = recording::project();
  });
  return started_;
}

bool Catch2Run::recording() const noexcept {
  return started_ && recording::running();
}

void Catch2Run::test_started(const Catch2Case& test,
                             const std::vector<std::string_view>& tags) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    names_.names(test, tags, test_names_);
    read_tags(tags, project_, test_tags_);
    passes_.clear();
    benchmarks_ = 0;
    failures_ = 0;
    warnings_ = 0;
    auto info = info_of(test, test_names_, test_tags_);
    info.in_passes = true;
    first_pass_announced_ = true;
    recording::test_started(info);
    annotate(test_tags_);
    test_tags_.others = std::move(info.tags);
  });
}

void Catch2Run::pass_started() noexcept {
  if (!recording()) {
    return;
  }
  left_section_ = false;
  behind_sections_ = false;
  guarded([&] { sections_.forget_path(); });
  if (!first_pass_announced_) {
    recording::pass_started();
  }
  first_pass_announced_ = false;
}

void Catch2Run::section_started(std::string_view name, std::size_t line) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] { sections_.started(name, line); });
}

void Catch2Run::failed(const Catch2Assertion& assertion, std::string_view file,
                       std::size_t line) noexcept {
  if (!recording()) {
    return;
  }
  behind_sections_ = true;
  guarded([&] {
    if (failures_ < kMaxMessages) {
      record_failure(text_of(assertion), file, line);
    } else {
      ++failures_;
    }
  });
}

void Catch2Run::record_failure(std::string_view text, std::string_view file, std::size_t line) {
  ++failures_;
  passes_.failed(text, file, line);
  recording::failure(text, file, static_cast<int>(line));
}

void Catch2Run::warned(std::string_view text) noexcept {
  if (!recording() || ++warnings_ > kMaxMessages) {
    return;
  }
  guarded([&] { xrep::comment("Warning: " + std::string(text)); });
}

void Catch2Run::skipped(std::string_view reason, std::string_view file, std::size_t line) noexcept {
  if (!recording()) {
    return;
  }
  behind_sections_ = true;
  recording::skip(reason, file, static_cast<int>(line));
}

void Catch2Run::section_ended(std::string_view name, std::string_view file, std::size_t line,
                              recording::StepResult result, bool missing_assertions,
                              bool without_duration) noexcept {
  if (!recording()) {
    return;
  }
  end_benchmark(recording::StepResult::skipped);
  guarded([&] {
    if (missing_assertions) {
      record_failure("\"" + std::string(name) + "\" has no assertions (-w NoAssertions)", file,
                     line);
    }
    // What makes a test leave a section is told before its end.
    if (sections_.ended(name, line, result)) {
      left_section_ = without_duration && !behind_sections_;
    } else {
      behind_sections_ = false;
    }
  });
}

void Catch2Run::benchmark_started(std::string_view name) noexcept {
  if (!recording()) {
    return;
  }
  ++benchmarks_;
  benchmark_ = recording::step_started(trimmed(name));
}

void Catch2Run::benchmark_ended(const Catch2Benchmark& benchmark) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] { xrep::comment(text_of(benchmark)); });
  end_benchmark(recording::StepResult::passed);
}

void Catch2Run::benchmark_failed() noexcept {
  end_benchmark(recording::StepResult::failed);
}

void Catch2Run::end_benchmark(recording::StepResult result) noexcept {
  if (benchmark_ != 0) {
    recording::step_finished(benchmark_, result);
    benchmark_ = 0;
  }
}

void Catch2Run::pass_ended() noexcept {
  if (!recording()) {
    return;
  }
  bool empty = false;
  guarded([&] {
    sections_.clear();
    empty = passes_.ended(sections_.path(), left_section_);
  });
  recording::pass_finished(empty);
}

recording::Result Catch2Run::result_of(const Catch2Verdict& verdict) {
  if (verdict.failed) {
    // Catch2 announces no failing assertion in this case.
    if (verdict.must_fail && failures_ == 0) {
      recording::failure("The test is tagged [!shouldfail], but it passed.", {}, 0);
    }
    return recording::Result::failed;
  }
  if (verdict.failed_as_allowed) {
    recording::remark(verdict.must_fail ? "It failed, as [!shouldfail] demands."
                                        : "It failed, which [!mayfail] allows.");
    return recording::Result::passed;
  }
  if (verdict.skipped) {
    return recording::Result::skipped;
  }
  if (verdict.assertions == 0 && benchmarks_ == 0) {
    recording::remark("It passed without any assertion.");
  }
  return recording::Result::passed;
}

void Catch2Run::test_ended(const Catch2Verdict& verdict) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    // With -c, Catch2 enters every test and passes those that have no such section.
    const bool untouched = !verdict.failed && !verdict.failed_as_allowed && !verdict.skipped &&
                           verdict.assertions == 0 && benchmarks_ == 0;
    if (only_some_sections_ && untouched) {
      recording::test_dropped();
      return;
    }
    if (only_some_sections_) {
      recording::remark("Only the sections chosen with -c were run.");
    }
    const std::uint64_t failures = failures_;
    if (failures > kMaxMessages) {
      recording::remark("Only the first " + std::to_string(kMaxMessages) +
                        " failing assertions are listed; " +
                        std::to_string(failures - kMaxMessages) + " more failed.");
    }
    recording::test_finished(result_of(verdict));
  });
}

void Catch2Run::not_started(const Catch2Case& test,
                            const std::vector<std::string_view>& tags) noexcept {
  if (!recording()) {
    return;
  }
  guarded([&] {
    const auto names = names_.names(test, tags);
    auto read = read_tags(tags, project_);
    // With its keys, so that it stands as not started where it belongs.
    recording::test_started(info_of(test, names, read));
    annotate(read);
    recording::test_finished(recording::Result::not_started);
  });
}

// "SIGSEGV - Segmentation violation signal": the name is what the recorder knows. Catch2 goes on to
// tell of ends, from the signal handler and on a small stack; nothing of it is recorded.
void Catch2Run::died(std::string_view cause) noexcept {
  if (recording()) {
    recording::died(cause.substr(0, cause.find(' ')));
  }
}

recording::EndOfRun Catch2Run::end() noexcept {
  if (!recording()) {
    return {};
  }
  started_ = false;
  // Catch2 tells of no end of a test when an exception leaves it outside of its body, as out of a
  // persistent fixture, and ends the run.
  if (recording::in_test()) {
    recording::failure("Catch2 ended the run in the middle of this test. It prints why.", {}, 0);
    recording::test_finished(recording::Result::failed);
  }
  return recording::end_run();
}

}  // namespace xrep::reporters
