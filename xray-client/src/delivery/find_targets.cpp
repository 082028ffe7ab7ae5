#include "delivery/delivery.hpp"
#include "delivery/same_name.hpp"
#include "hash.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace xrep::client {

namespace {

void aim(Work& work, const RemoteTest& test) {
  work.target.exists = true;
  work.target.key = test.key;
  work.target.kind = test.kind;
  work.target.step_count = test.step_count;
  work.test_id = test.id;
}

std::string names_of(const Entry& entry) {
  constexpr std::size_t kMost = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, entry.tests.size()); ++i) {
    text += (i == 0 ? "" : ", ") + entry.tests[i];
  }
  return entry.tests.size() > kMost ? text + ", …" : text;
}

void refuse(Work& work, std::string why) {
  work.state = WorkState::refused;
  work.why = std::move(why);
}

// The keys of the tests, and those that an earlier push learnt.
Expected<void> find_by_key(Delivery& delivery) {
  std::set<std::string> keys;
  for (const auto& work : delivery.work) {
    if (!work.done && !work.target.key.empty()) {
      keys.insert(work.target.key);
    }
  }
  if (keys.empty()) {
    return {};
  }
  const auto tests = delivery.dialect.tests_by_key(delivery.site, {keys.begin(), keys.end()});
  if (!tests) {
    return tl::make_unexpected(tests.error());
  }
  std::map<std::string, const RemoteTest*> by_key;
  for (const auto& test : *tests) {
    by_key.emplace(test.key, &test);
  }
  for (auto& work : delivery.work) {
    const auto found = work.done ? by_key.end() : by_key.find(work.target.key);
    if (found != by_key.end()) {
      aim(work, *found->second);
    } else if (work.has_key && !work.done) {
      refuse(work, "the key " + work.target.key + " of " + names_of(load(delivery.entries, work)) +
                       " does not exist or is no Test; correct the key, or create the Test, and "
                       "push again");
    }
  }
  return {};
}

Expected<void> find_by_identity(Delivery& delivery, const std::vector<std::size_t>& entries) {
  std::unordered_multimap<std::uint64_t, std::size_t> wanted;
  wanted.reserve(entries.size());
  for (const auto i : entries) {
    wanted.emplace(delivery.work[i].identity_hash, i);
  }
  if (wanted.empty()) {
    return {};
  }
  return delivery.dialect.each_test(delivery.site, [&](const RemoteTest& test) {
    const auto& name = name_of(test);
    const auto [begin, end] = wanted.equal_range(hash_of(name));
    for (auto place = begin; place != end; ++place) {
      auto& work = delivery.work[place->second];
      const bool better =
          !work.target.exists || wins(test.kind, test.id, work.target.kind, work.test_id);
      // The same hash is not yet the same name.
      if (better && load(delivery.entries, work).identity == name) {
        aim(work, test);
      }
    }
  });
}

std::vector<std::size_t> without_target(const Delivery& delivery) {
  std::vector<std::size_t> entries;
  for (std::size_t i = 0; i < delivery.work.size(); ++i) {
    if (delivery.work[i].state == WorkState::pending && !delivery.work[i].target.exists) {
      entries.push_back(i);
    }
  }
  return entries;
}

void leave_out_what_may_not_create(Delivery& delivery) {
  for (auto& work : delivery.work) {
    if (work.state != WorkState::pending || work.target.exists) {
      continue;
    }
    const Entry entry = load(delivery.entries, work);
    if (!work.may_create) {
      work.state = WorkState::left_out;
      work.why = names_of(entry) + " did not run and has no Xray Test";
    } else if (!delivery.settings.create_tests) {
      work.state = WorkState::left_out;
      work.why = names_of(entry) + " has no Xray Test, and create_tests is off";
    } else {
      work.target.kind = cloud::kind_of_new_test(entry);
    }
  }
}

void join(Delivery& delivery, Work& work, Work& other) {
  if (work.done && !other.done) {
    work.target = other.target;
    work.test_id = other.test_id;
  }
  work.done = work.done && other.done;
  work.state = work.done ? WorkState::delivered : WorkState::pending;
  work.joined.push_back(other.source);
  work.joined.insert(work.joined.end(), other.joined.begin(), other.joined.end());
  describe(work, load_own(delivery.entries, work));
}

// Two entries for one Test (a key here, the same Test's name there) must not become two results.
void join_entries_of_one_test(Delivery& delivery) {
  std::unordered_map<std::string, std::size_t> first;
  std::vector<Work>& all = delivery.work;
  std::size_t kept = 0;
  for (auto& work : all) {
    if ((work.state == WorkState::pending || work.done) && work.target.exists) {
      const auto [place, is_new] = first.emplace(work.target.key, kept);
      if (!is_new) {
        join(delivery, all[place->second], work);
        continue;
      }
    }
    if (&all[kept] != &work) {
      all[kept] = std::move(work);
    }
    ++kept;
  }
  all.resize(kept);
}

// For xrep status, which asks nothing of Xray.
Expected<void> note_what_was_joined(Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (work.joined.empty()) {
      continue;
    }
    const std::string id = load_alone(delivery.entries, work.source).id;
    std::vector<std::string> with;
    for (const auto source : work.joined) {
      with.push_back(load_alone(delivery.entries, source).id);
    }
    const auto& known = delivery.log.state().joined;
    const auto noted = known.find(id);
    if (noted != known.end() && noted->second == with) {
      continue;
    }
    if (auto done = delivery.log.append({{"e", "joined"}, {"entry", id}, {"with", with}}); !done) {
      return done;
    }
  }
  return {};
}

// Likewise.
Expected<void> note_what_is_not_sent(Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (work.state != WorkState::refused && work.state != WorkState::left_out) {
      continue;
    }
    const char* event = work.state == WorkState::refused ? "refused" : "left_out";
    if (auto noted = delivery.log.append(
            {{"e", event}, {"entry", load(delivery.entries, work).id}, {"why", work.why}});
        !noted) {
      return noted;
    }
  }
  return {};
}

// The same. What an import of this run may have created was not there before it.
Expected<void> note_what_was_looked_up(Delivery& delivery, const std::vector<std::size_t>& tried) {
  std::vector<std::string> ids;
  for (const auto i : tried) {
    const auto& work = delivery.work[i];
    if (work.target.exists && !work.in_doubt && !work.sent_digest) {
      ids.push_back(load(delivery.entries, work).id);
    }
  }
  return delivery.log.append({{"e", "looked_up"}}, "entries", ids.size(),
                             [&](std::size_t i) { return ids[i]; });
}

}  // namespace

Expected<void> find_targets(Delivery& delivery) {
  delivery.progress("looking up Tests");
  if (auto found = find_by_key(delivery); !found) {
    return found;
  }
  const auto without_key = without_target(delivery);
  if (auto found = find_by_identity(delivery, without_key); !found) {
    return found;
  }
  if (auto noted = note_what_was_looked_up(delivery, without_key); !noted) {
    return noted;
  }
  leave_out_what_may_not_create(delivery);
  join_entries_of_one_test(delivery);
  if (auto noted = note_what_was_joined(delivery); !noted) {
    return noted;
  }
  return note_what_is_not_sent(delivery);
}

Expected<void> find_created_tests(Delivery& delivery, const std::vector<std::size_t>& entries) {
  std::vector<std::size_t> missing;
  const auto still_missing = [&] {
    missing.clear();
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(missing),
                 [&](std::size_t i) { return !delivery.work[i].target.exists; });
    return !missing.empty();
  };
  // The search lags behind: only two reads that agree say that a Test is not there.
  for (int read = 0; read < 2 && still_missing(); ++read) {
    if (read > 0 && !delivery.deadline.wait(delivery.patience.between_reads)) {
      return fail(Errc::out_of_time,
                  "time ran out while looking for Tests that an import may have "
                  "created");
    }
    if (auto found = find_by_identity(delivery, missing); !found) {
      return found;
    }
  }
  return {};
}

}  // namespace xrep::client
