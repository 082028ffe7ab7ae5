#pragma once

#include "error.hpp"
#include "plan/test_links.hpp"
#include "settings.hpp"

#include <filesystem>
#include <string>

namespace xrep::client {

/// Reads a links file (docs/links.md). Errors are of the settings; they name the file, the line and
/// what to do.
Expected<TestLinks> read_links(const std::filesystem::path& file);

/// The same of a text that stands, or shall stand, in the file.
Expected<TestLinks> parse_links(const std::string& text, const std::filesystem::path& file);

/// The file named by the setting `links`, else xray-links.json in `folder` or upwards to the first
/// folder that holds .git; no links if there is none. One that was found, not named, must not be
/// writable by other users: it says where results go.
Expected<TestLinks> links_for(const Settings& settings, const std::filesystem::path& folder);

/// Which file links_for reads, whether or not it can be read; empty: none.
std::filesystem::path links_path(const Settings& settings, const std::filesystem::path& folder);

/// The same, unless it was found and is not to be trusted.
Expected<std::filesystem::path> trusted_links_path(const Settings& settings,
                                                   const std::filesystem::path& folder);

}  // namespace xrep::client
