#pragma once

#include <atomic>
#include <string_view>

namespace xrep {

/// What xrep tells people, on stderr, one line each, starting with "xrep: ".
///
/// During a run it goes to a copy of stderr made at the start: a test that captures stderr and
/// compares it must not find our lines in it.
class Notices {
 public:
  ~Notices();
  Notices() = default;
  Notices(const Notices&) = delete;
  Notices& operator=(const Notices&) = delete;

  void keep_stderr() noexcept;
  void release_stderr() noexcept;

  void say(std::string_view text) noexcept;

  /// As say, for what tests cause: after the first 50 of a run only a last line says that more of
  /// them are in the run directory.
  void say_about_test(std::string_view text) noexcept;

 private:
  std::atomic<int> copy_{-1};
  std::atomic<int> about_tests_{0};
};

}  // namespace xrep
