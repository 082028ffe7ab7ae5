#pragma once

#include "dialect.hpp"

#include <string>

namespace xrep::client {

/// What the look-up of a Test by name goes by: the definition of a Generic one, else the summary.
const std::string& name_of(const RemoteTest& test);

/// The oldest of several Tests with one name wins, so that everybody who looks finds the same; a
/// Generic one wins over the others.
bool wins(cloud::TestKind kind, const std::string& id, cloud::TestKind than_kind,
          const std::string& than_id);

}  // namespace xrep::client
