#pragma once

#include <string>

namespace xrep {

/// What the variables of a CI system tell about the build; empty outside of one.
struct CiBuild {
  std::string system;  ///< e.g. "GitHub Actions"
  std::string revision;
  std::string branch;
  std::string url;
};

CiBuild detect_ci();

}  // namespace xrep
