#include "delivery/pending_file.hpp"

#include "delivery/difference.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

const RemoteStep* step_at(const std::vector<RemoteStep>& steps, int step) {
  const bool there = step >= 0 && static_cast<std::size_t>(step) < steps.size();
  return there ? &steps[static_cast<std::size_t>(step)] : nullptr;
}

Expected<const RemoteIteration*> iteration_of(Delivery& delivery, const Work& work,
                                              const Entry& entry, std::size_t number,
                                              Iterations& known) {
  auto found = known.find(&work);
  if (found == known.end()) {
    auto read = delivery.dialect.iterations(work.run->test_id, delivery.execution.id);
    if (!read) {
      return tl::make_unexpected(read.error());
    }
    found = known.emplace(&work, std::move(*read)).first;
  }
  return find_iteration(found->second, entry.iterations[number], number);
}

}  // namespace

Expected<void> place(Delivery& delivery, PendingFile& pending, const Entry& entry,
                     Iterations& known) {
  const Work& work = *pending.work;
  pending.upload.run_id = work.run->id;
  const auto wanted = cloud::place_of(pending.file, entry, work.target);
  const RemoteStep* step = step_at(work.run->steps, wanted.step);
  if (wanted.iteration >= 0) {
    const auto iteration =
        iteration_of(delivery, work, entry, static_cast<std::size_t>(wanted.iteration), known);
    if (!iteration) {
      return tl::make_unexpected(iteration.error());
    }
    step = *iteration != nullptr ? step_at((*iteration)->steps, std::max(wanted.step, 0)) : nullptr;
    pending.upload.iteration_rank = step != nullptr ? (*iteration)->rank : "";
  }
  pending.upload.step_id = step != nullptr ? step->id : "";
  pending.has_no_place = step == nullptr && (wanted.step >= 0 || wanted.iteration >= 0);
  // On the run itself, too: an earlier push may have found no better place for it.
  const auto& others = delivery.log.state().known_evidence;
  pending.is_there = is_among(pending.file, work.run->evidence, others) ||
                     (step != nullptr && is_among(pending.file, step->evidence, others));
  return {};
}

}  // namespace xrep::client
