#pragma once

#include "dialect.hpp"
#include "settings.hpp"
#include "transport/deadline.hpp"

#include <functional>
#include <memory>
#include <string>

namespace xrep::client {

/// Xray as the settings say, with the credentials of the environment. Nothing is asked yet.
/// `progress` gets a line for a longer wait and, with `verbose`, one about each request.
Expected<std::unique_ptr<Dialect>> open_dialect(
    const Settings& settings, const Deadline& deadline,
    const std::function<void(const std::string&)>& progress, bool verbose);

}  // namespace xrep::client
