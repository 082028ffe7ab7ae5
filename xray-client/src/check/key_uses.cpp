#include "check/key_uses.hpp"

#include "plan/listed.hpp"

#include <algorithm>

namespace xrep::client {

void KeyUse::add(const std::string& place) {
  constexpr std::size_t kMost = 3;
  if (std::find(places.begin(), places.end(), place) != places.end()) {
    return;
  }
  if (places.size() < kMost) {
    places.push_back(place);
  } else {
    ++more;
  }
}

KeyUses tests_named(const TestLinks& links, ImportPlan* plan) {
  KeyUses uses;
  for (const auto& link : links.tests()) {
    uses[link.key].add(links.origin_of(link) + " (" + link.name + ")");
  }
  for (std::size_t i = 0; plan != nullptr && i < plan->entries.size(); ++i) {
    const auto entry = plan->entries.load(i);
    if (!entry || entry->key.empty()) {
      continue;
    }
    auto& use = uses[entry->key];
    const auto& from = entry->key_from;
    if (std::find(from.begin(), from.end(), "test") == from.end()) {
      continue;
    }
    for (const auto& test : entry->tests) {
      use.add(test);
    }
  }
  return uses;
}

KeyUses sets_named(const TestLinks& links) {
  KeyUses uses;
  for (const auto& link : links.suites()) {
    uses[link.key].add(links.origin_of(link) + " (" + link.name + ")");
  }
  return uses;
}

std::string named_by(const KeyUse& use) {
  return "named by " + listed(use.places) +
         (use.more == 0 ? "" : " and " + std::to_string(use.more) + " more");
}

}  // namespace xrep::client
