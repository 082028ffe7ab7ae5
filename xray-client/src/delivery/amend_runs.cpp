#include "cloud/comment.hpp"
#include "delivery/delivery.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using Entries = std::vector<std::size_t>;

/// A work that goes to its run value by value.
struct Amended {
  std::size_t work = 0;
  std::string id;
  RunAmendment run;
};

std::size_t requests_of(const RunAmendment& run) {
  return 2 + run.steps.size();
}

Amended amended(Delivery& delivery, std::size_t i) {
  auto& work = delivery.work[i];
  const Entry entry = load(delivery.entries, work);
  const auto& statuses = delivery.documents.statuses;
  const auto shown = cloud::shown_result(entry, work.target);
  remember_comment(delivery, work, entry);
  Amended result{i, entry.id, {}};
  result.run.run_id = work.run->id;
  result.run.status = cloud::status_of(statuses.test, entry);
  result.run.comment = cloud::comment_of(entry, shown);
  const auto& there = work.run->steps;
  const std::size_t steps = entry.steps.empty() ? 0 : std::min(there.size(), shown.steps.size());
  for (std::size_t n = 0; n < steps; ++n) {
    const auto status = cloud::status_of(statuses.step, shown.steps[n]);
    if (status != there[n].status || shown.steps[n].actual != there[n].actual) {
      result.run.steps.push_back({there[n].id, status, shown.steps[n].actual});
    }
  }
  return result;
}

// Only an import sets them.
void mention_what_stays(Delivery& delivery, const Entries& works) {
  std::string tests;
  for (const auto i : works) {
    const Entry entry = load(delivery.entries, delivery.work[i]);
    if (!entry.custom_fields.empty() || !entry.executed_by.empty() || !entry.assignee.empty()) {
      tests += (tests.empty() ? "" : ", ") + delivery.work[i].target.key;
    }
  }
  if (!tests.empty()) {
    delivery.not_done.push_back(
        "custom fields, executor and assignee are not set where a run holds files or defects of "
        "others: " +
        tests);
  }
}

Expected<void> note_intent(Delivery& delivery, const std::vector<Amended>& group) {
  return delivery.log.append({{"e", "intent"}, {"op", "import"}}, "entries", group.size(),
                             [&](std::size_t i) { return group[i].id; });
}

Expected<void> note_success(Delivery& delivery, const std::vector<Amended>& group) {
  for (const auto& one : group) {
    auto& work = delivery.work[one.work];
    work.state = WorkState::delivered;
    work.sent_digest = work.digest;
    work.checked = false;
    work.inline_evidence = false;
    work.why.clear();
  }
  return delivery.log.append({{"e", "imported"}}, "entries", group.size(), [&](std::size_t i) {
    return import_receipt(group[i].id, delivery.work[group[i].work]);
  });
}

Expected<void> note_failure(Delivery& delivery, const Amended& one, const Error& error) {
  auto& work = delivery.work[one.work];
  work.why = error.message;
  if (error.code == Errc::refused) {
    work.state = WorkState::refused;
    return delivery.log.append({{"e", "refused"}, {"entry", one.id}, {"why", error.message}});
  }
  return delivery.log.append({{"e", "not_imported"},
                              {"why", error.message},
                              {"in_doubt", true},
                              {"entries", json::array({one.id})}});
}

// Setting a value twice sets it once.
Expected<void> send(Delivery& delivery, const std::vector<Amended>& group) {
  if (auto noted = note_intent(delivery, group); !noted) {
    return noted;
  }
  std::vector<RunAmendment> runs;
  for (const auto& one : group) {
    runs.push_back(one.run);
  }
  auto done = delivery.dialect.amend(runs);
  if (!done && done.error().code == Errc::in_doubt) {
    done = delivery.dialect.amend(runs);
  }
  if (done) {
    return note_success(delivery, group);
  }
  if (done.error().code != Errc::refused && done.error().code != Errc::in_doubt) {
    return done;
  }
  if (group.size() == 1) {
    return note_failure(delivery, group.front(), done.error());
  }
  for (const auto& one : group) {
    if (auto sent = send(delivery, {one}); !sent) {
      return sent;
    }
  }
  return {};
}

}  // namespace

Expected<void> amend_runs(Delivery& delivery, Entries& works) {
  const auto to_import = std::stable_partition(works.begin(), works.end(), [&](std::size_t i) {
    const auto& work = delivery.work[i];
    return !work.other || !work.other->keeps_its_run || !work.run;
  });
  const Entries to_amend(to_import, works.end());
  works.erase(to_import, works.end());
  mention_what_stays(delivery, to_amend);
  std::vector<Amended> group;
  std::size_t requests = 0;
  for (const auto i : to_amend) {
    auto one = amended(delivery, i);
    requests += requests_of(one.run);
    if (!group.empty() && requests > Dialect::kMaxAtOnce) {
      if (auto sent = send(delivery, std::exchange(group, {})); !sent) {
        return sent;
      }
      requests = requests_of(one.run);
    }
    group.push_back(std::move(one));
  }
  return group.empty() ? Expected<void>() : send(delivery, group);
}

}  // namespace xrep::client
