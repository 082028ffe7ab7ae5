#include "delivery/delivery.hpp"

#include "hash.hpp"

#include <array>

namespace xrep::client {

namespace {

void add(std::string& text, const std::string& part) {
  text += part;
  text += '\x1f';  // keeps "ab","c" and "a","bc" apart
}

void add(std::string& text, const std::vector<PlannedStep>& steps) {
  for (const auto& step : steps) {
    add(text, step.action);
    add(text, step.expected);
    add(text, step.actual);
    add(text, std::to_string(static_cast<int>(step.outcome)));
  }
  text += '\x1e';
}

bool anything_to_send(const Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (work.state == WorkState::pending) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string digest_of(const Entry& entry) {
  std::string text;
  add(text, std::to_string(static_cast<int>(entry.outcome)));
  add(text, std::to_string(entry.started));
  add(text, std::to_string(entry.finished));
  add(text, entry.remark);
  add(text, entry.text);
  add(text, entry.steps);
  for (const auto& iteration : entry.iterations) {
    add(text, iteration.name);
    for (const auto& parameter : iteration.parameters) {
      add(text, parameter.name);
      add(text, parameter.value);
    }
    add(text, std::to_string(static_cast<int>(iteration.outcome)));
    add(text, iteration.log);
    add(text, iteration.steps);
  }
  return hex_hash(text);
}

Expected<void> deliver(Delivery& delivery) {
  if (auto found = find_targets(delivery); !found) {
    return found;
  }
  if (!anything_to_send(delivery) && !delivery.log.state().execution) {
    return {};
  }
  constexpr std::array kStages{settle_execution, import_results, read_back, send_execution_details,
                               send_files,       send_defects,   fill_plan};
  for (const auto stage : kStages) {
    if (auto done = stage(delivery); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace xrep::client
