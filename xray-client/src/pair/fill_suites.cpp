// A Test Set for each suite.

#include "pair/members.hpp"
#include "plan/identity.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using Kind = PairChange::Kind;

/// The Test Sets of the project; of several with one summary the oldest counts.
struct KnownSets {
  std::map<std::string, RemoteSet> by_summary;
  std::map<std::string, std::string> ids;  ///< by key
};

bool is_older(const RemoteSet& a, const RemoteSet& b) {
  return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id;
}

Expected<KnownSets> read_sets(Pairing& pairing) {
  KnownSets known;
  auto read = pairing.dialect->each_set(pairing.site, [&](const RemoteSet& set) {
    known.ids[set.key] = set.id;
    const auto [place, is_new] = known.by_summary.emplace(set.summary, set);
    if (!is_new && is_older(set, place->second)) {
      place->second = set;
    }
  });
  return read ? Expected<KnownSets>(std::move(known)) : tl::make_unexpected(read.error());
}

// A Test Set is made at once: two looks that agree say that it is not there.
Expected<std::optional<RemoteSet>> find_again(Pairing& pairing, const std::string& summary) {
  for (int look = 0; look < 2; ++look) {
    if (!pairing.deadline.wait(pairing.patience.between_reads)) {
      return fail(Errc::out_of_time, "time ran out while looking for a Test Set that may exist");
    }
    const auto known = read_sets(pairing);
    if (!known) {
      return tl::make_unexpected(known.error());
    }
    if (const auto found = known->by_summary.find(summary); found != known->by_summary.end()) {
      return found->second;
    }
  }
  return std::optional<RemoteSet>();
}

/// Nothing: Xray refuses it.
Expected<std::optional<RemoteSet>> create(Pairing& pairing, const std::string& suite) {
  constexpr int kMostTries = 3;
  const auto summary = limited_identity(suite);
  for (int tries = 1;; ++tries) {
    if (auto noted = pairing.journal->tries_set(pairing.site.project, summary); !noted) {
      return tl::make_unexpected(noted.error());
    }
    auto made = pairing.dialect->create_set(pairing.site.project, summary);
    if (made) {
      return std::optional<RemoteSet>(std::move(*made));
    }
    const auto error = made.error();
    if (error.code == Errc::refused) {
      pairing.plan.refused.push_back("no Test Set was created for " + suite + ": " + error.message);
      auto settled = pairing.journal->settled();
      return settled ? Expected<std::optional<RemoteSet>>(std::nullopt)
                     : tl::make_unexpected(settled.error());
    }
    if (error.code != Errc::in_doubt || tries == kMostTries) {
      return tl::make_unexpected(error);
    }
    auto found = find_again(pairing, summary);
    if (!found || *found) {
      return found;
    }
  }
}

Expected<void> link(Pairing& pairing, const std::string& suite, const RemoteSet& set, Kind kind,
                    const std::string& detail) {
  pairing.plan.changes.push_back({kind, suite, set.key, detail});
  return pairing.links.change({{LinkEdit::Kind::add_set, suite, set.key}});
}

/// The Test Set of a suite that the links file names none for; nothing when there can be none.
Expected<std::optional<RemoteSet>> set_for(Pairing& pairing, const std::string& suite,
                                           const KnownSets& known) {
  const auto found = known.by_summary.find(limited_identity(suite));
  if (found != known.by_summary.end()) {
    auto linked = link(pairing, suite, found->second, Kind::use_set, "has this name in Xray");
    return linked ? Expected<std::optional<RemoteSet>>(found->second)
                  : tl::make_unexpected(linked.error());
  }
  if (pairing.request.dry_run) {
    pairing.plan.changes.push_back({Kind::create_set, suite, kNew, {}});
    return std::optional<RemoteSet>(RemoteSet{{}, kNew, suite});
  }
  auto made = create(pairing, suite);
  if (!made || !*made) {
    return made;
  }
  if (auto linked = link(pairing, suite, **made, Kind::create_set, "created"); !linked) {
    return tl::make_unexpected(linked.error());
  }
  auto settled = pairing.journal->settled();
  return settled ? made : tl::make_unexpected(settled.error());
}

// One that the links file names may be of another project.
Expected<std::string> id_of(Pairing& pairing, const std::string& key, const KnownSets& known) {
  if (const auto found = known.ids.find(key); found != known.ids.end()) {
    return found->second;
  }
  const auto id = pairing.dialect->set_id(key);
  if (!id) {
    return tl::make_unexpected(id.error());
  }
  if (!*id) {
    pairing.plan.refused.push_back(
        "Tests were not added to the Test Set " + key +
        " of the links file: it was not found; correct its key, or check the permissions of the "
        "API key's user");
  }
  return id->value_or(std::string());
}

Expected<std::vector<Members>> sets_of(Pairing& pairing, const Suite& suite,
                                       const KnownSets& known) {
  std::vector<Members> sets;
  for (const auto& key : pairing.links.links().sets_of(suite.name)) {
    auto id = id_of(pairing, key, known);
    if (!id) {
      return tl::make_unexpected(id.error());
    }
    if (!id->empty()) {
      sets.push_back({suite.name, key, std::move(*id), false, suite.keys});
    }
  }
  if (!pairing.links.links().sets_of(suite.name).empty()) {
    return sets;
  }
  auto set = set_for(pairing, suite.name, known);
  if (!set) {
    return tl::make_unexpected(set.error());
  }
  if (*set) {
    const bool is_new = known.ids.count((*set)->key) == 0;
    sets.push_back({suite.name, (*set)->key, (*set)->id, is_new, suite.keys});
  }
  return sets;
}

// A push that follows looks for them by their keys.
Expected<void> wait_for_new_sets(Pairing& pairing, const std::vector<Members>& all) {
  const auto shown = wait_until(pairing, [&]() -> Expected<bool> {
    const auto known = read_sets(pairing);
    if (!known) {
      return tl::make_unexpected(known.error());
    }
    return std::all_of(all.begin(), all.end(), [&](const Members& one) {
      return !one.is_new || known->ids.count(one.key) != 0;
    });
  });
  if (shown && !*shown) {
    pairing.plan.notes.push_back("Xray does not show all of the new Test Sets yet");
  }
  return shown ? Expected<void>() : tl::make_unexpected(shown.error());
}

}  // namespace

Expected<void> settle_sets(Pairing& pairing, const OpenCreation& open) {
  std::vector<std::string> suites;
  for (const auto& summary : open.sets) {
    const auto found = find_again(pairing, summary);
    if (!found) {
      return tl::make_unexpected(found.error());
    }
    const auto is_its = [&](const LocalTest& test) {
      return limited_identity(test.suite) == summary;
    };
    const auto test = std::find_if(pairing.tests.begin(), pairing.tests.end(), is_its);
    if (!*found || test == pairing.tests.end() ||
        !pairing.links.links().sets_of(test->suite).empty()) {
      continue;
    }
    if (auto linked = link(pairing, test->suite, **found, Kind::create_set,
                           "created before xrep pair was interrupted");
        !linked) {
      return linked;
    }
  }
  return {};
}

Expected<void> fill_suites(Pairing& pairing) {
  const auto suites = suites_of(pairing);
  if (suites.empty()) {
    pairing.plan.notes.push_back("no selected test has an Xray Test; --create makes some");
    return {};
  }
  if (auto connected = connect(pairing); !connected) {
    return connected;
  }
  pairing.progress("looking up Test Sets");
  const auto known = read_sets(pairing);
  if (!known) {
    return tl::make_unexpected(known.error());
  }
  std::vector<Members> all;
  for (const auto& suite : suites) {
    if (suite.name.empty()) {
      pairing.plan.notes.push_back("tests without a suite are in no Test Set");
      continue;
    }
    auto sets = sets_of(pairing, suite, *known);
    if (!sets) {
      return tl::make_unexpected(sets.error());
    }
    std::move(sets->begin(), sets->end(), std::back_inserter(all));
  }
  const bool any_new =
      std::any_of(all.begin(), all.end(), [](const Members& one) { return one.is_new; });
  auto added = add_members(pairing, Container::set, all);
  return added && any_new && !pairing.request.dry_run ? wait_for_new_sets(pairing, all) : added;
}

}  // namespace xrep::client
