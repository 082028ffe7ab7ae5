#include "delivery/delivery.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client {

namespace {

using Texts = std::vector<std::string>;

/// By requirement the indices of the works whose Tests are not known to be linked to it.
using Open = std::map<std::string, std::vector<std::size_t>>;

Open open_links(Delivery& delivery) {
  Open open;
  const auto& done = delivery.log.state().steps_done;
  for (std::size_t i = 0; i < delivery.work.size(); ++i) {
    const auto& work = delivery.work[i];
    if (work.state != WorkState::delivered || !work.has_requirements || work.target.key.empty()) {
      continue;
    }
    const Entry entry = load(delivery.entries, work);
    for (const auto& requirement : entry.requirements) {
      if (done.count(requirement_step(requirement, work.target.key)) == 0 &&
          done.count(created_step(entry, requirement)) == 0) {
        open[requirement].push_back(i);
      }
    }
  }
  return open;
}

std::size_t count(const Open& open) {
  std::size_t links = 0;
  for (const auto& [requirement, works] : open) {
    links += works.size();
  }
  return links;
}

// The first few, so that thousands still make one line.
std::string few(const Texts& names) {
  constexpr std::size_t kMost = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() <= kMost ? text
                               : text + " and " + std::to_string(names.size() - kMost) + " more";
}

// So that `xrep push` without directories comes back to this one when it may link.
Expected<void> note_open(Delivery& delivery, std::size_t links) {
  return delivery.log.state().open_requirements == links
             ? Expected<void>()
             : delivery.log.append({{"e", "requirements"}, {"open", links}});
}

Expected<void> leave_open(Delivery& delivery, const Open& open, const std::string& needed) {
  std::map<std::size_t, Texts> by_work;
  for (const auto& [requirement, works] : open) {
    for (const auto i : works) {
      by_work[i].push_back(requirement);
    }
  }
  Texts tests;
  for (const auto& [i, requirements] : by_work) {
    tests.push_back(delivery.work[i].target.key + " (" + few(requirements) + ")");
  }
  // First of its kind: only the first lines are shown.
  delivery.not_done.insert(
      delivery.not_done.begin(),
      "needs " + needed + " to link requirements to Tests that exist: " + few(tests));
  return note_open(delivery, count(open));
}

/// One requirement on its way to its Tests.
struct Linking {
  Delivery& delivery;
  RequirementLinks& links;
  std::string requirement;
  Texts open;          ///< keys of the Tests that are still to be linked
  Texts refused = {};  ///< of those that Jira does not link
  std::string why = {};
};

void refuse_the_rest(Linking& linking, const std::string& why) {
  linking.why = why;
  linking.refused.insert(linking.refused.end(), linking.open.begin(), linking.open.end());
  linking.open.clear();
}

Expected<void> note(Linking& linking, const Texts& linked) {
  linking.delivery.pending_links -= linked.size();
  return linking.delivery.log.append({{"e", "steps"}}, "done", linked.size(), [&](std::size_t i) {
    return requirement_step(linking.requirement, linked[i]);
  });
}

// Takes off the Tests that are linked already, whoever did it.
Expected<void> look(Linking& linking) {
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
  auto noted = note(linking, {linked, open.end()});
  open.erase(linked, open.end());
  return noted;
}

Expected<void> link_missing(Linking& linking) {
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
    } else if (auto noted = note(linking, {test}); !noted) {
      return noted;
    }
  }
  return {};
}

// After a request whose answer was lost: look again, as late as missing is believed.
Expected<void> link_patiently(Linking& linking) {
  constexpr int kRounds = 3;
  const Delivery& delivery = linking.delivery;
  for (int round = 1;; ++round) {
    if (auto looked = look(linking); !looked) {
      return looked;
    }
    auto linked = link_missing(linking);
    if (linked || linked.error().code != Errc::in_doubt || round == kRounds ||
        !delivery.deadline.wait(delivery.patience.between_reads)) {
      return linked;
    }
  }
}

Texts keys_of(const Delivery& delivery, const std::vector<std::size_t>& works) {
  Texts keys;
  for (const auto i : works) {
    keys.push_back(delivery.work[i].target.key);
  }
  return keys;
}

void report_refused(Delivery& delivery, std::size_t links, std::string line) {
  delivery.pending_links -= links;
  delivery.refused_links += links;
  delivery.not_done.push_back(std::move(line));
}

Expected<void> link_open(Delivery& delivery, RequirementLinks& links, const Open& open) {
  std::size_t done = 0;
  for (const auto& [requirement, works] : open) {
    delivery.progress("linking requirements, " + std::to_string(++done) + " of " +
                      std::to_string(open.size()));
    Linking linking{delivery, links, requirement, keys_of(delivery, works)};
    const auto linked = link_patiently(linking);
    if (!linking.refused.empty()) {
      report_refused(delivery, linking.refused.size(),
                     "the requirement " + requirement + " was not linked to " +
                         few(linking.refused) + ": " + linking.why);
    }
    if (!linked) {
      return linked;
    }
  }
  return {};
}

}  // namespace

// What was linked twice would be one link in Jira, but that is not promised: so each push looks
// first, and writes no intent.
Expected<void> link_requirements(Delivery& delivery) {
  const Open open = open_links(delivery);
  if (open.empty()) {
    return note_open(delivery, 0);
  }
  if (const auto needed = delivery.dialect.needed_for_requirements(); !needed.empty()) {
    return leave_open(delivery, open, needed);
  }
  delivery.pending_links = count(open);
  const std::size_t refused_before = delivery.refused_links;
  delivery.progress("linking requirements");
  auto links = delivery.dialect.requirement_links(delivery.execution);
  if (links) {
    if (auto linked = link_open(delivery, **links, open); !linked) {
      return linked;
    }
  } else if (links.error().code == Errc::refused) {
    report_refused(delivery, delivery.pending_links,
                   "requirements were not linked to Tests that exist: " + links.error().message);
  } else {
    return tl::make_unexpected(links.error());
  }
  return note_open(delivery, delivery.refused_links - refused_before);
}

}  // namespace xrep::client
