// Tests made in bulk. What is not answered is looked for before anything is made again.

#include "cloud/bulk_document.hpp"
#include "pair/jobs.hpp"
#include "pair/new_tests.hpp"
#include "pair/requirements.hpp"
#include "plan/listed.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace xrep::client {

namespace {

using Kind = PairChange::Kind;

/// Candidates that are made together.
struct Batch {
  std::vector<Candidate> candidates;
  int doubts = 0;  ///< how often nobody knew what became of it
};

struct Making {
  Pairing& pairing;
  Prepared& prepared;
  std::deque<Batch> waiting = {};
  cloud::DocumentOptions documents = {};
  bool with_folders = true;
  int busy = 0;  ///< how often in a row another job was running
  OpenRequirements requirements = {};
};

std::vector<std::string> names_of(const std::vector<Candidate>& candidates) {
  std::vector<std::string> names;
  for (const auto& candidate : candidates) {
    names.push_back(candidate.name);
  }
  return names;
}

/// What a job was asked for.
struct Asked {
  Batch batch;
  std::int64_t since = 0;
  bool labels = true;
  bool folders = true;
  std::vector<std::vector<std::string>> requirements = {};  ///< of each candidate
};

Body document_of(Making& making, Asked& asked) {
  Body document;
  for (const auto& candidate : asked.batch.candidates) {
    const Entry entry = load(making.prepared, candidate);
    document.append(document.empty() ? "[" : ",");
    document.append(cloud::bulk_element(entry, making.documents,
                                        making.with_folders ? folder_of(entry.suite) : ""));
    asked.requirements.push_back(entry.requirements);
  }
  document.append("]");
  return document;
}

void accept(Making& making, const Asked& asked, std::size_t i, const std::string& key,
            const std::string& detail, std::vector<LinkEdit>& edits) {
  const auto& name = asked.batch.candidates[i].name;
  edits.push_back({LinkEdit::Kind::add_link, name, key});
  making.pairing.plan.changes.push_back({Kind::create_test, name, key, detail});
  for (const auto& requirement : asked.requirements[i]) {
    making.requirements[requirement].push_back(key);
  }
}

bool names(const std::string& message, const char* word) {
  return message.find(word) != std::string::npos;
}

// True when the Test may be taken without what the site does not take.
bool gives_way(Making& making, const Asked& asked, const std::string& why) {
  const bool labels = asked.labels && names(why, "label");
  const bool folders = asked.folders && names(why, "folder");
  auto& not_done = making.pairing.plan.not_done;
  if (labels && making.documents.with_labels) {
    making.documents.with_labels = false;
    not_done.push_back("new Tests got no labels: " + why);
  }
  if (folders && making.with_folders) {
    making.with_folders = false;
    not_done.push_back("new Tests stand in no folder of the Test Repository: " + why);
  }
  return labels || folders;
}

void refuse(Making& making, const Candidate& candidate, const std::string& why) {
  making.pairing.plan.refused.push_back("no Test was created for " + candidate.name + ": " + why);
}

// Half as many find the culprit, who costs nobody else.
void refuse_together(Making& making, Asked asked, const std::string& why) {
  auto& candidates = asked.batch.candidates;
  if (gives_way(making, asked, why)) {
    making.waiting.push_front(std::move(asked.batch));
  } else if (candidates.size() == 1) {
    refuse(making, candidates.front(), why);
  } else {
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(candidates.size() / 2);
    making.waiting.push_front({{middle, candidates.end()}, asked.batch.doubts});
    making.waiting.push_front({{candidates.begin(), middle}, asked.batch.doubts});
  }
}

/// Links those of the candidates `which` that are found, and gives those that are not.
Expected<std::vector<std::size_t>> link_found(Making& making, const Asked& asked,
                                              const std::vector<std::size_t>& which,
                                              const TestsByName& found, const std::string& detail) {
  std::vector<LinkEdit> edits;
  std::vector<std::size_t> missing;
  for (const auto i : which) {
    const auto test = found.find(asked.batch.candidates[i].name);
    if (test == found.end()) {
      missing.push_back(i);
    } else {
      making.pairing.ids[test->second.key] = test->second.id;
      accept(making, asked, i, test->second.key, detail, edits);
    }
  }
  auto changed = making.pairing.links.change(edits);
  return changed ? Expected<std::vector<std::size_t>>(std::move(missing))
                 : tl::make_unexpected(changed.error());
}

std::vector<Candidate> those(const Asked& asked, const std::vector<std::size_t>& which) {
  std::vector<Candidate> some;
  for (const auto i : which) {
    some.push_back(asked.batch.candidates[i]);
  }
  return some;
}

std::vector<std::size_t> all_of(const Asked& asked) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < asked.batch.candidates.size(); ++i) {
    all.push_back(i);
  }
  return all;
}

// Nobody knows whether the job was taken.
Expected<void> resolve_doubt(Making& making, Asked asked, const std::string& why) {
  constexpr int kMostDoubts = 3;
  const auto found = find_patiently(making.pairing, names_of(asked.batch.candidates), asked.since);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  const auto missing =
      link_found(making, asked, all_of(asked), *found, "created, but the answer was lost");
  if (!missing) {
    return tl::make_unexpected(missing.error());
  }
  if (missing->empty()) {
    return making.pairing.journal->settled();
  }
  Batch rest{those(asked, *missing), asked.batch.doubts + 1};
  if (rest.doubts == kMostDoubts) {
    return fail(Errc::in_doubt, why);
  }
  making.waiting.push_front(std::move(rest));
  return making.pairing.journal->settled();
}

// Somebody else with the same API key makes Tests; perhaps the very ones, or it is an earlier
// request of ours whose answer was lost.
Expected<void> wait_for_others(Making& making, Asked asked) {
  auto& pairing = making.pairing;
  pairing.progress("waiting for another job of the API key's user that creates Tests");
  if (auto waited = wait_for_look(pairing, making.busy++); !waited) {
    return waited;
  }
  const auto names = names_of(asked.batch.candidates);
  const auto found = asked.batch.doubts > 0 ? find_patiently(pairing, names, asked.since)
                                            : find_by_name(pairing, names);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  const auto missing = link_found(making, asked, all_of(asked), *found, "another job created it");
  if (!missing) {
    return tl::make_unexpected(missing.error());
  }
  if (!missing->empty()) {
    making.waiting.push_front({those(asked, *missing), asked.batch.doubts});
  }
  return pairing.journal->settled();
}

// What the job tells nothing of is looked for.
Expected<void> look_for_untold(Making& making, const Asked& asked,
                               const std::vector<std::size_t>& untold, const std::string& status) {
  if (untold.empty()) {
    return {};
  }
  const auto found = find_patiently(making.pairing, names_of(those(asked, untold)), asked.since);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  const auto missing = link_found(making, asked, untold, *found, "created");
  if (!missing) {
    return tl::make_unexpected(missing.error());
  }
  for (const auto i : *missing) {
    refuse(making, asked.batch.candidates[i],
           "Xray's job ended as \"" + status + "\" without a word of it");
  }
  return {};
}

Expected<void> take(Making& making, const Asked& asked, const BulkJob& job) {
  const auto& candidates = asked.batch.candidates;
  std::vector<bool> told(candidates.size());
  std::vector<LinkEdit> edits;
  for (const auto& made : job.made) {
    if (made.element < told.size() && !told[made.element]) {
      told[made.element] = true;
      making.pairing.ids[made.key] = made.id;
      making.pairing.link = made.link;
      accept(making, asked, made.element, made.key, "created", edits);
    }
  }
  if (auto changed = making.pairing.links.change(edits); !changed) {
    return changed;
  }
  Batch again;
  for (const auto& refused : job.refused) {
    if (refused.element >= told.size() || told[refused.element]) {
      continue;
    }
    told[refused.element] = true;
    const auto& candidate = candidates[refused.element];
    if (gives_way(making, asked, refused.why)) {
      again.candidates.push_back(candidate);
    } else {
      refuse(making, candidate, refused.why);
    }
  }
  std::vector<std::size_t> untold;
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!told[i]) {
      untold.push_back(i);
    }
  }
  if (auto looked = look_for_untold(making, asked, untold, job.status); !looked) {
    return looked;
  }
  if (!again.candidates.empty()) {
    making.waiting.push_front(std::move(again));
  }
  return making.pairing.journal->settled();
}

Expected<void> make(Making& making, Batch batch) {
  auto& pairing = making.pairing;
  Asked asked{std::move(batch), 0, making.documents.with_labels, making.with_folders, {}};
  const Body document = document_of(making, asked);
  if (auto tried = pairing.journal->tries(pairing.site.project, names_of(asked.batch.candidates));
      !tried) {
    return tried;
  }
  asked.since = pairing.journal->state().since;
  const auto job = pairing.dialect->start_creation(document);
  if (!job && job.error().code == Errc::in_doubt) {
    return resolve_doubt(making, std::move(asked), job.error().message);
  }
  if (!job) {
    // Nothing of it was taken.
    if (auto settled = pairing.journal->settled(); !settled) {
      return settled;
    }
    if (job.error().code != Errc::refused) {
      return tl::make_unexpected(job.error());
    }
    refuse_together(making, std::move(asked), job.error().message);
    return {};
  }
  if (!*job) {
    return wait_for_others(making, std::move(asked));
  }
  making.busy = 0;
  if (auto noted = pairing.journal->has_job(**job); !noted) {
    return noted;
  }
  const auto done = wait_for_job(pairing, **job);
  if (!done) {
    return tl::make_unexpected(done.error());
  }
  return *done ? take(making, asked, **done)
               : resolve_doubt(making, std::move(asked), "Xray forgot its job that creates Tests");
}

// Of the size that a job takes, in elements and in bytes.
std::deque<Batch> batches_of(Making& making, const std::vector<Candidate>& candidates) {
  constexpr std::size_t kMostBytes = 20U << 20;
  std::deque<Batch> batches;
  std::size_t bytes = 0;
  for (const auto& candidate : candidates) {
    const auto size =
        cloud::bulk_element(load(making.prepared, candidate), making.documents, {}).size();
    if (batches.empty() || batches.back().candidates.size() == Dialect::kMostNewTests ||
        bytes + size > kMostBytes) {
      batches.emplace_back();
      bytes = 0;
    }
    batches.back().candidates.push_back(candidate);
    bytes += size;
  }
  return batches;
}

}  // namespace

Expected<void> make_tests(Pairing& pairing, Prepared& prepared, std::vector<Candidate> candidates) {
  Making making{pairing, prepared};
  making.documents.project = pairing.site.project;
  making.documents.with_requirements = false;
  making.waiting = batches_of(making, candidates);
  while (!making.waiting.empty()) {
    Batch batch = std::move(making.waiting.front());
    making.waiting.pop_front();
    pairing.progress("creating " + std::to_string(batch.candidates.size()) + " Tests");
    if (auto made = make(making, std::move(batch)); !made) {
      return made;
    }
  }
  return link_to_requirements(pairing, making.requirements);
}

}  // namespace xrep::client
