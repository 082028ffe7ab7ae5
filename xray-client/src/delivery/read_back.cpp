#include "cloud/shown_result.hpp"
#include "delivery/delivery.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

struct RunIndex {
  std::map<std::string, const RemoteRun*> by_key;
  std::map<std::string, const RemoteRun*> by_definition;
  std::map<std::string, const RemoteRun*> by_summary;
};

RunIndex index_of(const std::vector<RemoteRun>& runs) {
  RunIndex index;
  for (const auto& run : runs) {
    index.by_key.emplace(run.test_key, &run);
    if (!run.definition.empty()) {
      index.by_definition.emplace(run.definition, &run);
    }
    index.by_summary.emplace(run.test_summary, &run);
  }
  return index;
}

const RemoteRun* find(const std::map<std::string, const RemoteRun*>& runs, const std::string& key) {
  const auto found = runs.find(key);
  return found != runs.end() ? found->second : nullptr;
}

const RemoteRun* run_of(const Work& work, const RunIndex& index) {
  if (work.target.exists) {
    return find(index.by_key, work.target.key);
  }
  return work.target.kind == cloud::TestKind::generic
             ? find(index.by_definition, work.entry.identity)
             : find(index.by_summary, work.entry.identity);
}

// True when every delivered entry has its run.
Expected<bool> match_runs(Delivery& delivery) {
  auto runs = delivery.dialect.runs(delivery.execution.id);
  if (!runs) {
    return tl::make_unexpected(runs.error());
  }
  const RunIndex index = index_of(*runs);
  bool complete = true;
  for (auto& work : delivery.work) {
    if (work.state != WorkState::delivered || work.run) {
      continue;
    }
    if (const RemoteRun* run = run_of(work, index)) {
      work.run = *run;
      work.test_id = run->test_id;
      if (!work.target.exists) {
        work.target.step_count = cloud::positions(work.entry, work.target);
        work.target.exists = true;
        work.target.key = run->test_key;
      }
    } else {
      complete = false;
    }
  }
  return complete;
}

// Fresh objects show up late: missing is believed only when reads far enough apart agree.
Expected<bool> match_patiently(Delivery& delivery) {
  milliseconds waited{0};
  for (milliseconds pause{500};; pause *= 2) {
    auto complete = match_runs(delivery);
    const bool not_found_yet = !complete && complete.error().code == Errc::refused;
    if ((!complete && !not_found_yet) || waited >= delivery.patience.between_reads ||
        (complete && *complete)) {
      return complete;
    }
    if (!delivery.deadline.wait(pause)) {
      return fail(Errc::out_of_time, "time ran out while waiting for the results to show in Xray");
    }
    waited += pause;
  }
}

void take_back_what_is_missing(Delivery& delivery) {
  for (auto& work : delivery.work) {
    if (work.state == WorkState::delivered && !work.run) {
      work.state = WorkState::pending;
      work.inline_evidence = false;
      work.why = "it was imported, but Xray does not show it";
    }
  }
}

Expected<void> forget_receipts(Delivery& delivery) {
  auto ids = json::array();
  for (const auto& work : delivery.work) {
    if (work.state == WorkState::pending) {
      ids.push_back(work.entry.id);
    }
  }
  return delivery.log.append({{"e", "not_imported"},
                              {"entries", std::move(ids)},
                              {"why", "Xray does not show these results"},
                              {"in_doubt", true}});
}

Expected<void> note_keys(Delivery& delivery) {
  auto saved = json::array();
  const auto& receipts = delivery.log.state().entries;
  for (const auto& work : delivery.work) {
    if (!work.run) {
      continue;
    }
    const auto receipt = receipts.find(work.entry.id);
    if (receipt == receipts.end() || receipt->second.run_id != work.run->id) {
      saved.push_back({{"id", work.entry.id}, {"key", work.target.key}, {"run", work.run->id}});
    }
  }
  if (saved.empty()) {
    return {};
  }
  return delivery.log.append({{"e", "saved"}, {"entries", std::move(saved)}});
}

}  // namespace

Expected<void> read_back(Delivery& delivery) {
  delivery.progress("reading the results back");
  auto complete = match_patiently(delivery);
  if (complete && !*complete) {
    take_back_what_is_missing(delivery);
    if (auto noted = forget_receipts(delivery); !noted) {
      return noted;
    }
    if (auto sent = import_results(delivery); !sent) {
      return sent;
    }
    complete = match_patiently(delivery);
  }
  if (!complete) {
    return tl::make_unexpected(complete.error());
  }
  take_back_what_is_missing(delivery);
  return note_keys(delivery);
}

Expected<void> refresh_runs(Delivery& delivery) {
  const auto runs = delivery.dialect.runs(delivery.execution.id);
  if (!runs) {
    return tl::make_unexpected(runs.error());
  }
  const RunIndex index = index_of(*runs);
  for (auto& work : delivery.work) {
    if (const RemoteRun* run = work.run ? find(index.by_key, work.target.key) : nullptr) {
      work.run = *run;
    }
  }
  return {};
}

Expected<void> send_execution_details(Delivery& delivery) {
  const std::string step = "details";
  if (!delivery.created || delivery.log.state().steps_done.count(step) != 0) {
    return {};
  }
  // Importing a result again replaces its iterations, and files of theirs with them: a result
  // without any carries the details.
  const auto carrier = std::min_element(delivery.work.begin(), delivery.work.end(),
                                        [](const Work& a, const Work& b) {
                                          const auto rank = [](const Work& work) {
                                            return !work.run                        ? 3
                                                   : !work.entry.iterations.empty() ? 2
                                                   : !work.entry.files.empty()      ? 1
                                                                                    : 0;
                                          };
                                          return rank(a) < rank(b);
                                        });
  if (carrier == delivery.work.end() || !carrier->run) {
    return {};
  }
  cloud::DocumentOptions options = delivery.documents;
  options.with_evidence = false;
  const cloud::ImportInfo info{delivery.planned.revision, delivery.planned.started,
                               delivery.planned.finished};
  const auto answer = delivery.dialect.import(
      cloud::import_document(delivery.execution.key, &info,
                             cloud::entry_document(carrier->entry, carrier->target, options)));
  if (!answer && answer.error().code != Errc::refused && answer.error().code != Errc::in_doubt) {
    return tl::make_unexpected(answer.error());
  }
  // Start and end were nobody's wish, and the description tells all three.
  if (!answer && !delivery.planned.revision.empty()) {
    delivery.not_done.push_back(
        "the revision stands in the description of the Test Execution, not "
        "in its field: " +
        answer.error().message);
  }
  return delivery.log.append({{"e", "steps"}, {"done", json::array({step})}});
}

}  // namespace xrep::client
