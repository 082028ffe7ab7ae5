#pragma once

#include "run.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace xrep::test {

/// What a test program printed and returned, and the run it recorded.
struct Recorded {
  Ended ended;
  std::vector<Run> runs;  ///< of its run directories, oldest first

  /// All tests of all runs, in the order in which they started.
  std::vector<TestRecord> tests() const;

  /// The one test of that name; a test without any outcome if there is none or several.
  TestRecord test(const std::string& name) const;
  std::vector<std::string> names() const;
};

/// Runs `program` in a fresh folder. Nothing is pushed.
Recorded record(const std::string& program, const std::vector<std::string>& arguments,
                std::map<std::string, std::string> environment = {});

/// The names of its steps, each with those around it: "outer/inner".
std::vector<std::string> step_paths(const TestRecord& test);

}  // namespace xrep::test
