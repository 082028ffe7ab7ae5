#include "delivery/delivery.hpp"
#include "delivery/requirement_linking.hpp"
#include "plan/listed.hpp"

#include <algorithm>
#include <functional>
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

// So that thousands still make one line.
constexpr std::size_t kMostNamed = 3;

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
    tests.push_back(delivery.work[i].target.key + " (" + listed(requirements, kMostNamed) + ")");
  }
  // First of its kind: only the first lines are shown.
  delivery.not_done.insert(delivery.not_done.begin(),
                           "needs " + needed + " to link requirements to Tests that exist: " +
                               listed(tests, kMostNamed));
  return note_open(delivery, count(open));
}

Texts keys_of(const Delivery& delivery, const std::vector<std::size_t>& works) {
  Texts keys;
  for (const auto i : works) {
    keys.push_back(delivery.work[i].target.key);
  }
  return keys;
}

std::function<Expected<void>(const Texts&)> noting(Delivery& delivery,
                                                   const std::string& requirement) {
  return [&delivery, requirement](const Texts& tests) {
    delivery.pending_links -= tests.size();
    return delivery.log.append({{"e", "steps"}}, "done", tests.size(), [&](std::size_t i) {
      return requirement_step(requirement, tests[i]);
    });
  };
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
    RequirementLinking linking{links,
                               delivery.deadline,
                               delivery.patience.between_reads,
                               noting(delivery, requirement),
                               requirement,
                               keys_of(delivery, works)};
    const auto linked = link_patiently(linking);
    if (!linking.refused.empty()) {
      report_refused(delivery, linking.refused.size(),
                     "the requirement " + requirement + " was not linked to " +
                         listed(linking.refused, kMostNamed) + ": " + linking.why);
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
