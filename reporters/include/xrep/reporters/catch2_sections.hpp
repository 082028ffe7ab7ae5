#pragma once

#include <xrep/recording.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace xrep::reporters {

/// The open sections of a Catch2 test case, each a step.
///
/// When a test leaves several sections at once (a failed REQUIRE, SKIP, an exception), Catch2 ends
/// the outermost first. Steps are ended innermost first all the same.
class Catch2Sections {
 public:
  void started(std::string_view name, std::size_t line);
  /// True: it was the implicit section around the body.
  bool ended(std::string_view name, std::size_t line, recording::StepResult result);

  /// Ends what is still open, for a run of the body that told of no end.
  void clear();

  /// How the open sections are reached, outermost first; the implicit one around the body is none.
  const std::vector<std::string>& path() const;
  void forget_path();

 private:
  struct Section {
    std::string name;
    std::size_t line = 0;
    std::uint64_t step = 0;
    bool is_body = false;
    bool ended = false;
    recording::StepResult result = recording::StepResult::passed;
  };
  void close_ended();

  std::vector<Section> open_;
  std::vector<std::string> path_;
};

/// Tells real runs of a test's body from the empty one that Catch2 makes when a section was left
/// early that turns out to be the last: it enters the body once more, with the same values of its
/// generators, and finds nothing left to do.
///
/// Code behind the sections then runs for the first time. If it fails, the run is a real one.
class Catch2Passes {
 public:
  /// May come from any thread.
  void failed(std::string_view text, std::string_view file, std::size_t line);

  /// A run through the sections `path`. `left_section`: one of them was left early (by an
  /// exception, a failed REQUIRE, SKIP). True: it was such an empty one.
  bool ended(const std::vector<std::string>& path, bool left_section);

  /// Forgets all, for the next test.
  void clear();

 private:
  // Without their texts: a test may fail a hundred times at great length.
  using Failures = std::set<std::size_t>;

  std::mutex mutex_;
  Failures failures_;
  Failures last_failures_;
  std::vector<std::string> last_path_;
  bool last_left_section_ = false;
};

}  // namespace xrep::reporters
