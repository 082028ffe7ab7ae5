#pragma once

#include "delivery/delivery.hpp"
#include <xrep/client.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace xrep::client {

/// planned = delivered + refused + pending; what is left out on purpose was not planned.
struct Tally {
  std::size_t planned = 0;
  std::size_t delivered = 0;
  std::size_t refused = 0;
  std::size_t pending = 0;
  std::size_t files_planned = 0;
  std::size_t files_delivered = 0;
  std::size_t files_refused = 0;
};

Tally tally_of(const Delivery& delivery, const std::vector<LeftOut>& left_out);

/// What a push came to, at most one screen. `stopped`: why it ended early; null if it did not.
PushReport report_of(const Delivery& delivery, const std::vector<LeftOut>& left_out,
                     const Error* stopped, const std::vector<std::string>& directories);

/// A report of a run of which nothing can be sent.
PushReport report_of(const std::vector<LeftOut>& left_out,
                     const std::vector<std::string>& directories);

/// A report without any delivery: `error` came before.
PushReport report_of(const Error& error, const std::vector<std::string>& directories);

/// The command that finishes a push of these directories.
std::string push_command(const std::vector<std::string>& directories);

}  // namespace xrep::client
