#include "delivery/delivered_mark.hpp"
#include "delivery/delivery.hpp"
#include "delivery/summary.hpp"
#include "platform/durable_file.hpp"
#include "platform/file.hpp"
#include "push/chosen_tests.hpp"
#include "push/dry_run.hpp"
#include "push/open_dialect.hpp"
#include "push/prepare.hpp"
#include <xrep/client.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

using Locks = std::vector<std::unique_ptr<platform::DirectoryLock>>;

Expected<Locks> lock(const std::vector<std::string>& directories) {
  Locks locks;
  for (const auto& directory : directories) {
    if (const auto others = xrep::platform::who_else_writes(directory); !others.empty()) {
      return fail(Errc::settings, directory + " is not pushed: " + others +
                                      ", and could have changed the results; if that is fine: "
                                      "chmod go-w " +
                                      directory);
    }
    std::string problem;
    locks.push_back(platform::DirectoryLock::take(directory, problem));
    if (!locks.back()) {
      return problem.empty()
                 ? fail(Errc::not_delivered, directory + " is being pushed by another process")
                 : fail(Errc::local, problem + "; a push needs to write into the run directory");
    }
  }
  return locks;
}

Deadline deadline_of(const PushRequest& request, const Settings& settings) {
  if (request.timeout.count() > 0) {
    return Deadline::in(request.timeout);
  }
  return request.recorded_settings_only ? Deadline::in(settings.timeout) : Deadline::never();
}

PushReport push_dry(Prepared& prepared) {
  const auto folder = dry_run(prepared);
  if (!folder) {
    return report_of(folder.error(), {prepared.run().directories.front().string()});
  }
  PushReport report;
  report.summary = "xrep: dry run: nothing was sent; what would be is in " + *folder + "\n";
  constexpr std::size_t kMost = 5;
  const auto& lines = prepared.plan.contradictions;
  for (std::size_t i = 0; i < std::min(lines.size(), kMost); ++i) {
    report.summary += "xrep: contradiction: " + lines[i] + "\n";
  }
  if (lines.size() > kMost) {
    report.summary += "xrep: … and " + std::to_string(lines.size() - kMost) +
                      " more like these (xrep status shows all)\n";
  }
  return report;
}

// From then on these directories are pushed together or not at all: alone, one of them would
// overwrite what the others say of the same Tests.
Expected<void> remember_group(const PushRequest& request, ImportPlan& plan, DeliveryLog& log) {
  if (!log.state().label.empty()) {
    plan.execution.run_label = log.state().label;
  }
  const std::set<std::string> now(request.directories.begin(), request.directories.end());
  if (now.size() < 2 || log.state().group == now) {
    return {};
  }
  return log.append({{"e", "group"}, {"directories", now}, {"label", plan.execution.run_label}});
}

void mention_lost_events(const Run& run, Delivery& delivery) {
  for (const auto& process : run.processes) {
    if (process.lost != 0) {
      delivery.not_done.push_back(process.executable + " (process " + std::to_string(process.pid) +
                                  ") could not write " + std::to_string(process.lost) +
                                  " events; results are missing");
    }
  }
}

PushReport push_prepared(const PushRequest& request, Prepared& prepared,
                         const std::function<void(const std::string&)>& progress) {
  const auto& settings = prepared.settings;
  const Deadline deadline = deadline_of(request, settings);
  auto dialect = open_dialect(settings, deadline, progress, request.verbose);
  if (!dialect) {
    return report_of(dialect.error(), request.directories);
  }
  auto log = DeliveryLog::open(prepared.run().directories);
  if (!log) {
    return report_of(log.error(), request.directories);
  }
  progress("connecting to " + settings.api_url);
  auto site = (*dialect)->connect(prepared.plan.execution.project);
  if (!site) {
    return report_of(site.error(), request.directories);
  }
  Delivery delivery{
      settings, prepared.plan.execution,      prepared.plan.entries, **dialect, *log, deadline,
      progress, Patience(settings.search_lag)};
  delivery.site = std::move(*site);
  auto statuses = status_names(settings, delivery.site);
  if (!statuses) {
    return report_of(statuses.error(), request.directories);
  }
  delivery.documents.project = prepared.plan.execution.project;
  delivery.documents.statuses = std::move(*statuses);
  delivery.documents.run_fields = &delivery.site.run_fields;
  delivery.work = work_of(prepared.plan, log->take_receipts(), log->state());
  const auto left_out =
      keep_within(settings.max_attachments_size, prepared.plan.entries, delivery.work);
  if (auto chosen = keep_tests(request.tests, prepared.plan, delivery.work); !chosen) {
    return report_of(chosen.error(), request.directories);
  }
  if (left_out != 0) {
    delivery.not_done.push_back(std::to_string(left_out) + (left_out == 1 ? " file" : " files") +
                                " left out: all of the run together are larger than "
                                "max_attachments_size");
  }
  // Not before the site was reached: a slip in the settings must not bind the directories together.
  if (auto noted = remember_group(request, prepared.plan, *log); !noted) {
    return report_of(noted.error(), request.directories);
  }
  delivery.contradictions = prepared.plan.contradictions;
  mention_lost_events(prepared.run(), delivery);
  const auto delivered = deliver(delivery);
  auto report = report_of(delivery, prepared.plan.left_out,
                          delivered ? nullptr : &delivered.error(), request.directories);
  if (report.outcome == PushOutcome::delivered && request.tests.empty()) {
    mark_delivered(prepared.run().directories, *log);
  }
  return report;
}

PushReport push_all(const PushRequest& asked,
                    const std::function<void(const std::string&)>& progress) {
  // A test may have limited the size of files and left it so.
  std::optional<xrep::platform::LiftedFileSizeLimit> lifted;
  if (asked.recorded_settings_only) {
    lifted.emplace();
  }
  PushRequest request = asked;
  auto together = with_their_group(asked.directories);
  if (!together) {
    return report_of(together.error(), asked.directories);
  }
  request.directories = std::move(*together);
  auto locks = lock(request.directories);
  if (!locks) {
    return report_of(locks.error(), request.directories);
  }
  // Another push may have bound more directories to these before the locks were taken.
  const auto now = with_their_group(request.directories);
  if (!now || *now != request.directories) {
    return report_of(
        now ? Error{Errc::not_delivered,
                    "another process just pushed these runs together with others", false}
            : now.error(),
        request.directories);
  }
  auto prepared = prepare(request);
  if (!prepared) {
    return report_of(prepared.error(), request.directories);
  }
  if (prepared->plan.entries.size() == 0) {
    return report_of(prepared->plan.left_out, request.directories);
  }
  if (prepared->settings.upload == Upload::dry_run) {
    return push_dry(*prepared);
  }
  return push_prepared(request, *prepared, progress);
}

}  // namespace

PushReport push(const PushRequest& request, Progress progress, void* context) noexcept {
  try {
    return push_all(request, [&](const std::string& line) {
      if (progress != nullptr) {
        progress(line.c_str(), context);
      }
    });
  } catch (const std::exception& error) {
    return report_of(
        Error{Errc::local, std::string("something unexpected happened: ") + error.what(), false},
        request.directories);
  }
}

int exit_code(PushOutcome outcome) noexcept {
  switch (outcome) {
    case PushOutcome::delivered:
      return 0;
    case PushOutcome::refused:
      return 1;
    case PushOutcome::settings:
      return 2;
    case PushOutcome::pending:
      break;
  }
  return 75;
}

}  // namespace xrep::client
