#pragma once

#include "body.hpp"
#include "cloud/import_document.hpp"
#include "plan/import_plan.hpp"

#include <string>

namespace xrep::client::cloud {

/// One element of the bulk import of Tests: what an import of the entry's result would make, and
/// where it stands in the Test Repository; `folder` may be empty. Requirements are not part of it.
std::string bulk_element(const Entry& entry, const DocumentOptions& options,
                         const std::string& folder);

}  // namespace xrep::client::cloud
