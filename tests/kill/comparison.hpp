#pragma once

#include "programs/endless.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace xrep::test {

/// What a run directory that a killed program left behind says, beside the program's own ledger.
struct Comparison {
  std::vector<std::string> faults;  ///< empty: all that was acknowledged is there, once and whole
  bool has_run = false;             ///< false: killed before it made its directory
  bool torn = false;                ///< the kill landed inside a write of an event
  bool in_flight = false;  ///< it landed between the write of an event and its acknowledgement
  bool between_tests = false;
  bool in_step = false;  ///< the test that crashed had an open step
};

/// Reads the run in `results` as a push would.
Comparison compare(const std::filesystem::path& results, const std::vector<endless::Entry>& ledger);

}  // namespace xrep::test
