#pragma once

#include "plan/import_plan.hpp"

#include <filesystem>

namespace xrep::client {

/// A comment may be too short for what the tests behind an entry said. Then all of it is written
/// into `directory` (made when needed), once, and becomes a file of the entry. What cannot be
/// written leaves the entry as it is.
void attach_whole_text(Entry& entry, const std::filesystem::path& directory);

}  // namespace xrep::client
