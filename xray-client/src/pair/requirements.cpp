#include "pair/requirements.hpp"

#include "delivery/requirement_linking.hpp"
#include "plan/listed.hpp"

#include <utility>

namespace xrep::client {

namespace {

constexpr std::size_t kMostNamed = 3;

void leave_open(Pairing& pairing, const OpenRequirements& open, const std::string& needed) {
  std::vector<std::string> links;
  for (const auto& [requirement, tests] : open) {
    links.push_back(requirement + " (" + listed(tests, kMostNamed) + ")");
  }
  pairing.plan.not_done.push_back("needs " + needed + " to link new Tests to requirements: " +
                                  listed(links, kMostNamed) + "; a push that has it links them");
}

}  // namespace

Expected<void> link_to_requirements(Pairing& pairing, const OpenRequirements& open) {
  if (open.empty()) {
    return {};
  }
  if (const auto needed = pairing.dialect->needed_for_requirements(); !needed.empty()) {
    leave_open(pairing, open, needed);
    return {};
  }
  pairing.progress("linking requirements");
  RemoteExecution any;  // any issue tells where Jira is
  any.link = pairing.link;
  auto links = pairing.dialect->requirement_links(any);
  if (!links) {
    return tl::make_unexpected(links.error());
  }
  for (const auto& [requirement, tests] : open) {
    RequirementLinking linking{**links,
                               pairing.deadline,
                               pairing.patience.between_reads,
                               [](const std::vector<std::string>&) { return Expected<void>(); },
                               requirement,
                               tests};
    const auto linked = link_patiently(linking);
    if (!linking.refused.empty()) {
      pairing.plan.refused.push_back("the requirement " + requirement + " was not linked to " +
                                     listed(linking.refused, kMostNamed) + ": " + linking.why);
    }
    if (!linked) {
      return linked;
    }
  }
  return {};
}

}  // namespace xrep::client
