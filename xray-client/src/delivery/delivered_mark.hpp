#pragma once

#include "delivery/delivery_log.hpp"

#include <filesystem>
#include <vector>

namespace xrep::client {

/// Writes down that everything recorded so far is in Xray.
void mark_delivered(const std::vector<std::filesystem::path>& directories, DeliveryLog& log);

/// True when everything that `directory` holds now was delivered: events that came later count. So
/// do links to requirements that an earlier push could not make, once this one `may_link` them.
bool is_delivered(const std::filesystem::path& directory, bool may_link);

}  // namespace xrep::client
