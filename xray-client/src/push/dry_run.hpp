#pragma once

#include "push/prepare.hpp"

#include <string>

namespace xrep::client {

/// Writes the bodies that a push would send into `dry-run` below the first run directory and sends
/// nothing. What only Xray knows cannot stand in them: every Test without a key counts as new
/// (a test that did not run creates none), one with a key as Generic, and a Test Execution still to
/// create is called NEW-EXECUTION.
Expected<std::string> dry_run(Prepared& prepared);

}  // namespace xrep::client
