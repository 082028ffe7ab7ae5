#include "delivery/test_steps.hpp"
#include "hash.hpp"
#include "plan/labels.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using Works = std::vector<std::size_t>;

// Only those that are about to be imported: what was imported before was compared then.
bool is_concerned(const Work& work) {
  return work.state == WorkState::pending && work.sent_digest != work.digest &&
         work.target.exists && work.target.kind == cloud::TestKind::steps && work.has_steps;
}

Works concerned_works(const Delivery& delivery) {
  Works works;
  for (std::size_t i = 0; i < delivery.work.size(); ++i) {
    if (is_concerned(delivery.work[i])) {
      works.push_back(i);
    }
  }
  return works;
}

bool has_own_label(const RemoteTestSteps& test) {
  return std::find(test.labels.begin(), test.labels.end(), kOwnLabel) != test.labels.end();
}

// A site that does not tell the steps takes the results all the same.
Expected<void> go_on_without(Delivery& delivery, const Error& error) {
  if (error.code != Errc::refused && error.code != Errc::in_doubt) {
    return tl::make_unexpected(error);
  }
  delivery.not_done.push_back(
      "the steps of Tests were not compared with the recorded ones, nor any added; results went by "
      "position: " +
      error.message);
  return {};
}

}  // namespace

Expected<void> read_steps(Delivery& delivery, const Works& works,
                          const std::function<void(const SeenSteps&)>& see) {
  // So many at a time, so that memory holds the texts of these only.
  constexpr std::size_t kAtOnce = 1000;
  for (std::size_t first = 0; first < works.size(); first += kAtOnce) {
    std::vector<std::string> ids;
    std::unordered_map<std::string, std::size_t> by_id;
    for (std::size_t i = first; i < std::min(first + kAtOnce, works.size()); ++i) {
      ids.push_back(delivery.work[works[i]].test_id);
      by_id.emplace(ids.back(), works[i]);
    }
    auto read = delivery.dialect.each_steps(ids, [&](const RemoteTestSteps& test) {
      const auto found = by_id.find(test.test_id);
      if (found == by_id.end()) {
        return;
      }
      const std::size_t index = found->second;
      by_id.erase(found);  // whatever the answer repeats
      auto& work = delivery.work[index];
      work.target.step_count = static_cast<std::uint32_t>(test.actions.size());
      const Entry entry = load_own(delivery.entries, work);  // of others no texts are known
      see({index, entry, has_own_label(test), match_steps(entry, test.actions)});
    });
    if (!read) {
      return read;
    }
  }
  return {};
}

std::string tell_difference(Delivery& delivery, const SeenSteps& seen) {
  constexpr std::size_t kMostLines = 5;
  constexpr std::size_t kLongestName = 80;
  const auto line = delivery.work[seen.work].target.key + " (" +
                    limited(seen.entry.identity, kLongestName, "…") + "): " + seen.match.difference;
  auto receipt = "told steps " + hex_of(hash_of(line));
  if (delivery.log.state().steps_done.count(receipt) != 0) {
    return {};
  }
  auto& differences = delivery.step_differences;
  ++differences.tests;
  if (differences.lines.size() < kMostLines) {
    differences.lines.push_back(line);
  }
  return receipt;
}

Expected<void> note_told(Delivery& delivery, std::vector<std::string> receipts) {
  receipts.erase(std::remove(receipts.begin(), receipts.end(), ""), receipts.end());
  return delivery.log.append({{"e", "steps"}}, "done", receipts.size(),
                             [&](std::size_t i) { return json(receipts[i]); });
}

Expected<void> compare_steps(Delivery& delivery) {
  const Works works = concerned_works(delivery);
  if (works.empty()) {
    return {};
  }
  delivery.progress("comparing the steps of Tests");
  Works to_extend;
  std::vector<std::string> told;
  const auto read = read_steps(delivery, works, [&](const SeenSteps& seen) {
    if (seen.ours && seen.match.kind == StepMatch::Kind::beginning) {
      to_extend.push_back(seen.work);
    } else if (seen.match.kind != StepMatch::Kind::same) {
      told.push_back(tell_difference(delivery, seen));
    }
  });
  if (auto noted = note_told(delivery, std::move(told)); !noted) {
    return noted;
  }
  const auto done = read ? extend_steps(delivery, to_extend) : read;
  return done ? done : go_on_without(delivery, done.error());
}

}  // namespace xrep::client
