#include "pair/pair.hpp"

#include "delivery/delivery_log.hpp"
#include "delivery/summary.hpp"
#include "pair/listing.hpp"
#include "pair/pairing.hpp"
#include "plan/grouping.hpp"
#include "plan/text_limits.hpp"
#include "push/open_dialect.hpp"
#include "push/prepare.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

std::string project_part(const std::string& key) {
  return key.substr(0, key.rfind('-'));
}

// The setting, else that of whatever is named by its key; empty when they do not agree.
std::string project_of(const Pairing& pairing) {
  const auto& settings = pairing.settings;
  if (!settings.project.empty()) {
    return settings.project;
  }
  std::set<std::string> projects;
  for (const auto& key : {settings.test_execution, settings.test_plan, pairing.request.plan}) {
    if (!key.empty()) {
      projects.insert(project_part(key));
    }
  }
  for (const auto& [name, key] : pairing.request.link) {
    projects.insert(project_part(key));
  }
  for (const auto& test : pairing.tests) {
    for (const auto& key : keys_of(test, pairing.links.links())) {
      projects.insert(project_part(key.key));
    }
  }
  return projects.size() == 1 ? *projects.begin() : std::string();
}

Expected<void> hold_journal(Pairing& pairing) {
  const auto& request = pairing.request;
  if (!request.create && !request.sets) {
    return {};
  }
  if (request.dry_run) {
    if (!PairJournal::read(pairing.links.file()).empty()) {
      pairing.plan.notes.push_back(
          "an earlier xrep pair was interrupted while it created something; the next one without "
          "--dry-run finds out first what became of it");
    }
    return {};
  }
  auto journal = PairJournal::open(pairing.links.file());
  if (!journal) {
    return tl::make_unexpected(journal.error());
  }
  pairing.journal.emplace(std::move(*journal));
  const auto open = pairing.journal->state();
  if (open.empty()) {
    return {};
  }
  if (auto connected = connect(pairing); !connected) {
    return connected;
  }
  if (open.project != pairing.site.project) {
    return fail(Errc::settings,
                "an earlier xrep pair was interrupted while it created something "
                "in project " +
                    open.project + "; finish that first, with --project " + open.project);
  }
  if (auto settled = settle_tests(pairing, open); !settled) {
    return settled;
  }
  if (auto settled = settle_sets(pairing, open); !settled) {
    return settled;
  }
  return pairing.journal->settled();
}

Expected<void> run_stages(Pairing& pairing) {
  const auto& request = pairing.request;
  if (auto held = hold_journal(pairing); !held) {
    return held;
  }
  if (!request.link.empty() || !request.unlink.empty()) {
    if (auto edited = edit_links(pairing); !edited) {
      return edited;
    }
  }
  if (request.create) {
    if (auto created = create_tests(pairing); !created) {
      return created;
    }
  }
  if (request.sets) {
    if (auto filled = fill_suites(pairing); !filled) {
      return filled;
    }
  }
  return request.plan.empty() ? Expected<void>() : fill_test_plan(pairing);
}

void add_lines(std::string& text, const std::string& head, const std::vector<std::string>& lines) {
  constexpr std::size_t kMost = 20;
  constexpr std::size_t kLongest = 400;
  for (std::size_t i = 0; i < std::min(lines.size(), kMost); ++i) {
    text += "xrep: " + head + limited(one_line(lines[i]), kLongest, "…") + "\n";
  }
  if (lines.size() > kMost) {
    text += "xrep: … and " + std::to_string(lines.size() - kMost) + " more like these\n";
  }
}

PushOutcome outcome_of(const Error& error) {
  return report_of(error, {}).outcome;
}

std::string verdict(const Pairing& pairing) {
  const auto& plan = pairing.plan;
  if (plan.changes.empty()) {
    return "nothing to change";
  }
  if (pairing.request.dry_run) {
    return "dry run: nothing was changed; without --dry-run: " + counted(plan);
  }
  return counted(plan) + "; the links are in " + pairing.links.file().string();
}

PairReport report(const Pairing& pairing, const Error* stopped) {
  // What was done is in the links file; what would be done stands nowhere else.
  constexpr std::size_t kMostDone = 50;
  const auto& plan = pairing.plan;
  PairReport report;
  report.text = table_of(plan, pairing.request.dry_run ? plan.changes.size() : kMostDone);
  add_lines(report.text, "", plan.notes);
  add_lines(report.text, "not done: ", plan.not_done);
  add_lines(report.text, "refused: ", plan.refused);
  if (!plan.refused.empty()) {
    report.outcome = PushOutcome::refused;
  }
  if (stopped != nullptr) {
    report.outcome = outcome_of(*stopped);
    report.text += "xrep: not finished: " + stopped->message +
                   "\nxrep: nothing is lost; the same command again goes on from here\n";
  }
  if (stopped == nullptr || !plan.changes.empty()) {
    report.text += "xrep: " + verdict(pairing) + "\n";
  }
  return report;
}

PairReport report(const Error& error) {
  return {outcome_of(error), "xrep: not paired: " + error.message + "\n"};
}

// What pushes of this run know of tests without a key, by identity.
std::map<std::string, SourcedKey> keys_of_pushes(const std::vector<LocalTest>& tests,
                                                 const std::string& directory) {
  std::map<std::string, SourcedKey> keys;
  const auto state = read_delivery(directory);
  for (const auto& test : tests) {
    const auto* const receipt = state.entries.find(entry_id({}, test.identity));
    if (receipt != nullptr && !receipt->key.empty()) {
      keys[test.identity] = {receipt->key, receipt->looked_up ? "looked up" : "created"};
    }
  }
  return keys;
}

PairReport list(const PairRequest& request, const std::vector<LocalTest>& tests,
                const TestLinks& links) {
  std::string text;
  for (const auto& directory : request.run.directories) {
    text += directory + "\n";
  }
  const auto pushed = keys_of_pushes(tests, request.run.directories.front());
  return {PushOutcome::delivered,
          text + text_of(list_tests(tests, links, request.selection, pushed))};
}

Expected<PairReport> pair_run(const PairRequest& request,
                              const std::function<void(const std::string&)>& progress) {
  auto opened = open_run(request.run);
  if (!opened) {
    return tl::make_unexpected(opened.error());
  }
  std::error_code ignored;
  auto links = LinksStore::open(opened->settings, opened->config_file,
                                std::filesystem::current_path(ignored), request.dry_run);
  if (!links) {
    return tl::make_unexpected(links.error());
  }
  auto tests = read_local_tests(request.run.directories, opened->settings);
  if (!tests) {
    return tl::make_unexpected(tests.error());
  }
  const bool edits_only =
      !request.create && !request.sets && request.plan.empty() && request.changes_something();
  const auto is_taken = [&](const LocalTest& test) { return request.selection.takes(test); };
  if (!edits_only && std::none_of(tests->begin(), tests->end(), is_taken)) {
    return fail(Errc::settings, tests->empty() ? "the run holds no test"
                                               : "the run holds no such test; xrep pair without "
                                                 "--suite and --test lists those that it holds");
  }
  if (!request.changes_something()) {
    return list(request, *tests, links->links());
  }
  const Patience patience(opened->settings.search_lag);
  Pairing pairing{request,           std::move(opened->settings), std::move(*tests),
                  std::move(*links), Deadline::never(),           patience,
                  progress};
  pairing.settings.project = project_of(pairing);
  const auto done = run_stages(pairing);
  return report(pairing, done ? nullptr : &done.error());
}

}  // namespace

Expected<void> connect(Pairing& pairing) {
  if (pairing.dialect) {
    return {};
  }
  if (pairing.settings.project.empty()) {
    return fail(Errc::settings,
                "no Jira project is set for the Tests; set it with --project KEY, XRAY_PROJECT=KEY "
                "or \"project\": \"KEY\" in xrep.json");
  }
  auto dialect = open_dialect(pairing.settings, pairing.deadline, pairing.progress,
                              pairing.request.run.verbose);
  if (!dialect) {
    return tl::make_unexpected(dialect.error());
  }
  pairing.progress("connecting to " + pairing.settings.api_url);
  auto site = (*dialect)->connect(pairing.settings.project);
  if (!site) {
    return tl::make_unexpected(site.error());
  }
  pairing.site = std::move(*site);
  pairing.dialect = std::move(*dialect);
  return {};
}

PairReport pair(const PairRequest& request,
                const std::function<void(const std::string&)>& progress) {
  try {
    auto done = pair_run(request, progress);
    return done ? std::move(*done) : report(done.error());
  } catch (const std::exception& error) {
    return report(
        Error{Errc::local, std::string("something unexpected happened: ") + error.what(), false});
  }
}

}  // namespace xrep::client
