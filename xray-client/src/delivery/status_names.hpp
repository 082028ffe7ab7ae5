#pragma once

#include "dialect.hpp"
#include "settings.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// The status that an outcome gets in Xray, and the setting that says so.
struct WantedStatus {
  Outcome outcome;
  const char* setting;
  std::string name;
};

/// One for each outcome.
std::vector<WantedStatus> wanted_statuses(const Settings& settings, const Site& site);

/// Is the status among those of a site?
bool has_status(const std::vector<std::string>& names, const std::string& name);

}  // namespace xrep::client
