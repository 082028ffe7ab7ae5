#pragma once

#include "pair/pairing.hpp"

#include <optional>
#include <string>

namespace xrep::client {

/// Waits until the job is over; nothing when the site does not know it any more.
Expected<std::optional<BulkJob>> wait_for_job(Pairing& pairing, const std::string& job);

/// Waits before the `tries`-th look (from 0) at a job: longer from look to look. Error: the time is
/// up.
Expected<void> wait_for_look(const Pairing& pairing, int tries);

}  // namespace xrep::client
