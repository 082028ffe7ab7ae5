#pragma once

#include "check.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace xrep::schedules {

/// What one schedule did, by name; summed up over all of them.
using Figures = std::map<std::string, std::int64_t>;

struct Outcome {
  Violations violations;
  Figures figures;
  std::string story;  ///< what happened, for people
};

struct Setup {
  std::string xrep;     ///< the command
  std::string profile;  ///< strict or lenient
  /// Leaves off where minutes would pass before an execution is created that may be there already,
  /// and gives pushes a few seconds while faults are about.
  bool hurry = false;
};

/// Runs the schedule of `seed` in `folder`, which must not exist and is left behind.
Outcome run_schedule(const Setup& setup, std::uint64_t seed, const std::filesystem::path& folder);

}  // namespace xrep::schedules
