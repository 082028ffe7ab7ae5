#pragma once

#include "pair/pairing.hpp"

#include <map>
#include <string>
#include <vector>

namespace xrep::client {

/// Keys of new Tests, by the requirement that they shall be linked to.
using OpenRequirements = std::map<std::string, std::vector<std::string>>;

/// Links them in Jira. What cannot be linked here is left to a push.
Expected<void> link_to_requirements(Pairing& pairing, const OpenRequirements& open);

}  // namespace xrep::client
