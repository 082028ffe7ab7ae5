#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

/// What the endless programs record, and the ledger in which they say what they have recorded: the
/// other end of the pipe knows from it what must be in the run directory.
namespace endless {

/// Acknowledged are t(est started, of that ordinal), c(omment), s(tep started), d(one, the step of
/// that number), a(ttachment) and f(ailure). Comments, steps, attachments and failures share one
/// row of numbers without a gap.
struct Entry {
  char kind = 0;
  std::uint64_t number = 0;
};

/// "c 17 xxx…": what an event says in its text. From nothing to several pages, so that writes of
/// every length are there to be torn.
inline std::string text_of(const Entry& entry) {
  constexpr std::size_t kLengths[] = {0, 20'000, 50, 3000, 30'000, 300, 12'000};
  const bool is_name = entry.kind == 's';
  const std::size_t length = is_name ? 40 : kLengths[entry.number % std::size(kLengths)];
  return std::string(1, entry.kind) + " " + std::to_string(entry.number) + " " +
         std::string(length, 'x');
}

inline std::string file_name_of(const Entry& attachment) {
  return "a " + std::to_string(attachment.number) + ".txt";
}

/// Whether the test of this ordinal has a failure.
constexpr bool fails(std::uint64_t test) {
  return test % 3 == 0;
}

class Ledger {
 public:
  /// The pipe is the descriptor that ENDLESS_LEDGER names.
  Ledger() {
    if (const char* pipe = std::getenv("ENDLESS_LEDGER")) {
      pipe_ = std::atoi(pipe);
    }
  }

  std::uint64_t test_started() {
    acknowledge({'t', ++tests_});
    return tests_;
  }

  /// Records something under the next number, then acknowledges it.
  template <class Action>
  Entry record(char kind, const Action& action) {
    const Entry entry{kind, ++entries_};
    action(entry);
    acknowledge(entry);
    return entry;
  }

  void step_done(const Entry& step) const { acknowledge({'d', step.number}); }

 private:
  // A reader that is gone ends the program: SIGPIPE.
  void acknowledge(const Entry& entry) const {
    const std::string line = std::string(1, entry.kind) + " " + std::to_string(entry.number) + "\n";
    if (::write(pipe_, line.data(), line.size()) < 0) {
      std::abort();
    }
  }

  int pipe_ = -1;
  std::uint64_t tests_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace endless
