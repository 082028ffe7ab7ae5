#pragma once

#include "settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace xrep {

/// What xrep.json says.
struct ConfigFile {
  std::filesystem::path path;  ///< empty: there is none
  std::vector<SourcedSetting> settings;
  std::vector<std::string> problems;
};

/// The file named `explicit_name`; if that is empty, the first xrep.json in `folder` and upwards,
/// as far as the first folder that holds .git. A file that was found (not named) must not be
/// writable by other users: it says where credentials are sent.
ConfigFile read_config(const std::filesystem::path& folder, const std::string& explicit_name);

}  // namespace xrep
