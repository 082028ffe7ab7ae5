#include "guard.hpp"
#include "recorder.hpp"
#include <xrep/recording.hpp>

namespace xrep::recording {

bool start_run(const Program& program) noexcept {
  return guarded([&] { return recorder().start(program); }, false);
}

EndOfRun end_run() noexcept {
  return guarded([] { return recorder().end(); }, EndOfRun());
}

bool running() noexcept {
  return recorder().running();
}

std::string project() noexcept {
  return guarded([] { return recorder().project(); }, std::string());
}

bool in_test() noexcept {
  return recorder().in_test();
}

void test_started(const TestInfo& test) noexcept {
  guarded([&] { recorder().test_started(test); });
}

void test_finished(Result verdict) noexcept {
  guarded([&] { recorder().test_finished(verdict); });
}

void test_dropped() noexcept {
  guarded([] { recorder().test_dropped(); });
}

void test_not_run(const TestInfo& test, NotRun why) noexcept {
  guarded([&] { recorder().test_not_run(test, why); });
}

void failure(std::string_view text, std::string_view file, int line) noexcept {
  guarded([&] { recorder().message(Recorder::MessageKind::failure, text, file, line); });
}

void skip(std::string_view text, std::string_view file, int line) noexcept {
  guarded([&] { recorder().message(Recorder::MessageKind::skip, text, file, line); });
}

void remark(std::string_view text) noexcept {
  guarded([&] { recorder().remark(text); });
}

std::uint64_t step_started(std::string_view name) noexcept {
  return guarded([&] { return recorder().step_started(name); }, std::uint64_t{0});
}

void step_finished(std::uint64_t step, StepResult result) noexcept {
  guarded([&] { recorder().step_finished(step, result); });
}

void pass_started() noexcept {
  guarded([] { recorder().pass_started(); });
}

void pass_finished(bool dropped) noexcept {
  guarded([&] { recorder().pass_finished(dropped); });
}

void died(std::string_view cause) noexcept {
  recorder().died(cause);
}

}  // namespace xrep::recording
