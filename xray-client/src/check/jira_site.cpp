#include "check/jira_site.hpp"

#include "cloud/jira_address.hpp"
#include "credentials.hpp"
#include "nearest.hpp"
#include "plan/listed.hpp"

#include <algorithm>
#include <vector>

namespace xrep::client {

namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t kMostListed = 20;

bool has(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Fact site_by_project(const Settings& settings, const Site& site,
                     const std::optional<std::string>& there) {
  const std::string name = "site";
  const std::string at = settings.jira_url;
  if (!there) {
    return wrong(name,
                 at + " (jira_url) has no project " + site.project +
                     " that JIRA_USER may see, but Xray has: nothing would be linked",
                 "set jira_url to the Jira that the API key of Xray is from, or let JIRA_USER "
                 "browse the project");
  }
  if (there->empty()) {
    return unknown(name, "jira_url is " + at + "; neither side tells enough to compare them");
  }
  if (*there != site.project_id) {
    return wrong(name,
                 "the project " + site.project + " at " + at + " (jira_url) has the id " + *there +
                     ", the one of Xray " + site.project_id +
                     ": these are two sites, nothing would be linked",
                 "set jira_url to the Jira that the API key of Xray is from");
  }
  return ok(name, at + ", where " + site.project + " has the same id as in Xray");
}

}  // namespace

JiraLook look_at_jira(Dialect& dialect, const Settings& settings, const Site& site,
                      const std::string& address) {
  JiraLook look;
  look.address = address;
  look.missing = dialect.needed_for_requirements();
  const bool known = !address.empty() || !settings.jira_url.empty();
  if (!look.missing.empty() || !known || cloud::is_another_site(settings.jira_url, address)) {
    return look;
  }
  auto jira = dialect.jira_facts(address);
  if (!jira) {
    look.problem = jira.error();
    return look;
  }
  look.jira = std::move(*jira);
  // Only where Xray does not tell its site.
  if (address.empty()) {
    auto id = look.jira->project_id(site.project);
    if (id) {
      look.project_id = std::move(*id);
    } else {
      look.problem = id.error();
    }
  }
  return look;
}

Fact jira_credentials_fact(const JiraLook& look) {
  const std::string name = "Jira credentials";
  if (look.jira) {
    return ok(name, "JIRA_USER and JIRA_TOKEN are accepted");
  }
  if (look.missing == JiraLogin().missing) {
    return ok(name,
              "not given: requirements of Tests that exist are not linked, issue types and "
              "versions are not known");
  }
  if (!look.missing.empty()) {
    return wrong(name, "missing: " + look.missing,
                 "set both JIRA_USER and JIRA_TOKEN (or …_FILE), or neither");
  }
  if (look.problem && look.problem->code == Errc::settings) {
    return wrong(name, *look.problem);
  }
  if (look.problem) {
    return not_asked(name, *look.problem);
  }
  return unknown(name, "given, but sent nowhere: the address of Jira is not certain (see site)");
}

Fact site_fact(const Settings& settings, const Site& site, const JiraLook& look) {
  const std::string name = "site";
  const auto& setting = settings.jira_url;
  if (cloud::is_another_site(setting, look.address)) {
    return wrong(name,
                 "jira_url is " + setting + ", the issues of Xray are at " + look.address +
                     ": nothing would be linked",
                 "set jira_url to " + look.address +
                     ", or take an API key of the Xray that belongs to " + setting);
  }
  if (!look.address.empty()) {
    return ok(name, look.address + ", as Xray tells" + (setting.empty() ? "" : " and jira_url"));
  }
  if (setting.empty()) {
    return unknown(name,
                   "Xray tells it only with the first import, and jira_url is not set; links to "
                   "what is pushed may be missing until then",
                   "set jira_url, such as https://acme.atlassian.net");
  }
  if (look.project_id) {
    return site_by_project(settings, site, *look.project_id);
  }
  if (look.jira && look.problem) {
    return not_asked(name, *look.problem);
  }
  return unknown(name, "jira_url is " + setting +
                           ", believed as it is: Xray tells its site only with the first import" +
                           (look.missing.empty() ? "" : ", and Jira needs " + look.missing));
}

Fact issue_types_fact(const Site& site, const JiraLook& look) {
  const std::string name = "issue types";
  if (!look.jira) {
    return unknown(name,
                   "Xray has settings for " + site.project +
                       ", so it is enabled there; Test and Test Execution themselves only Jira can "
                       "tell, with JIRA_USER and JIRA_TOKEN");
  }
  const auto types = look.jira->issue_types(site.project);
  if (!types) {
    return not_asked(name, types.error());
  }
  if (types->empty()) {
    return unknown(name, "Jira lists none: JIRA_USER may not create issues in " + site.project);
  }
  Texts missing;
  for (const char* needed : {"Test", "Test Execution"}) {
    if (!has(*types, needed)) {
      missing.emplace_back(needed);
    }
  }
  if (missing.empty()) {
    return ok(name, "Test and Test Execution can be created in " + site.project);
  }
  return wrong(
      name, site.project + " has no " + listed(missing) + ", only " + listed(*types, kMostListed),
      "add Xray's issue types to the project (Jira: project settings > Issue types)");
}

Fact version_fact(const Settings& settings, const Site& site, const JiraLook& look) {
  const std::string name = "version";
  const auto& version = settings.version;
  if (!settings.test_execution.empty()) {
    return ok(name, version + " is not used: " + settings.test_execution +
                        " exists already and keeps its fields");
  }
  if (!look.jira) {
    return unknown(name, version + ": only Jira can tell, with JIRA_USER and JIRA_TOKEN");
  }
  const auto versions = look.jira->versions(site.project);
  if (!versions) {
    return not_asked(name, versions.error());
  }
  if (has(*versions, version)) {
    return ok(name, version + " exists in " + site.project);
  }
  const auto near = nearest(version, *versions);
  return wrong(name, site.project + " has no version " + version,
               (near.empty() ? "" : "did you mean " + near + "? ") +
                   "correct the setting version, or create it in Jira; " + site.project + " has " +
                   (versions->empty() ? "none" : listed(*versions, kMostListed)));
}

}  // namespace xrep::client
