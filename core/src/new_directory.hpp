#pragma once

#include "run_directory.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <system_error>

namespace xrep {

/// A run directory in `results`, which is made when missing, with all that a run starts with, or
/// nothing at all. Its name is `id`, or a new one.
tl::expected<RunDirectory, std::error_code> make_new(const std::filesystem::path& results,
                                                     const RunFacts& facts,
                                                     const std::string& id = {});

/// The same in a new folder of its own below `folder`.
tl::expected<RunDirectory, std::error_code> make_temporary(const std::filesystem::path& folder,
                                                           const RunFacts& facts,
                                                           const std::string& id = {});

std::error_code make_attachments_folder(const std::filesystem::path& run);

}  // namespace xrep
