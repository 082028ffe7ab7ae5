#pragma once

#include "chance.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace xrep::schedules {

/// A file as Xray shows it.
using File = std::pair<std::string, std::uint64_t>;
using Files = std::multiset<File>;

struct ExpectedStep {
  std::string status;  ///< as an import says it: PASSED, FAILED or TODO
  Files files;
};

struct ExpectedIteration {
  std::string status;
  std::vector<ExpectedStep> steps;
};

/// What Xray has to show of one Test when everything has arrived.
struct ExpectedResult {
  std::string name;     ///< of the result in `xrep push --json`
  std::string key;      ///< of a Test that exists; empty: `name` is the summary of a new one
  std::string outcome;  ///< passed, failed, crashed or skipped
  std::vector<std::string> words;  ///< which its comment holds
  Files files;
  std::vector<ExpectedStep> steps;
  std::map<std::string, ExpectedIteration> iterations;  ///< by the value of their parameter
  int steps_recorded = 0;                               ///< in each iteration
  /// Its Test was created with so many of these; that it gets the others may be refused.
  int steps_at_first = 0;
  std::vector<std::string> defects;
  std::vector<std::string> requirements;  ///< of a new Test
  bool refused = false;                   ///< for ever, by xrep or by Xray
};

/// Run directories that are pushed together, and what has to become of them.
struct Recording {
  std::vector<std::filesystem::path> directories;
  std::vector<ExpectedResult> results;
  std::vector<std::string> environments;
  std::string plan;
};

/// Writes a random run below `folder`.
Recording record(Chance& chance, const std::filesystem::path& folder);

/// What another process adds to the run later: new tests, and further instances of parameterised
/// ones. It is written in `draft` first.
void record_later(Chance& chance, const std::filesystem::path& draft, Recording& recording);

}  // namespace xrep::schedules
