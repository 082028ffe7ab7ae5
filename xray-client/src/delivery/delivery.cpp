#include "delivery/delivery.hpp"

#include <array>

namespace xrep::client {

namespace {

bool anything_to_send(const Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (work.state == WorkState::pending) {
      return true;
    }
  }
  return false;
}

}  // namespace

Expected<void> deliver(Delivery& delivery) {
  if (auto found = find_targets(delivery); !found) {
    return found;
  }
  if (!anything_to_send(delivery) && !delivery.log.state().execution) {
    return {};
  }
  constexpr std::array kStages{settle_execution, compare_steps,
                               import_results,   send_execution_details,
                               read_back,        send_details_of_new_tests,
                               send_files,       send_defects,
                               fill_plan,        fill_sets,
                               link_requirements};
  for (const auto stage : kStages) {
    if (auto done = stage(delivery); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace xrep::client
