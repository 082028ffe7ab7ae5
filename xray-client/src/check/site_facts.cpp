#include "check/site_facts.hpp"

#include "cloud/import_document.hpp"
#include "delivery/status_names.hpp"
#include "nearest.hpp"
#include "plan/listed.hpp"

#include <algorithm>
#include <vector>

namespace xrep::client {

namespace {

using Texts = std::vector<std::string>;

void add_once(Texts& texts, const std::string& text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
    texts.push_back(text);
  }
}

std::string did_you_mean(const std::string& name, const Texts& names) {
  const auto near = nearest(name, names);
  return near.empty() ? std::string() : "did you mean " + near + "? ";
}

bool has_type(const Site& site, const TestType& needed) {
  return std::any_of(site.test_types.begin(), site.test_types.end(), [&](const TestType& type) {
    return type.name == needed.name && type.kind == needed.kind;
  });
}

std::string shown(const TestType& type) {
  return type.name + " (" + type.kind + ")";
}

}  // namespace

Fact test_types_fact(const Settings& settings, const Site& site) {
  const std::string name = "test types";
  Texts types;
  for (const auto& type : site.test_types) {
    types.push_back(shown(type));
  }
  if (types.empty()) {
    return unknown(name, "Xray's settings of " + site.project + " list none");
  }
  Texts missing;
  for (const TestType& needed :
       {TestType{"Manual", "Steps"}, TestType{"Generic", "Unstructured"}}) {
    if (!has_type(site, needed)) {
      missing.push_back(shown(needed));
    }
  }
  if (missing.empty()) {
    return ok(name, listed(types));
  }
  const auto found = site.project + " lacks " + listed(missing) + "; it has " + listed(types);
  if (!settings.create_tests) {
    return warning(name, found + "; not needed, since create_tests is off");
  }
  return wrong(name, found,
               "new Tests get one of these types: add them in Xray's settings of the project, or "
               "set create_tests to off and link each test");
}

Fact statuses_fact(const Settings& settings, const Site& site) {
  const std::string name = "statuses";
  Texts used;
  Texts missing;
  std::string hint;
  for (const auto& wanted : wanted_statuses(settings, site)) {
    add_once(used, wanted.name);
    if (!has_status(site.test_statuses, wanted.name)) {
      missing.push_back(wanted.name + " of the setting " + wanted.setting);
      hint += did_you_mean(wanted.name, site.test_statuses);
    }
  }
  if (missing.empty()) {
    return ok(name, listed(used));
  }
  return wrong(name, "Xray has no status " + listed(missing),
               hint +
                   "correct the setting, or add the status in Jira (Apps > Xray > Test "
                   "Statuses); Xray has " +
                   listed(site.test_statuses));
}

Fact step_statuses_fact(const Settings& settings, const Site& site) {
  const std::string name = "step statuses";
  Texts used;
  Texts missing;
  Texts replaced;
  for (const auto& wanted : wanted_statuses(settings, site)) {
    if (wanted.outcome == Outcome::crashed) {
      continue;  // its steps get what a failed test's get
    }
    const std::string usual = cloud::usual_status(wanted.outcome);
    const bool own = has_status(site.step_statuses, wanted.name);
    if (!own && has_status(site.test_statuses, wanted.name)) {
      add_once(replaced, usual + " for " + wanted.name);
    }
    add_once(used, own ? wanted.name : usual);
    if (!own && !has_status(site.step_statuses, usual)) {
      add_once(missing, usual);
    }
  }
  if (!missing.empty()) {
    return wrong(name, "steps have no status " + listed(missing),
                 "add it in Jira (Apps > Xray > Test Step Statuses); steps have " +
                     listed(site.step_statuses));
  }
  return ok(name, listed(used) + (replaced.empty() ? "" : "; steps get " + listed(replaced)));
}

Fact environments_fact(const Settings& settings, const Site& site) {
  Texts there;
  Texts created;
  for (const auto& environment : settings.environments) {
    const auto& known = site.environments;
    const bool exists = std::find(known.begin(), known.end(), environment) != known.end();
    (exists ? there : created).push_back(environment);
  }
  std::string found = there.empty() ? "" : listed(there) + " there";
  if (!created.empty()) {
    found += (found.empty() ? "" : "; ") + listed(created) + " would be created";
    const auto near = nearest(created.front(), site.environments);
    found += near.empty() ? "" : " (" + near + " is there)";
  }
  return ok("environments", found);
}

}  // namespace xrep::client
