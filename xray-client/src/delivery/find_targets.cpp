#include "delivery/delivery.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

using Index = std::map<std::string, RemoteTest>;

void aim(Work& work, const RemoteTest& test) {
  work.target.exists = true;
  work.target.key = test.key;
  work.target.kind = test.kind;
  work.target.step_count = test.step_count;
  work.test_id = test.id;
}

// The key to look up: the test's own, else what an earlier push learned.
std::string known_key(const Delivery& delivery, const Entry& entry) {
  if (!entry.key.empty()) {
    return entry.key;
  }
  const auto& entries = delivery.log.state().entries;
  const auto receipt = entries.find(entry.id);
  return receipt != entries.end() ? receipt->second.key : std::string();
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

Expected<void> find_by_key(Delivery& delivery) {
  std::set<std::string> keys;
  for (const auto& work : delivery.work) {
    if (const auto key = known_key(delivery, work.entry); !key.empty()) {
      keys.insert(key);
    }
  }
  if (keys.empty()) {
    return {};
  }
  const auto tests = delivery.dialect.tests_by_key({keys.begin(), keys.end()});
  if (!tests) {
    return tl::make_unexpected(tests.error());
  }
  Index by_key;
  for (const auto& test : *tests) {
    by_key.emplace(test.key, test);
  }
  for (auto& work : delivery.work) {
    const auto found = by_key.find(known_key(delivery, work.entry));
    if (found != by_key.end()) {
      aim(work, found->second);
    } else if (!work.entry.key.empty()) {
      refuse(work, "the key " + work.entry.key + " of " + names_of(work.entry) +
                       " does not exist or is no Test; correct the key, or create the Test, and "
                       "push again");
    }
  }
  return {};
}

// The oldest of several Tests with one name wins, so that every push finds the same.
void keep_oldest(Index& index, const std::string& name, const RemoteTest& test) {
  const auto [place, is_new] = index.emplace(name, test);
  const auto older = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  };
  if (!is_new && older(test.id, place->second.id)) {
    place->second = test;
  }
}

Expected<void> find_by_identity(Delivery& delivery, const std::vector<std::size_t>& entries) {
  std::set<std::string> wanted;
  for (const auto i : entries) {
    wanted.insert(delivery.work[i].entry.identity);
  }
  if (wanted.empty()) {
    return {};
  }
  Index definitions;
  Index summaries;
  auto read = delivery.dialect.each_test(delivery.site, [&](const RemoteTest& test) {
    if (test.kind == cloud::TestKind::generic && wanted.count(test.definition) != 0) {
      keep_oldest(definitions, test.definition, test);
    }
    if (test.kind == cloud::TestKind::steps && wanted.count(test.summary) != 0) {
      keep_oldest(summaries, test.summary, test);
    }
  });
  if (!read) {
    return read;
  }
  for (const auto i : entries) {
    auto& work = delivery.work[i];
    for (const Index* index : {&definitions, &summaries}) {
      const auto found = index->find(work.entry.identity);
      if (found != index->end() && !work.target.exists) {
        aim(work, found->second);
      }
    }
  }
  return {};
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
    if (!work.entry.may_create) {
      work.state = WorkState::left_out;
      work.why = names_of(work.entry) + " did not run and has no Xray Test";
    } else if (!delivery.settings.create_tests) {
      work.state = WorkState::left_out;
      work.why = names_of(work.entry) + " has no Xray Test, and create_tests is off";
    } else {
      work.target.kind = cloud::kind_of_new_test(work.entry);
    }
  }
}

// Two entries for one Test (a key here, the same Test's name there) must not become two results.
void join_entries_of_one_test(Delivery& delivery) {
  std::map<std::string, std::size_t> first;
  std::vector<Work> joined;
  for (auto& work : delivery.work) {
    const bool placed = work.state == WorkState::pending && work.target.exists;
    if (placed) {
      const auto [place, is_new] = first.emplace(work.target.key, joined.size());
      if (!is_new) {
        auto& other = joined[place->second];
        other.entry = merge_entries(other.entry, work.entry);
        other.digest = digest_of(other.entry);
        continue;
      }
    }
    joined.push_back(std::move(work));
  }
  delivery.work = std::move(joined);
}

// For xrep status, which asks nothing of Xray.
Expected<void> note_what_is_not_sent(Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (work.state != WorkState::refused && work.state != WorkState::left_out) {
      continue;
    }
    const char* event = work.state == WorkState::refused ? "refused" : "left_out";
    if (auto noted =
            delivery.log.append({{"e", event}, {"entry", work.entry.id}, {"why", work.why}});
        !noted) {
      return noted;
    }
  }
  return {};
}

// Xray's API links requirements to Tests that it creates, and to no other.
void mention_requirements_of_existing_tests(Delivery& delivery) {
  std::string tests;
  for (const auto& work : delivery.work) {
    const auto receipt = delivery.log.state().entries.find(work.entry.id);
    const bool ours = receipt != delivery.log.state().entries.end() && work.entry.key.empty();
    if (!work.target.exists || work.entry.requirements.empty() || ours) {
      continue;
    }
    tests += (tests.empty() ? "" : "; ") + work.target.key + " (";
    for (const auto& requirement : work.entry.requirements) {
      tests += (tests.back() == '(' ? "" : ", ") + requirement;
    }
    tests += ")";
  }
  if (!tests.empty()) {
    delivery.not_done.push_back(
        "requirements are linked to new Tests only; link these in Jira if they are not yet: " +
        tests);
  }
}

}  // namespace

Expected<void> find_targets(Delivery& delivery) {
  delivery.progress("looking up Tests");
  if (auto found = find_by_key(delivery); !found) {
    return found;
  }
  if (auto found = find_by_identity(delivery, without_target(delivery)); !found) {
    return found;
  }
  leave_out_what_may_not_create(delivery);
  join_entries_of_one_test(delivery);
  if (auto noted = note_what_is_not_sent(delivery); !noted) {
    return noted;
  }
  mention_requirements_of_existing_tests(delivery);
  return {};
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
