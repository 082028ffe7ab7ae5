#pragma once

#include "plan/import_plan.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// Does the entry have steps, its own or those of its iterations?
bool has_steps(const Entry& entry);

/// The steps of the entry; with iterations, those of the one that came farthest.
const std::vector<PlannedStep>& recorded_steps(const Entry& entry);

/// How the steps of a Test stand to the recorded ones.
struct StepMatch {
  enum class Kind {
    same,       ///< also when a run that did not pass stopped before the Test's end
    beginning,  ///< the Test has the first ones of those that were recorded
    different,
  };
  Kind kind = Kind::same;
  std::string difference;  ///< for people; empty: none
};

/// Compares the steps of an entry with the `actions` of its Test's steps. Blanks do not count.
StepMatch match_steps(const Entry& entry, const std::vector<std::string>& actions);

}  // namespace xrep::client
