#include "cloud/comment.hpp"
#include "delivery/delivery.hpp"
#include "hash.hpp"
#include "plan/outcome.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using Entries = std::vector<std::size_t>;

/// The run of one work, as it is before this push changes it.
struct Found {
  std::size_t work = 0;
  RemoteRun run;
  std::vector<RemoteIteration> iterations;
};

Expected<std::vector<Found>> runs_of(Delivery& delivery, const Entries& works) {
  std::unordered_map<std::string, std::size_t> by_test;
  std::vector<std::string> tests;
  for (const auto i : works) {
    const auto& work = delivery.work[i];
    if (work.target.exists && by_test.emplace(work.test_id, i).second) {
      tests.push_back(work.test_id);
    }
  }
  std::vector<Found> found;
  if (tests.empty()) {
    return found;
  }
  const auto read = delivery.dialect.each_run_of(tests, delivery.execution.id, [&](RemoteRun run) {
    const auto place = by_test.find(run.test_id);
    if (place != by_test.end()) {
      found.push_back({place->second, std::move(run), {}});
    }
  });
  return read ? Expected<std::vector<Found>>(std::move(found)) : tl::make_unexpected(read.error());
}

Expected<void> read_many_iterations(Delivery& delivery, Found& found) {
  auto read = delivery.dialect.iterations(found.run.test_id, delivery.execution.id);
  if (!read) {
    return tl::make_unexpected(read.error());
  }
  found.iterations = std::move(*read);
  return {};
}

Expected<void> read_iterations(Delivery& delivery, std::vector<Found>& all) {
  std::vector<Found*> few;
  std::vector<std::string> tests;
  std::size_t steps = 1;
  for (auto& found : all) {
    if (found.run.iterations > Dialect::kMostIterations) {
      if (auto read = read_many_iterations(delivery, found); !read) {
        return read;
      }
    } else if (found.run.iterations != 0) {
      few.push_back(&found);
      tests.push_back(found.run.test_id);
      steps = std::max<std::size_t>(steps, delivery.work[found.work].target.step_count);
    }
  }
  if (few.empty()) {
    return {};
  }
  auto read = delivery.dialect.iterations_of(tests, delivery.execution.id, steps);
  if (!read) {
    return tl::make_unexpected(read.error());
  }
  for (std::size_t i = 0; i < few.size(); ++i) {
    few[i]->iterations = std::move((*read)[i]);
  }
  return {};
}

OtherResult other_of(const Delivery& delivery, const Work& work, const Entry& ours,
                     const Found& found) {
  const StatusWords words(delivery.documents.statuses, delivery.site.failing_statuses);
  auto other = other_result(ours, found.run, found.iterations, words);
  if (work.sent_comment != 0 && work.sent_comment == hash_of(other.comment)) {
    other.comment = work.other ? work.other->comment : std::string();
  }
  if (delivery.settings.retries == RetryPolicy::last) {
    leave_what_is_not_repeated(other, ours);
  }
  return other;
}

// Keeps what matters later: a run that is amended is not imported, and its steps are told by id.
void take(Delivery& delivery, Found& found, OtherResult other) {
  auto& work = delivery.work[found.work];
  auto& failed = delivery.still_failed;
  if (is_failure(other.outcome) && !is_failure(work.outcome) &&
      std::find(failed.begin(), failed.end(), work.target.key) == failed.end()) {
    failed.push_back(work.target.key);
  }
  if (other.keeps_its_run) {
    // Without an import the run keeps its steps, also when its Test has more of them since.
    const auto steps = static_cast<std::uint32_t>(found.run.steps.size());
    if (steps != 0) {
      work.target.step_count = std::min(work.target.step_count, steps);
    }
    work.run = std::make_unique<RemoteRun>(std::move(found.run));
  }
  work.other = std::make_unique<OtherResult>(std::move(other));
}

}  // namespace

void remember_comment(const Delivery& delivery, Work& work, const Entry& entry) {
  if (!delivery.created) {
    const auto comment = cloud::comment_of(entry, cloud::shown_result(entry, work.target));
    work.sent_comment = comment.empty() ? 0 : hash_of(comment);
  }
}

json import_receipt(const std::string& id, const Work& work) {
  json receipt = {{"id", id}, {"digest", hex_of(work.digest)}};
  if (work.sent_comment != 0) {
    receipt["comment"] = hex_of(work.sent_comment);
  }
  return receipt;
}

Expected<void> look_at_others(Delivery& delivery, const Entries& works) {
  if (delivery.created) {
    return {};
  }
  auto all = runs_of(delivery, works);
  if (!all) {
    return tl::make_unexpected(all.error());
  }
  if (auto read = read_iterations(delivery, *all); !read) {
    return read;
  }
  std::vector<json> lines;
  for (auto& found : *all) {
    auto& work = delivery.work[found.work];
    const Entry ours = load_own(delivery.entries, work);
    auto other = other_of(delivery, work, ours, found);
    if (other.empty() && !work.other) {
      continue;
    }
    lines.push_back(to_json(other));
    lines.back()["id"] = ours.id;
    take(delivery, found, std::move(other));
  }
  return delivery.log.append({{"e", "others"}}, "entries", lines.size(),
                             [&](std::size_t i) { return lines[i]; });
}

}  // namespace xrep::client
