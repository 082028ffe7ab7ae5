#pragma once

#include "plan/step_plan.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// A file name that is safe everywhere: no path, no control characters, at most 200 bytes with its
/// extension kept.
std::string safe_file_name(const std::string& name);

/// The attachments of a group in the order in which they were recorded, under names that differ.
std::vector<PlannedFile> files_of(const Group& group, const std::vector<Case>& cases, bool iterated,
                                  const StepPlan& steps, AttachmentPolicy policy);

/// `name`, or one like it that none of the files has.
std::string name_beside(const std::vector<PlannedFile>& files, const std::string& name);

}  // namespace xrep::client
