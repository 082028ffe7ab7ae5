#pragma once

#include "cloud/import_document.hpp"

#include <string>
#include <vector>

namespace xrep::client::cloud {

/// How many steps the Test has once the entry was imported; 0 for a Generic one.
std::size_t positions(const Entry& entry, const Target& target);

/// The part of a result that the Test can show, and the rest as text.
struct ShownResult {
  std::vector<PlannedStep> steps;  ///< as many as the Test has; empty when there are iterations
  std::vector<PlannedIteration> iterations;
  std::string note;    ///< one plain line of our own; may be empty
  std::string folded;  ///< steps and iterations that the Test cannot show
};

/// Xray matches step results with the Test's steps by position and takes no more than it has.
ShownResult shown_result(const Entry& entry, const Target& target);

}  // namespace xrep::client::cloud
