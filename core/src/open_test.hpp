#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace xrep {

/// A step that has been opened and not yet closed.
struct OpenStep {
  std::uint32_t number = 0;
  std::uint32_t parent = 0;  ///< innermost step around it that is still open; 0: none
  std::thread::id thread;
  bool failed = false;
  bool skipped = false;
};

/// What the recorder remembers of the running test: its number and its open steps. The memory is
/// used again for the next test.
class OpenTest {
 public:
  void start(std::uint32_t number, std::string_view name);
  void finish() { number_ = 0; }

  bool open() const { return number_ != 0; }
  std::uint32_t number() const { return number_; }
  const std::string& name() const { return name_; }

  /// Passes through the test body; 0 outside of one.
  std::uint32_t pass() const { return pass_; }
  void start_pass() {
    pass_ = ++passes_;
    skipped_ = false;
  }
  void finish_pass() { pass_ = 0; }

  /// The step that something on the calling thread belongs to: its innermost open one, else that of
  /// the test's own thread; 0: the test.
  std::uint32_t innermost() const;

  /// Opens a step below innermost().
  OpenStep open_step();
  std::optional<OpenStep> close_step(std::uint32_t number);
  bool has_open(std::uint32_t step) const;

  /// Something failed in `step` (0: outside of all): it and all steps around it have failed.
  void fail(std::uint32_t step);
  void skip(std::uint32_t step);
  bool skipped() const { return skipped_; }

  std::uint32_t next_text() { return ++texts_; }

 private:
  const OpenStep* innermost_of(std::thread::id thread) const;
  OpenStep* find(std::uint32_t number);
  template <class Change>
  void change_upwards(std::uint32_t step, Change change);

  std::uint32_t number_ = 0;
  std::string name_;
  std::thread::id thread_;
  std::uint32_t steps_ = 0;
  std::uint32_t texts_ = 0;
  std::uint32_t passes_ = 0;
  std::uint32_t pass_ = 0;
  bool skipped_ = false;
  std::vector<OpenStep> open_;  ///< in the order in which they were opened
};

}  // namespace xrep
