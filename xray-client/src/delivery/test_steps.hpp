#pragma once

#include "delivery/delivery.hpp"
#include "delivery/step_match.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace xrep::client {

/// The steps of the Test of one work as Xray has them now, beside the recorded ones.
struct SeenSteps {
  std::size_t work;  ///< index
  const Entry& entry;
  bool ours;  ///< xrep created the Test
  StepMatch match;
};

/// Reads the steps of the Tests of these works and tells `see` of each that exists. The works learn
/// how many steps their Tests have.
Expected<void> read_steps(Delivery& delivery, const std::vector<std::size_t>& works,
                          const std::function<void(const SeenSteps&)>& see);

/// Puts into the summary that the Test of this work keeps steps that are not those of the run.
/// Gives what a receipt has to say of it; empty: an earlier push told the same.
std::string tell_difference(Delivery& delivery, const SeenSteps& seen);

/// Writes what tell_difference() gave.
Expected<void> note_told(Delivery& delivery, std::vector<std::string> receipts);

}  // namespace xrep::client
