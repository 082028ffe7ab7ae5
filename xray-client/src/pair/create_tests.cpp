// Each test gets its Test: the one that has its name, else a new one.

#include "pair/jobs.hpp"
#include "pair/new_tests.hpp"
#include "plan/listed.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using Kind = PairChange::Kind;

constexpr std::size_t kMostNamed = 3;

std::vector<std::string> names_of(const std::vector<Candidate>& candidates) {
  std::vector<std::string> names;
  for (const auto& candidate : candidates) {
    names.push_back(candidate.name);
  }
  return names;
}

/// Links those that Xray has by that name, and gives the others.
Expected<std::vector<Candidate>> link_by_name(Pairing& pairing,
                                              const std::vector<Candidate>& candidates) {
  pairing.progress("looking up Tests");
  const auto found = find_by_name(pairing, names_of(candidates));
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  std::vector<LinkEdit> edits;
  std::vector<Candidate> missing;
  for (const auto& candidate : candidates) {
    const auto test = found->find(candidate.name);
    if (test == found->end()) {
      missing.push_back(candidate);
      continue;
    }
    pairing.ids[test->second.key] = test->second.id;
    edits.push_back({LinkEdit::Kind::add_link, candidate.name, test->second.key});
    pairing.plan.changes.push_back(
        {Kind::link, candidate.name, test->second.key, "has this name in Xray"});
  }
  auto changed = pairing.links.change(edits);
  return changed ? Expected<std::vector<Candidate>>(std::move(missing))
                 : tl::make_unexpected(changed.error());
}

void say_what_would_be_made(Pairing& pairing, Prepared& prepared,
                            const std::vector<Candidate>& candidates) {
  for (const auto& candidate : candidates) {
    const Entry entry = load(prepared, candidate);
    const bool steps = cloud::kind_of_new_test(entry) == cloud::TestKind::steps;
    const auto folder = folder_of(entry.suite);
    pairing.plan.changes.push_back(
        {Kind::create_test, candidate.name, kNew,
         (steps ? "Manual" : "Generic") + (folder.empty() ? std::string() : ", folder " + folder)});
  }
}

Expected<void> link_those_of_journal(Pairing& pairing, const OpenCreation& open) {
  std::map<std::string, std::string> keys;
  std::optional<BulkJob> job;
  if (!open.job.empty()) {
    auto told = wait_for_job(pairing, open.job);
    if (!told) {
      return tl::make_unexpected(told.error());
    }
    job = std::move(*told);
  }
  if (job) {
    for (const auto& made : job->made) {
      if (made.element < open.tests.size()) {
        keys[open.tests[made.element]] = made.key;
        pairing.ids[made.key] = made.id;
      }
    }
  } else {
    const auto found = find_patiently(pairing, open.tests, open.since);
    if (!found) {
      return tl::make_unexpected(found.error());
    }
    for (const auto& [name, test] : *found) {
      keys[name] = test.key;
      pairing.ids[test.key] = test.id;
    }
  }
  std::vector<LinkEdit> edits;
  for (const auto& [name, key] : keys) {
    edits.push_back({LinkEdit::Kind::add_link, name, key});
  }
  edits = pairing.links.open_edits(edits);
  for (const auto& edit : edits) {
    pairing.plan.changes.push_back(
        {Kind::create_test, edit.name, edit.key, "created before xrep pair was interrupted"});
  }
  return pairing.links.change(edits);
}

// A push that follows looks for them by their keys.
Expected<void> wait_for_new_tests(Pairing& pairing, std::size_t first_change) {
  std::vector<std::string> names;
  const auto& changes = pairing.plan.changes;
  for (std::size_t i = first_change; i < changes.size(); ++i) {
    if (changes[i].kind == Kind::create_test) {
      names.push_back(changes[i].what);
    }
  }
  if (names.empty()) {
    return {};
  }
  const auto shown = wait_until(pairing, [&]() -> Expected<bool> {
    const auto found = find_by_name(pairing, names);
    return found ? Expected<bool>(found->size() == names.size())
                 : tl::make_unexpected(found.error());
  });
  if (shown && !*shown) {
    pairing.plan.notes.push_back("Xray does not show all of the new Tests yet");
  }
  return shown ? Expected<void>() : tl::make_unexpected(shown.error());
}

}  // namespace

std::string folder_of(const std::string& suite) {
  return suite.empty() ? std::string() : "/" + suite;
}

Expected<void> settle_tests(Pairing& pairing, const OpenCreation& open) {
  return open.tests.empty() ? Expected<void>() : link_those_of_journal(pairing, open);
}

Expected<void> create_tests(Pairing& pairing) {
  auto candidates = find_candidates(pairing);
  if (!candidates) {
    return tl::make_unexpected(candidates.error());
  }
  if (!candidates->unfit.empty()) {
    pairing.plan.notes.push_back("did not run, so that no Test is created: " +
                                 listed(candidates->unfit, kMostNamed));
  }
  for (const auto& left : candidates->prepared.plan.left_out) {
    if (left.refused) {
      pairing.plan.refused.push_back(left.test + ": " + left.why);
    }
  }
  if (candidates->all.empty()) {
    return {};
  }
  if (auto connected = connect(pairing); !connected) {
    return connected;
  }
  auto missing = link_by_name(pairing, candidates->all);
  if (!missing) {
    return tl::make_unexpected(missing.error());
  }
  if (pairing.request.dry_run) {
    say_what_would_be_made(pairing, candidates->prepared, *missing);
    return {};
  }
  const auto before = pairing.plan.changes.size();
  auto made = make_tests(pairing, candidates->prepared, std::move(*missing));
  return made ? wait_for_new_tests(pairing, before) : made;
}

}  // namespace xrep::client
