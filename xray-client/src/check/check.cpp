#include "check/check.hpp"

#include "check/jira_site.hpp"
#include "check/key_facts.hpp"
#include "check/local_facts.hpp"
#include "check/site_facts.hpp"
#include "push/open_dialect.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

constexpr std::size_t kMostShown = 50;

/// What is known so far.
struct Checking {
  const CheckRequest& request;
  const std::function<void(const std::string&)>& progress;
  Local local;
  CheckReport report = {};

  void add(Fact fact) { report.facts.push_back(std::move(fact)); }
  void add(Facts facts) {
    for (auto& fact : facts) {
      add(std::move(fact));
    }
  }
  CheckReport end(const std::string& why) {
    add(unknown("the rest", "not checked: " + why));
    return std::move(report);
  }
};

Fact credentials_given() {
  return ok("credentials", "XRAY_CLIENT_ID and XRAY_CLIENT_SECRET are accepted");
}

/// Signs in; false: the facts say why nothing more can be asked.
bool connected(Checking& checking, Dialect& dialect) {
  const auto& url = checking.local.settings.api_url;
  const auto in = dialect.sign_in();
  if (in) {
    checking.add(ok("connection", url + " answers"));
    checking.add(credentials_given());
    return true;
  }
  const auto& error = in.error();
  checking.report.unreached = is_no_answer(error);
  if (error.suspect == Suspect::credentials) {
    checking.add(ok("connection", url + " answers"));
    checking.add(wrong("credentials", error));
  } else if (is_no_answer(error)) {
    checking.add(wrong("connection", error.message,
                       "check api_url, the network and the setting proxy, and check again"));
  } else {
    checking.add(wrong("connection", error));
  }
  return false;
}

// A gateway's page, or a token that is none to whoever should have issued it.
Fact region_fact(const std::string& url, const Error& error) {
  const auto found = error.message.substr(0, error.message.find("; "));
  return wrong("region", url + " gave a token, but does not take it: " + found,
               "check the data residency region of the Xray site: set api_url to "
               "https://xray.cloud.getxray.app, https://us.xray.cloud.getxray.app, "
               "https://eu.xray.cloud.getxray.app or https://au.xray.cloud.getxray.app");
}

/// The site as Xray describes it; nothing: the facts say why it does not.
std::optional<Site> read_site(Checking& checking, Dialect& dialect, const std::string& project) {
  auto site = dialect.read_site(project);
  const auto& url = checking.local.settings.api_url;
  if (!site && site.error().code != Errc::refused) {
    const auto& error = site.error();
    checking.add(error.suspect != Suspect::none ? region_fact(url, error)
                 : is_no_answer(error)          ? not_asked("region", error)
                                                : wrong("region", error));
    return std::nullopt;
  }
  checking.add(ok("region", url + " takes its own token"));
  if (!site) {
    checking.add(wrong("project", site.error()));
    return std::nullopt;
  }
  return std::move(*site);
}

void add_site(Checking& checking, const Site& site, const JiraLook& look) {
  const auto& settings = checking.local.settings;
  checking.add(site_fact(settings, site, look));
  checking.add(ok("project", site.project + " has Xray"));
  checking.add(issue_types_fact(site, look));
  checking.add(test_types_fact(settings, site));
  checking.add(statuses_fact(settings, site));
  checking.add(step_statuses_fact(settings, site));
  if (!settings.environments.empty()) {
    checking.add(environments_fact(settings, site));
  }
  if (!settings.version.empty()) {
    checking.add(version_fact(settings, site, look));
  }
}

void add_keys(Checking& checking, Dialect& dialect, const Site& site, const JiraLook& look) {
  auto& local = checking.local;
  Issues issues{dialect, site, look.jira.get()};
  checking.add(container_facts(local.settings, issues));
  checking.add(set_facts(sets_named(local.links), issues));
  auto* plan = local.run ? &local.run->plan : nullptr;
  checking.add(test_facts(tests_named(local.links, plan), checking.request.verbose, issues));
}

Facts run_facts(const ImportPlan& plan) {
  Facts facts;
  std::size_t bad = 0;
  for (const auto& left : plan.left_out) {
    if (left.refused && ++bad <= kMostShown) {
      facts.push_back(wrong("test " + left.test, left.why));
    }
  }
  if (bad > kMostShown) {
    facts.push_back(wrong("tests", "… and " + std::to_string(bad - kMostShown) + " more like these",
                          "correct those above and check again"));
  }
  const auto& lines = plan.contradictions;
  for (std::size_t i = 0; i < std::min(lines.size(), kMostShown); ++i) {
    facts.push_back(warning("contradiction", lines[i], "take one of the two keys away"));
  }
  if (lines.size() > kMostShown) {
    facts.push_back(warning("contradiction", "… and " + std::to_string(lines.size() - kMostShown) +
                                                 " more like these"));
  }
  return facts;
}

CheckReport check_site(Checking& checking, Dialect& dialect) {
  if (!connected(checking, dialect)) {
    return checking.end("Xray lets nobody in");
  }
  const auto project = project_for(checking.local);
  if (project.empty()) {
    checking.report.bad_settings = true;
    checking.add(wrong("project", "no Jira project is set",
                       "set it with --project KEY, XRAY_PROJECT=KEY or \"project\": \"KEY\" in "
                       "xrep.json"));
    return checking.end("everything else depends on the project");
  }
  const auto site = read_site(checking, dialect, project);
  if (!site) {
    return checking.end("Xray tells nothing of the project");
  }
  auto address = dialect.address_of(*site);
  if (!address) {
    checking.add(not_asked("site", address.error()));
    return checking.end("Xray does not answer any more");
  }
  const auto look = look_at_jira(dialect, checking.local.settings, *site, *address);
  // Beside the other credentials, although more had to be known to try them.
  auto& facts = checking.report.facts;
  facts.insert(facts.end() - 1, jira_credentials_fact(look));
  add_site(checking, *site, look);
  add_keys(checking, dialect, *site, look);
  return std::move(checking.report);
}

CheckReport check_all(Checking& checking) {
  checking.add(std::move(checking.local.facts));
  if (!checking.local.usable) {
    checking.report.bad_settings = true;
    return checking.end("settings and files come first");
  }
  if (checking.local.run) {
    checking.add(run_facts(checking.local.run->plan));
  }
  const auto timeout = checking.request.timeout;
  auto dialect = open_dialect(checking.local.settings,
                              timeout.count() > 0 ? Deadline::in(timeout) : Deadline::never(),
                              checking.progress, checking.request.verbose);
  if (!dialect) {
    checking.report.bad_settings = true;
    checking.add(wrong("credentials", dialect.error()));
    return checking.end("Xray is asked nothing without credentials");
  }
  return check_site(checking, **dialect);
}

}  // namespace

CheckReport check(const CheckRequest& request,
                  const std::function<void(const std::string&)>& progress) {
  PushRequest run;
  run.directories = request.directories;
  run.settings = request.settings;
  Checking checking{request, progress, look_locally(request.resolved, run)};
  return check_all(checking);
}

int exit_code_of(const CheckReport& report) {
  const auto& facts = report.facts;
  if (report.bad_settings) {
    return 2;
  }
  if (report.unreached) {
    return 75;
  }
  const auto is_wrong = [](const Fact& fact) { return fact.state == FactState::wrong; };
  if (std::any_of(facts.begin(), facts.end(), is_wrong)) {
    return 1;
  }
  const auto unanswered = [](const Fact& fact) { return fact.no_answer; };
  return std::any_of(facts.begin(), facts.end(), unanswered) ? 75 : 0;
}

}  // namespace xrep::client
