#pragma once

#include <xrep/recording.hpp>

#include <cstddef>
#include <cstdint>
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

/// Tells real runs of a test's body from the empty one that Catch2 makes when the last section was
/// left early: it enters the body once more and finds nothing left to do.
class Catch2Passes {
 public:
  /// A run through the sections `path`, whose body was left early (by an exception, a failed
  /// REQUIRE, SKIP) or came to its end. True: it was such an empty one.
  bool ended(const std::vector<std::string>& path, bool left_early);

 private:
  std::set<std::vector<std::string>> leaves_;
  std::set<std::vector<std::string>> inner_;
  bool last_left_early_ = false;
};

}  // namespace xrep::reporters
