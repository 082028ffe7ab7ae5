#include "cloud/import_document.hpp"
#include "cloud/shown_result.hpp"

#include <algorithm>

namespace xrep::client::cloud {
namespace {

// Xray keeps no files with an iteration, only with its steps: the one that failed, else the first.
int step_for_files(const PlannedIteration& iteration) {
  const auto failed =
      std::find_if(iteration.steps.begin(), iteration.steps.end(),
                   [](const PlannedStep& step) { return step.outcome == Outcome::failed; });
  return failed == iteration.steps.end() ? 0 : static_cast<int>(failed - iteration.steps.begin());
}

bool at_the_test(const EvidencePlace& place) {
  return place.step < 0;
}

}  // namespace

EvidencePlace place_of(const PlannedFile& file, const Entry& entry, const Target& target) {
  auto place = EvidencePlace{file.step, file.iteration};
  if (file.iteration >= 0 && file.step < 0) {
    place.step = step_for_files(entry.iterations.at(static_cast<std::size_t>(file.iteration)));
  }
  const bool exists =
      place.step >= 0 && static_cast<std::size_t>(place.step) < positions(entry, target);
  return exists ? place : EvidencePlace{};
}

bool is_inline(const Entry& entry, const PlannedFile& file, const Target& target,
               const DocumentOptions& options) {
  return options.with_evidence && file.size <= options.max_inline_file &&
         at_the_test(place_of(file, entry, target));
}

}  // namespace xrep::client::cloud
