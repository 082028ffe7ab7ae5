#pragma once

#include "run.hpp"

#include <string>

namespace xrep::client {

/// 2026-03-01T02:00:00Z: RFC 3339 in UTC, in whole seconds.
std::string utc_time(Micros time);

/// 2026-03-01 02:00 UTC, for people.
std::string utc_minute(Micros time);

/// 1.204 s
std::string seconds_text(Micros duration);

}  // namespace xrep::client
