#include "delivery/status_names.hpp"

#include "delivery/delivery.hpp"
#include "delivery/difference.hpp"
#include "plan/listed.hpp"

#include <algorithm>

namespace xrep::client {

namespace {

// A run status that is no step status falls back to one that every site has.
std::string step_status(const WantedStatus& wanted, const Site& site) {
  if (has_status(site.step_statuses, wanted.name)) {
    return wanted.name;
  }
  return cloud::usual_status(wanted.outcome);
}

}  // namespace

bool has_status(const std::vector<std::string>& names, const std::string& name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& candidate) { return same_status(candidate, name); });
}

std::vector<WantedStatus> wanted_statuses(const Settings& settings, const Site& site) {
  const std::string crashed = !settings.status_crashed.empty()            ? settings.status_crashed
                              : has_status(site.test_statuses, "ABORTED") ? "ABORTED"
                                                                          : settings.status_failed;
  return {{Outcome::passed, "status_passed", settings.status_passed},
          {Outcome::failed, "status_failed", settings.status_failed},
          {Outcome::skipped, "status_skipped", settings.status_skipped},
          {Outcome::crashed, "status_crashed", crashed},
          {Outcome::not_started, "status_not_started", settings.status_not_started}};
}

Expected<cloud::StatusNames> status_names(const Settings& settings, const Site& site) {
  cloud::StatusNames names;
  for (const auto& wanted : wanted_statuses(settings, site)) {
    if (!has_status(site.test_statuses, wanted.name)) {
      return fail(Errc::settings,
                  "the status " + wanted.name + " of the setting " + wanted.setting +
                      " does not exist in Xray; it has: " + listed(site.test_statuses));
    }
    names.test[wanted.outcome] = wanted.name;
    names.step[wanted.outcome] = step_status(wanted, site);
  }
  // A crash is a failure to whoever looks at the steps.
  names.step[Outcome::crashed] = names.step[Outcome::failed];
  return names;
}

}  // namespace xrep::client
