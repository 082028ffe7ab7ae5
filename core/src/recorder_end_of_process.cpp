// How a process leaves while it records: by a signal, by exit(), by fork(). Nothing here takes a
// lock or allocates; signal-safety(7) lists what the rest may call.

#include "platform/process.hpp"
#include "recorder.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdlib>

namespace xrep {
namespace {

/// A line in memory of its own.
class ShortLine {
 public:
  ShortLine(std::string_view event, std::int64_t time) noexcept {
    add("\n{\"e\":\"");
    add(event);
    add("\",\"t\":");
    char* const end = text_.data() + text_.size();
    size_ =
        static_cast<std::size_t>(std::to_chars(text_.data() + size_, end, time).ptr - text_.data());
  }

  void member(std::string_view name, std::string_view value) noexcept {
    constexpr std::size_t kMaxValue = 80;
    add(",\"");
    add(name);
    add("\":\"");
    for (const char c : value.substr(0, kMaxValue)) {
      const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
      add(plain ? std::string_view(&c, 1) : std::string_view("?"));
    }
    add("\"");
  }

  std::string_view finish() noexcept {
    add("}\n");
    return {text_.data(), size_};
  }

 private:
  void add(std::string_view part) noexcept {
    for (const char c : part) {
      if (size_ < text_.size()) text_[size_++] = c;
    }
  }

  std::array<char, 256> text_{};
  std::size_t size_ = 0;
};

}  // namespace

void Recorder::died(std::string_view cause) noexcept {
  if (!running()) return;
  Phase expected = Phase::running;
  if (!phase_.compare_exchange_strong(expected, Phase::muted)) return;
  ShortLine line("died", clock_.now());
  line.member("cause", cause);
  events_.append_in_signal(line.finish());
}

void Recorder::process_exits() noexcept {
  if (!running()) return;
  Phase expected = Phase::running;
  if (!phase_.compare_exchange_strong(expected, Phase::muted)) return;
  ShortLine line("exited", clock_.now());
  events_.append_in_signal(line.finish());
}

void Recorder::forked() noexcept {
  Phase expected = Phase::running;
  phase_.compare_exchange_strong(expected, Phase::muted);
  events_.abandon();
  // A child that lives on would keep whatever reads our stderr waiting.
  notices_.release_stderr();
}

void Recorder::watch_process() {
  if (watching_) return;
  watching_ = true;
  platform::on_fork_in_child([] { recorder().forked(); });
  std::atexit([] { recorder().process_exits(); });
}

}  // namespace xrep
