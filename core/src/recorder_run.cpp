// The start and the end of a run.

#include "ci.hpp"
#include "platform/process.hpp"
#include "random_name.hpp"
#include "recorder.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace xrep {
namespace {

constexpr std::uint64_t kFormat = 1;

bool set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

const recording::GivenSetting* find_given(const ResolvedSettings& settings, std::string_view name) {
  for (const auto& setting : settings.given) {
    if (setting.given.name == name) return &setting.given;
  }
  return nullptr;
}

// For a command that people copy into a shell.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:@%,";
  if (text.find_first_not_of(kPlain) == text.npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace

bool Recorder::start(const recording::Program& program) {
  if (phase_ != Phase::idle) return false;
  // Not waiting: whoever holds it is just starting the run, maybe in the parent of this process.
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || phase_ != Phase::idle) return false;
  notices_.keep_stderr();
  ResolvedSettings settings = resolve(program);
  say_problems(settings);
  clock_ = Clock();
  may_change_exit_code_ = program.may_change_exit_code;
  if (!open_directory(settings)) {
    notices_.release_stderr();
    return false;
  }
  settings_ = std::move(settings);
  // Once: a thread that outlived the run before may still read them.
  if (!watching_) secrets_ = Secrets::of_environment();
  tests_ = 0;
  recorded_ = 0;
  write_error_said_ = false;
  write_run_started(program);
  process_.claim();
  watch_process();
  phase_ = Phase::running;
  notices_.say("recording to " + part_.directory.path.string());
  return true;
}

ResolvedSettings Recorder::resolve(const recording::Program& program) {
  ResolvedSettings settings = resolve_settings(program.settings);
  const auto* strict = find_given(settings, "strict");
  // Whoever set XRAY_RUN_DIR delivers, and decides about exit codes.
  const bool obeyed = program.may_change_exit_code || set("XRAY_RUN_DIR");
  if (settings.values.strict && strict != nullptr && !obeyed) {
    settings.problems.push_back(
        strict->origin +
        ": strict cannot change the exit code of a main() that is not xrep's; link "
        "xrep::gtest_main or xrep::catch2_main, or look at the exit code of xrep push");
    settings.values.strict = false;
  }
  return settings;
}

void Recorder::say_problems(const ResolvedSettings& settings) {
  for (const auto& problem : settings.problems) notices_.say(problem);
}

bool Recorder::open_directory(const ResolvedSettings& settings) {
  started_ = clock_.now();
  ci_ = detect_ci();
  const auto choice = make_run_directory({settings, ci_, started_});
  for (const auto& notice : choice.notices) notices_.say(notice);
  push_elsewhere_ = choice.push_elsewhere;
  if (!choice.directory) {
    notices_.say(choice.directory.error());
    return false;
  }
  const std::string prefix = std::to_string(platform::process_id()) + "-" + random_digits();
  const auto events = choice.directory->path / ("events-" + prefix + ".jsonl");
  if (const auto error = events_.create(events)) {
    notices_.say("nothing is recorded: cannot make " + events.string() + ": " + error.message() +
                 "; check the space and the permissions there");
    return false;
  }
  const auto& values = settings.values;
  store_ = std::make_shared<AttachmentStore>(
      choice.directory->path / "attachments", prefix,
      AttachmentLimits{values.max_attachment_size, values.max_attachments_size});
  part_ = {*choice.directory, events, prefix};
  return true;
}

void Recorder::write_run_started(const recording::Program& program) {
  constexpr std::size_t kMaxText = 4096;
  const auto fit = [this](std::string_view value) {
    return cut(single_line(value, scratch_), kMaxText);
  };
  begin("run_started");
  line_.number("format", kFormat);
  line_.number("pid", static_cast<std::uint64_t>(platform::process_id()));
  line_.text("host", fit(platform::host_name()));
  line_.text("framework", fit(program.framework));
  line_.text("framework_version", fit(program.framework_version));
  line_.text("executable", fit(program.executable));
  line_.number("seed", program.seed);
  line_.number("shard_index", static_cast<std::uint64_t>(std::max(program.shard_index, 0)));
  line_.number("shard_count", static_cast<std::uint64_t>(std::max(program.shard_count, 0)));
  emit();
}

recording::EndOfRun Recorder::end() {
  if (!running()) return {};
  const std::lock_guard lock(mutex_);
  if (phase_ != Phase::running) return {};
  begin("run_ended");
  line_.number("lost", events_.lost());
  emit(EventFile::Need::must_be_kept);
  phase_ = Phase::idle;
  test_open_ = false;
  test_.finish();
  close_directory();
  auto next = next_after_run();
  notices_.release_stderr();
  store_.reset();
  return next;
}

// Says why nothing is pushed, with the command that does it.
recording::EndOfRun Recorder::next_after_run() {
  recording::EndOfRun next;
  if (recorded_ == 0) {
    remove_unused(part_.directory, part_.events);
    return next;
  }
  next.directory = part_.directory.path.string();
  next.strict = settings_.values.strict && may_change_exit_code_;
  if (part_.directory.shared) return next;
  const std::string recorded = "recorded in " + next.directory;
  const std::string later = "xrep push " + shell_word(next.directory);
  if (!settings_.problems.empty()) {
    next.withheld = true;
    notices_.say(recorded + "; not pushed, since the settings are wrong (see above): " +
                 settings_.problems.front() + "; mend that, then: " + later);
  } else if (settings_.values.upload == Upload::never || push_elsewhere_) {
    notices_.say(recorded + "; to push it: " + later);
  } else if (set("CTEST_INTERACTIVE_DEBUG_MODE") && find_given(settings_, "upload") == nullptr) {
    notices_.say(recorded +
                 "; not pushed: under ctest each process would become a Test Execution of its own. "
                 "All of them as one, when ctest is done: xrep push " +
                 shell_word(part_.directory.path.parent_path().string()));
  } else if (tests_ == 0) {
    notices_.say(recorded + "; not pushed, since no test was started");
  } else {
    next.push = true;
  }
  return next;
}

}  // namespace xrep
