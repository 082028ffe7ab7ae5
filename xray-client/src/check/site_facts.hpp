#pragma once

#include "check/fact.hpp"
#include "dialect.hpp"
#include "settings.hpp"

#include <string>

namespace xrep::client {

/// What can be said of a site once it was read: whether it has what the settings name.
Fact test_types_fact(const Settings& settings, const Site& site);
Fact statuses_fact(const Settings& settings, const Site& site);
Fact step_statuses_fact(const Settings& settings, const Site& site);
Fact environments_fact(const Settings& settings, const Site& site);

}  // namespace xrep::client
