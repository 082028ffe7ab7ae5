#include "cloud/shown_result.hpp"
#include "delivery/delivery.hpp"
#include "delivery/difference.hpp"
#include "hash.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr const char* kNotShown = "it was imported, but Xray does not show it";

// Something goes to its run by requests of its own.
bool has_more(const Work& work) {
  return work.files != 0 || work.has_defects;
}

/// One look at what Xray shows of the results that were not seen there yet, or that files or
/// defects have to go to.
class Reading {
 public:
  explicit Reading(Delivery& delivery)
      : delivery_(delivery), words_(delivery.documents.statuses, delivery.site.failing_statuses) {
    for (std::size_t i = 0; i < delivery.work.size(); ++i) {
      const auto& work = delivery.work[i];
      const bool wants_run = has_more(work) && !work.run;
      const bool hangs_on = !delivery.planned.plan.empty() || work.has_sets;
      const bool wants_id = hangs_on && work.test_id.empty();
      if (work.state == WorkState::delivered && !work.done &&
          (!work.checked || wants_run || wants_id)) {
        missing_.emplace(work.target.exists ? hash_of(work.target.key) : work.identity_hash, i);
      }
    }
  }

  Expected<void> read() {
    auto read = missing_.empty()
                    ? Expected<void>()
                    : delivery_.dialect.each_run(delivery_.execution.id, delivery_.work.size(),
                                                 [&](RemoteRun run) { take(std::move(run)); });
    if (read) {
      read = compare_iterations();
    }
    return read ? note_saved() : read;
  }

  bool complete() const { return missing_.empty() && different_.empty() && lost_.empty(); }

  /// Says of each work that Xray does not show as it was sent, why.
  void tell_why() const {
    for (const auto& [hash, index] : missing_) {
      delivery_.work[index].why = kNotShown;
    }
    for (const auto& [index, text] : different_) {
      delivery_.work[index].why = text;
    }
  }

  /// Files that the import carried and Xray does not show are sent once more by themselves.
  Expected<void> give_up_lost_files() {
    auto receipts = json::array();
    for (const auto& [index, files] : lost_) {
      for (const auto& file : files) {
        receipts.push_back(file);
      }
      if (different_.count(index) == 0) {
        auto& work = delivery_.work[index];
        note(work, load(delivery_.entries, work).id, work.run->id);
      }
    }
    if (receipts.empty()) {
      return {};
    }
    if (auto noted = delivery_.log.append({{"e", "files_missing"}, {"files", receipts}}); !noted) {
      return noted;
    }
    return note_saved();
  }

 private:
  struct WithIterations {
    std::size_t work = 0;
    std::string run_id;
  };

  bool is_run_of(const Work& work, const RemoteRun& run) {
    if (work.target.exists) {
      return work.target.key == run.test_key;
    }
    const auto identity = load(delivery_.entries, work).identity;
    return work.target.kind == cloud::TestKind::generic ? identity == run.definition
                                                        : identity == run.test_summary;
  }

  // Takes the work off the list of those that are missing.
  std::optional<std::size_t> work_of(const RemoteRun& run) {
    for (const auto* name : {&run.test_key, &run.definition, &run.test_summary}) {
      const auto [begin, end] = missing_.equal_range(hash_of(*name));
      for (auto place = begin; place != end; ++place) {
        const std::size_t i = place->second;
        if (!name->empty() && is_run_of(delivery_.work[i], run)) {
          missing_.erase(place);
          return i;
        }
      }
    }
    return std::nullopt;
  }

  void take(RemoteRun run) {
    const auto found = work_of(run);
    if (!found) {
      return;
    }
    auto& work = delivery_.work[*found];
    work.test_id = run.test_id;
    if (work.checked && has_more(work)) {
      work.run = std::make_unique<RemoteRun>(std::move(run));
    }
    if (work.checked) {
      return;
    }
    const Entry entry = load(delivery_.entries, work);
    if (!work.target.exists) {
      work.target.step_count = static_cast<std::uint32_t>(cloud::positions(entry, work.target));
      work.target.exists = true;
      work.target.key = run.test_key;
    }
    auto lost = lost_files_of(entry, work.target, run);
    auto text = difference(entry, work.target, delivery_.documents.statuses, run, others());
    if (!text.empty()) {
      different_.emplace(*found, std::move(text));
    } else if (shows_iterations(entry, work.target)) {
      with_iterations_.push_back({*found, run.id});
    } else if (lost.empty()) {
      note(work, entry.id, run.id);
    }
    if (!lost.empty()) {
      lost_.emplace(*found, std::move(lost));
    }
    if (has_more(work)) {
      work.run = std::make_unique<RemoteRun>(std::move(run));
    }
  }

  // Whose execution it is not, nobody else fills.
  const StatusWords* others() const { return delivery_.created ? nullptr : &words_; }

  // Their receipts. What hangs on steps of iterations is looked at when files are sent.
  std::vector<std::string> lost_files_of(const Entry& entry, const cloud::Target& target,
                                         const RemoteRun& run) {
    const auto& state = delivery_.log.state();
    std::vector<std::string> lost;
    for (const auto& file : entry.files) {
      auto receipt = file_receipt(entry.id, file);
      const bool sent = state.files.count(receipt) + state.files_sent.count(receipt) != 0;
      if (!sent || cloud::place_of(file, entry, target).iteration >= 0) {
        continue;
      }
      if (!shows_file(run, file, state.known_evidence)) {
        lost.push_back(std::move(receipt));
      } else if (state.files.count(receipt) == 0) {
        shown_files_.push_back(std::move(receipt));
      }
    }
    return lost;
  }

  Expected<void> compare_iterations() {
    for (std::size_t first = 0; first < with_iterations_.size(); first += Dialect::kMaxAtOnce) {
      const auto count = std::min(Dialect::kMaxAtOnce, with_iterations_.size() - first);
      std::vector<std::string> tests;
      for (std::size_t i = 0; i < count; ++i) {
        tests.push_back(delivery_.work[with_iterations_[first + i].work].test_id);
      }
      const auto all = delivery_.dialect.iterations_of(tests, delivery_.execution.id, 0);
      if (!all) {
        return tl::make_unexpected(all.error());
      }
      for (std::size_t i = 0; i < count; ++i) {
        const auto& [index, run_id] = with_iterations_[first + i];
        auto& work = delivery_.work[index];
        const Entry entry = load(delivery_.entries, work);
        auto text = difference_of_iterations(entry, work.target, delivery_.documents.statuses,
                                             (*all)[i], others());
        if (!text.empty()) {
          different_.emplace(index, std::move(text));
        } else if (lost_.count(index) == 0) {
          note(work, entry.id, run_id);
        }
      }
    }
    return {};
  }

  void note(Work& work, const std::string& id, const std::string& run_id) {
    work.checked = true;
    saved_.push_back({{"id", id}, {"key", work.target.key}, {"run", run_id}});
    constexpr std::size_t kLongestLine = 500;
    if (saved_.size() >= kLongestLine && failure_.empty()) {
      const auto noted = note_saved();
      failure_ = noted ? "" : noted.error().message;
    }
  }

  // Files first: what is saved is not looked at again.
  Expected<void> note_saved() {
    if (!failure_.empty()) {
      return fail(Errc::local, failure_);
    }
    if (!shown_files_.empty()) {
      const json line = {{"e", "files"}, {"files", std::exchange(shown_files_, json::array())}};
      if (auto noted = delivery_.log.append(line); !noted) {
        return noted;
      }
    }
    if (saved_.empty()) {
      return {};
    }
    return delivery_.log.append(
        {{"e", "saved"}, {"entries", std::exchange(saved_, json::array())}});
  }

  Delivery& delivery_;
  StatusWords words_;
  std::unordered_multimap<std::uint64_t, std::size_t> missing_;
  std::unordered_map<std::size_t, std::string> different_;
  std::unordered_map<std::size_t, std::vector<std::string>> lost_;
  std::vector<WithIterations> with_iterations_;
  json saved_ = json::array();
  json shown_files_ = json::array();
  std::string failure_;  ///< of the log, met while a list was read
};

// Fresh objects show up late: missing is believed only when reads far enough apart agree.
Expected<Reading> read_patiently(Delivery& delivery) {
  // Reading a large execution takes a while by itself, and requests are rationed.
  constexpr std::size_t kLarge = 2'500;
  milliseconds waited{0};
  for (milliseconds pause{delivery.work.size() < kLarge ? milliseconds(500)
                                                        : delivery.patience.between_reads};
       ; pause *= 2) {
    Reading reading(delivery);
    const auto read = reading.read();
    const bool not_found_yet = !read && read.error().code == Errc::refused;
    if (!read && !not_found_yet) {
      return tl::make_unexpected(read.error());
    }
    if (waited >= delivery.patience.between_reads || (read && reading.complete())) {
      return read ? Expected<Reading>(std::move(reading)) : tl::make_unexpected(read.error());
    }
    pause = std::min(pause, delivery.patience.between_reads - waited);
    if (!delivery.deadline.wait(pause)) {
      return fail(Errc::out_of_time, "time ran out while waiting for the results to show in Xray");
    }
    waited += pause;
  }
}

Expected<void> forget_receipts(Delivery& delivery) {
  std::vector<std::string> ids;
  for (auto& work : delivery.work) {
    if (work.state == WorkState::delivered && !work.checked) {
      work.state = WorkState::pending;
      work.inline_evidence = false;
      work.sent_digest.reset();
      ids.push_back(load(delivery.entries, work).id);
    }
  }
  return delivery.log.append({{"e", "not_imported"},
                              {"why", "Xray does not show these results as they were sent"},
                              {"in_doubt", true}},
                             "entries", ids.size(), [&](std::size_t i) { return ids[i]; });
}

// What was sent twice and is still not shown as it was sent, people have to look at.
Expected<void> refuse_what_differs(Delivery& delivery) {
  for (auto& work : delivery.work) {
    if (work.state != WorkState::delivered || work.checked) {
      continue;
    }
    if (work.why == kNotShown) {
      work.state = WorkState::pending;
      continue;
    }
    work.state = WorkState::refused;
    work.why = "Xray does not show " + work.target.key + " as it was sent, though it was sent " +
               "twice: " + work.why + "; look at it in Xray, then push again";
    if (auto noted = delivery.log.append(
            {{"e", "refused"}, {"entry", load(delivery.entries, work).id}, {"why", work.why}});
        !noted) {
      return noted;
    }
  }
  return {};
}

// One patient look; true when nothing has to be sent again.
Expected<bool> look(Delivery& delivery) {
  auto reading = read_patiently(delivery);
  if (!reading) {
    return tl::make_unexpected(reading.error());
  }
  reading->tell_why();
  if (auto given_up = reading->give_up_lost_files(); !given_up) {
    return tl::make_unexpected(given_up.error());
  }
  return std::all_of(delivery.work.begin(), delivery.work.end(), [](const Work& work) {
    return work.state != WorkState::delivered || work.checked;
  });
}

}  // namespace

Expected<void> read_back(Delivery& delivery) {
  delivery.progress("reading the results back");
  auto shown = look(delivery);
  if (shown && !*shown) {
    if (auto noted = forget_receipts(delivery); !noted) {
      return noted;
    }
    if (auto sent = import_results(delivery); !sent) {
      return sent;
    }
    shown = look(delivery);
  }
  if (!shown) {
    return tl::make_unexpected(shown.error());
  }
  return refuse_what_differs(delivery);
}

Expected<void> refresh_runs(Delivery& delivery) {
  std::unordered_map<std::string, Work*> wanted;
  for (auto& work : delivery.work) {
    if (work.run) {
      wanted.emplace(work.target.key, &work);
    }
  }
  return delivery.dialect.each_run(delivery.execution.id, delivery.work.size(), [&](RemoteRun run) {
    const auto found = wanted.find(run.test_key);
    if (found != wanted.end()) {
      found->second->run = std::make_unique<RemoteRun>(std::move(run));
    }
  });
}

}  // namespace xrep::client
