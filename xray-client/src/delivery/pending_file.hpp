#pragma once

#include "delivery/delivery.hpp"

#include <map>
#include <string>
#include <vector>

namespace xrep::client {

/// A file that has to go to the run of its work.
struct PendingFile {
  Work* work = nullptr;
  std::string test;  ///< identity, for messages
  std::string receipt;
  PlannedFile file;
  EvidenceUpload upload;
  bool is_there = false;
  bool has_no_place = false;  ///< Xray does not show the step that it belongs to
};

/// Iterations of single runs, read when the first file wants them.
using Iterations = std::map<const Work*, std::vector<RemoteIteration>>;

/// Finds out where the file goes on the site: the run itself when its step or iteration is not
/// shown; and whether it is there already. `known` keeps what was read from one call to the next.
Expected<void> place(Delivery& delivery, PendingFile& pending, const Entry& entry,
                     Iterations& known);

}  // namespace xrep::client
