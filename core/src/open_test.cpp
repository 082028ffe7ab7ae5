#include "open_test.hpp"

#include <algorithm>

namespace xrep {

void OpenTest::start(std::uint32_t number, std::string_view name) {
  number_ = number;
  name_.assign(name);
  thread_ = std::this_thread::get_id();
  steps_ = 0;
  texts_ = 0;
  passes_ = 0;
  pass_ = 0;
  skipped_ = false;
  open_.clear();
}

const OpenStep* OpenTest::innermost_of(std::thread::id thread) const {
  const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                  [&](const OpenStep& step) { return step.thread == thread; });
  return found == open_.rend() ? nullptr : &*found;
}

std::uint32_t OpenTest::innermost() const {
  if (open_.empty()) return 0;
  const OpenStep* step = innermost_of(std::this_thread::get_id());
  if (step == nullptr) step = innermost_of(thread_);
  return step == nullptr ? 0 : step->number;
}

OpenStep OpenTest::open_step() {
  OpenStep step;
  step.parent = innermost();
  step.number = ++steps_;
  step.thread = std::this_thread::get_id();
  open_.push_back(step);
  return step;
}

std::optional<OpenStep> OpenTest::close_step(std::uint32_t number) {
  const auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](const OpenStep& step) { return step.number == number; });
  if (found == open_.end()) return std::nullopt;
  const OpenStep closed = *found;
  open_.erase(found);
  // Steps of other threads may outlive the one around them.
  for (auto& step : open_) {
    if (step.parent == number) step.parent = closed.parent;
  }
  return closed;
}

bool OpenTest::has_open(std::uint32_t step) const {
  return std::any_of(open_.begin(), open_.end(),
                     [&](const OpenStep& other) { return other.number == step; });
}

OpenStep* OpenTest::find(std::uint32_t number) {
  const auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](const OpenStep& step) { return step.number == number; });
  return found == open_.end() ? nullptr : &*found;
}

template <class Change>
void OpenTest::change_upwards(std::uint32_t number, Change change) {
  for (OpenStep* step = find(number); step != nullptr; step = find(step->parent)) change(*step);
}

void OpenTest::fail(std::uint32_t step) {
  change_upwards(step, [](OpenStep& open) { open.failed = true; });
}

void OpenTest::skip(std::uint32_t step) {
  skipped_ = true;
  change_upwards(step, [](OpenStep& open) { open.skipped = true; });
}

}  // namespace xrep
