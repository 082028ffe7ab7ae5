#include "guard.hpp"
#include "recorder.hpp"
#include <xrep/xrep.hpp>

#include <exception>

namespace xrep {

void test_key(std::string_view key) noexcept {
  guarded([&] { recorder().key(Recorder::KeyKind::test, key); });
}

void requirement(std::string_view key) noexcept {
  guarded([&] { recorder().key(Recorder::KeyKind::requirement, key); });
}

void defect(std::string_view key) noexcept {
  guarded([&] { recorder().key(Recorder::KeyKind::defect, key); });
}

void comment(std::string_view text) noexcept {
  guarded([&] { recorder().comment(text); });
}

void parameter(std::string_view name, std::string_view value) noexcept {
  guarded([&] { recorder().parameter(name, value); });
}

void custom_field(std::string_view name, std::string_view value) noexcept {
  guarded([&] { recorder().custom_field(name, value); });
}

void attach(std::string_view name, std::string_view bytes, std::string_view media_type) noexcept {
  guarded([&] { recorder().attach(std::nullopt, name, bytes, media_type); });
}

void attach_file(std::string_view path, std::string_view name,
                 std::string_view media_type) noexcept {
  guarded([&] { recorder().attach_file(std::nullopt, path, name, media_type); });
}

Step::Step(std::string_view name) noexcept
    : id_(recording::step_started(name)), exceptions_(std::uncaught_exceptions()) {}

Step::~Step() {
  const bool by_exception = std::uncaught_exceptions() > exceptions_;
  guarded([&] { recorder().step_left(id_, by_exception); });
}

void Step::expected(std::string_view text) noexcept {
  guarded([&] { recorder().step_text(id_, Recorder::StepText::expected, text); });
}

void Step::data(std::string_view text) noexcept {
  guarded([&] { recorder().step_text(id_, Recorder::StepText::data, text); });
}

void Step::attach(std::string_view name, std::string_view bytes,
                  std::string_view media_type) noexcept {
  guarded([&] { recorder().attach(id_, name, bytes, media_type); });
}

void Step::attach_file(std::string_view path, std::string_view name,
                       std::string_view media_type) noexcept {
  guarded([&] { recorder().attach_file(id_, path, name, media_type); });
}

}  // namespace xrep
