#include "delivery/requirement_linking.hpp"

#include <algorithm>

namespace xrep::client {

namespace {

void refuse_the_rest(RequirementLinking& linking, const std::string& why) {
  linking.why = why;
  linking.refused.insert(linking.refused.end(), linking.open.begin(), linking.open.end());
  linking.open.clear();
}

// Takes off the Tests that are linked already, whoever did it.
Expected<void> look(RequirementLinking& linking) {
  const auto there = linking.links.tests_of(linking.requirement);
  if (!there) {
    return tl::make_unexpected(there.error());
  }
  if (!*there) {
    refuse_the_rest(linking, "Jira has no such issue, or the user of JIRA_USER may not see it");
    return {};
  }
  auto& open = linking.open;
  const auto is_missing = [&](const std::string& test) { return (*there)->count(test) == 0; };
  const auto linked = std::stable_partition(open.begin(), open.end(), is_missing);
  auto noted = linking.note({linked, open.end()});
  open.erase(linked, open.end());
  return noted;
}

Expected<void> link_missing(RequirementLinking& linking) {
  // Who may not link ten Tests may not link the next thousand either.
  constexpr std::size_t kMostRefused = 10;
  while (!linking.open.empty()) {
    const std::string test = linking.open.back();
    const auto linked = linking.links.link(test, linking.requirement);
    if (!linked && linked.error().code != Errc::refused) {
      return linked;
    }
    linking.open.pop_back();
    if (!linked) {
      linking.refused.push_back(test);
      linking.why = linked.error().message;
      if (linking.refused.size() == kMostRefused) {
        refuse_the_rest(linking, linking.why);
      }
    } else if (auto noted = linking.note({test}); !noted) {
      return noted;
    }
  }
  return {};
}

}  // namespace

Expected<void> link_patiently(RequirementLinking& linking) {
  constexpr int kRounds = 3;
  for (int round = 1;; ++round) {
    if (auto looked = look(linking); !looked) {
      return looked;
    }
    auto linked = link_missing(linking);
    if (linked || linked.error().code != Errc::in_doubt || round == kRounds ||
        !linking.deadline.wait(linking.between_looks)) {
      return linked;
    }
  }
}

}  // namespace xrep::client
