// Tests into Test Sets and Test Plans.

#include "pair/members.hpp"

#include "plan/listed.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace xrep::client {

namespace {

using Kind = PairChange::Kind;

constexpr std::size_t kMostNamed = 3;

// Stands for the key of a Test that would be created.
std::string key_to_come(const std::string& name) {
  return std::string(kNew) + " " + name;
}

bool is_to_come(const std::string& key) {
  return key.compare(0, std::string(kNew).size(), kNew) == 0;
}

std::unordered_set<std::string> tests_to_come(const PairPlan& plan) {
  std::unordered_set<std::string> names;
  for (const auto& change : plan.changes) {
    if (change.kind == Kind::create_test && change.key == kNew) {
      names.insert(change.what);
    }
  }
  return names;
}

std::vector<std::string> keys_or_to_come(const LocalTest& test, const TestLinks& links,
                                         const std::unordered_set<std::string>& to_come) {
  std::vector<std::string> keys;
  for (const auto& key : keys_of(test, links)) {
    keys.push_back(key.key);
  }
  for (const auto& name : {test.name, test.identity}) {
    if (keys.empty() && to_come.count(name) != 0) {
      keys.push_back(key_to_come(name));
    }
  }
  return keys;
}

void keep_missing(const std::set<std::string>& there, std::vector<std::string>& tests) {
  tests.erase(std::remove_if(tests.begin(), tests.end(),
                             [&](const std::string& key) { return there.count(key) != 0; }),
              tests.end());
}

Expected<void> take_off_what_is_there(Pairing& pairing, Container container,
                                      std::vector<Members>& all) {
  std::vector<std::string> ids;
  for (const auto& one : all) {
    if (!one.is_new) {
      ids.push_back(one.id);
    }
  }
  if (ids.empty()) {
    return {};
  }
  const auto there = pairing.dialect->members(container, ids);
  if (!there) {
    return tl::make_unexpected(there.error());
  }
  std::size_t at = 0;
  for (auto& one : all) {
    if (!one.is_new) {
      keep_missing((*there)[at++], one.tests);
    }
  }
  return {};
}

// Keys that tests or the links file name may be none of a Test.
Expected<void> take_off_what_does_not_exist(Pairing& pairing, std::vector<Members>& all) {
  std::set<std::string> wanted;
  for (const auto& one : all) {
    std::copy_if(one.tests.begin(), one.tests.end(), std::inserter(wanted, wanted.end()),
                 [](const std::string& key) { return !is_to_come(key); });
  }
  if (auto found = find_ids(pairing, {wanted.begin(), wanted.end()}); !found) {
    return found;
  }
  const auto is_missing = [&](const std::string& key) {
    return !is_to_come(key) && pairing.ids.count(key) == 0;
  };
  for (const auto& key : wanted) {
    if (is_missing(key)) {
      pairing.plan.refused.push_back(key +
                                     " does not exist or is no Test; correct the key in the "
                                     "test or in the links file");
    }
  }
  for (auto& one : all) {
    one.tests.erase(std::remove_if(one.tests.begin(), one.tests.end(), is_missing),
                    one.tests.end());
  }
  return {};
}

const char* word_for(Container container) {
  return container == Container::set ? "Test Set" : "Test Plan";
}

// Adding twice adds once: what is in doubt is simply added by the next pairing.
Expected<void> add(Pairing& pairing, Container container, const Members& one) {
  constexpr std::size_t kMost = 500;
  for (std::size_t first = 0; first < one.tests.size(); first += kMost) {
    std::vector<std::string> ids;
    for (std::size_t i = first; i < std::min(one.tests.size(), first + kMost); ++i) {
      ids.push_back(pairing.ids.at(one.tests[i]));
    }
    const auto warning = container == Container::set
                             ? pairing.dialect->add_tests_to_set(one.id, ids)
                             : pairing.dialect->add_tests_to_plan(one.id, ids);
    if (!warning) {
      return tl::make_unexpected(warning.error());
    }
    if (!warning->empty()) {
      pairing.plan.not_done.push_back(std::string("Xray says of the ") + word_for(container) + " " +
                                      one.key + ": " + *warning);
    }
  }
  return {};
}

std::string described(const std::vector<std::string>& tests) {
  return std::to_string(tests.size()) + (tests.size() == 1 ? " Test: " : " Tests: ") +
         listed(tests, kMostNamed);
}

}  // namespace

std::vector<Suite> suites_of(const Pairing& pairing) {
  const auto to_come = tests_to_come(pairing.plan);
  std::vector<Suite> suites;
  std::unordered_map<std::string, std::size_t> places;
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& test : pairing.tests) {
    if (!pairing.request.selection.takes(test)) {
      continue;
    }
    for (auto& key : keys_or_to_come(test, pairing.links.links(), to_come)) {
      const auto [place, is_new] = places.emplace(test.suite, suites.size());
      if (is_new) {
        suites.push_back({test.suite, {}});
      }
      if (known.emplace(test.suite, key).second) {
        suites[place->second].keys.push_back(std::move(key));
      }
    }
  }
  return suites;
}

Expected<void> add_members(Pairing& pairing, Container container, std::vector<Members> all) {
  if (auto done = take_off_what_is_there(pairing, container, all); !done) {
    return done;
  }
  if (auto done = take_off_what_does_not_exist(pairing, all); !done) {
    return done;
  }
  const auto kind = container == Container::set ? Kind::add_to_set : Kind::add_to_plan;
  for (const auto& one : all) {
    if (one.tests.empty()) {
      continue;
    }
    if (!pairing.request.dry_run) {
      pairing.progress(std::string("filling the ") + word_for(container) + " " + one.key);
      const auto added = add(pairing, container, one);
      if (!added && added.error().code == Errc::refused) {
        pairing.plan.refused.push_back(std::string("Tests were not added to the ") +
                                       word_for(container) + " " + one.key + ": " +
                                       added.error().message);
        continue;
      }
      if (!added) {
        return added;
      }
    }
    pairing.plan.changes.push_back({kind, one.suite, one.key, described(one.tests)});
  }
  return {};
}

Expected<void> fill_test_plan(Pairing& pairing) {
  std::vector<std::string> tests;
  std::set<std::string> known;
  for (const auto& suite : suites_of(pairing)) {
    std::copy_if(suite.keys.begin(), suite.keys.end(), std::back_inserter(tests),
                 [&](const std::string& key) { return known.insert(key).second; });
  }
  if (auto connected = connect(pairing); !connected) {
    return connected;
  }
  const auto& key = pairing.request.plan;
  auto id = pairing.dialect->plan_id(key);
  if (!id) {
    return tl::make_unexpected(id.error());
  }
  if (!*id) {
    pairing.plan.refused.push_back("the Test Plan " + key +
                                   " was not found; correct its key, or check the permissions of "
                                   "the API key's user");
    return {};
  }
  return add_members(pairing, Container::plan, {{{}, key, **id, false, std::move(tests)}});
}

}  // namespace xrep::client
