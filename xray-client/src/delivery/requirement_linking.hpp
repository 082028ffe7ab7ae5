#pragma once

#include "dialect.hpp"
#include "transport/deadline.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace xrep::client {

/// One requirement on its way to its Tests.
struct RequirementLinking {
  RequirementLinks& links;
  Deadline deadline;
  std::chrono::milliseconds between_looks;
  /// Told of the Tests that are linked now, whoever did it.
  std::function<Expected<void>(const std::vector<std::string>& tests)> note;
  std::string requirement;
  std::vector<std::string> open;          ///< keys of the Tests that are still to be linked
  std::vector<std::string> refused = {};  ///< of those that Jira does not link
  std::string why = {};
};

/// Links what is missing. After a request whose answer was lost it looks again, as late as missing
/// is believed.
Expected<void> link_patiently(RequirementLinking& linking);

}  // namespace xrep::client
