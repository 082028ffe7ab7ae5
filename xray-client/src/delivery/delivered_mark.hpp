#pragma once

#include "delivery/delivery_log.hpp"

#include <filesystem>
#include <vector>

namespace xrep::client {

/// Writes down that everything recorded so far is in Xray.
void mark_delivered(const std::vector<std::filesystem::path>& directories, DeliveryLog& log);

/// True when everything that `directory` holds now was delivered: events that came later count.
bool is_delivered(const std::filesystem::path& directory);

}  // namespace xrep::client
