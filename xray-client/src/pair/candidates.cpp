// Which tests get a Test.

#include "pair/new_tests.hpp"
#include "plan/fold.hpp"
#include "plan/outcome.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace xrep::client {

namespace {

// Stands for the Test that a single row of a parameterised test shall get: what has a key of its
// own is an entry of its own. It never leaves this file.
constexpr char kKeyOfRow[] = "XREPROW-1";

TestLinks with_row(const TestLinks& links, const LocalTest& row) {
  auto tests = links.tests();
  tests.push_back({row.name, kKeyOfRow, 0});
  return TestLinks(std::string(), std::move(tests), links.suites());
}

bool has_steps(const Entry& entry) {
  const auto& iterations = entry.iterations;
  return !entry.steps.empty() ||
         std::any_of(iterations.begin(), iterations.end(), [](const PlannedIteration& iteration) {
           return iteration.steps.front().action != kOnlyStep;
         });
}

bool came_to_a_verdict(const Entry& entry) {
  return entry.outcome != Outcome::skipped && entry.outcome != Outcome::not_started;
}

bool is_selected(const Selection& selection, const Entry& entry) {
  return std::any_of(entry.tests.begin(), entry.tests.end(), [&](const std::string& name) {
    return selection.takes({name, entry.identity, entry.suite, {}});
  });
}

}  // namespace

Expected<Candidates> find_candidates(const Pairing& pairing) {
  auto opened = open_run(pairing.request.run);
  if (!opened) {
    return tl::make_unexpected(opened.error());
  }
  const auto& selection = pairing.request.selection;
  const auto& links = pairing.links.links();
  const auto* row = row_named(pairing.tests, selection.test);
  if (row != nullptr && !keys_of(*row, links).empty()) {
    return Candidates();
  }
  auto prepared = plan_run(std::move(*opened), row == nullptr ? links : with_row(links, *row));
  if (!prepared) {
    return tl::make_unexpected(prepared.error());
  }
  Candidates candidates{std::move(*prepared), {}, {}};
  auto& entries = candidates.prepared.plan.entries;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto entry = entries.load(i);
    const bool wanted =
        entry && (row == nullptr ? entry->key.empty() && is_selected(selection, *entry)
                                 : entry->key == kKeyOfRow);
    if (!wanted) {
      continue;
    }
    const Candidate candidate{static_cast<std::uint32_t>(i),
                              row == nullptr ? entry->identity : row->name};
    if (came_to_a_verdict(*entry) || has_steps(*entry)) {
      candidates.all.push_back(candidate);
    } else {
      candidates.unfit.push_back(candidate.name);
    }
  }
  return candidates;
}

Entry load(Prepared& prepared, const Candidate& candidate) {
  auto entry = prepared.plan.entries.load(candidate.source);
  if (!entry) {
    throw std::runtime_error("the run directory changed meanwhile");
  }
  entry->key.clear();
  entry->identity = candidate.name;
  return std::move(*entry);
}

}  // namespace xrep::client
