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

/// Runs the schedule of `seed` with the command `xrep` in `folder`, which must not exist and is
/// left behind.
Outcome run_schedule(const std::string& xrep, std::uint64_t seed, const std::string& profile,
                     const std::filesystem::path& folder);

}  // namespace xrep::schedules
