#include "status/run_status.hpp"

#include "cloud/import_document.hpp"
#include "delivery/delivery.hpp"
#include "delivery/delivery_log.hpp"
#include "plan/listed.hpp"
#include "plan/outcome.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace xrep::client {

namespace {

constexpr std::size_t kWidestName = 60;
constexpr std::size_t kWidestSource = 40;

std::string files_missing(const Entry& entry, const DeliveryState& state) {
  std::string names;
  for (const auto& file : entry.files) {
    if (state.files.count(file_receipt(entry.id, file)) == 0) {
      names += (names.empty() ? "" : ", ") + file.name;
    }
  }
  return names.empty() ? names : "files: " + names;
}

ResultStatus status_of_entry(const Entry& entry, const DeliveryState& state) {
  ResultStatus status;
  status.test = entry.identity;
  status.local_tests = entry.tests;
  status.result = word_for(entry.outcome);
  status.key = entry.key;
  status.key_from = listed(entry.key_from);
  status.state = "pending";
  const auto* const found = state.entries.find(entry.id);
  if (found == nullptr) {
    if (entry.key.empty() && !entry.may_create) {
      status.state = "left out";
      status.missing = "did not run, so that no Test is created for it";
    }
    return status;
  }
  const EntryReceipt& receipt = *found;
  const std::string why = receipt.why ? *receipt.why : std::string();
  status.saved = receipt.saved;
  if (!receipt.key.empty()) {
    status.key = receipt.key;
  }
  if (entry.key.empty() && !receipt.key.empty()) {
    status.key_from = receipt.looked_up ? "looked up" : "created";
  }
  if (receipt.refused) {
    status.state = "refused";
    status.missing = why;
  } else if (receipt.digest == digest_of(entry)) {
    status.missing = receipt.seen ? files_missing(entry, state)
                                  : "imported; the next push looks whether Xray shows it";
    status.state = status.missing.empty() ? "delivered" : "pending";
  } else if (receipt.left_out) {
    status.state = "left out";
    status.missing = why;
  } else if (receipt.in_doubt) {
    status.missing = "in doubt: the answer to its import was lost; the next push looks";
  } else if (receipt.digest) {
    status.missing = "later results came in after it was delivered";
  }
  return status;
}

// Entries that met in one Xray Test were imported as one.
void join_as_pushed(EntrySource& entries, const DeliveryState& state, std::vector<Work>& works) {
  if (state.joined.empty()) {
    return;
  }
  std::map<std::string, std::size_t> by_id;
  for (std::size_t i = 0; i < works.size(); ++i) {
    by_id.emplace(load_alone(entries, works[i].source).id, i);
  }
  std::set<std::size_t, std::greater<>> gone;
  for (const auto& [id, with] : state.joined) {
    const auto first = by_id.find(id);
    for (const auto& other : with) {
      const auto found = by_id.find(other);
      if (first != by_id.end() && found != by_id.end() && gone.insert(found->second).second) {
        works[first->second].joined.push_back(works[found->second].source);
      }
    }
    if (first != by_id.end()) {
      describe(works[first->second], load(entries, works[first->second]));
    }
  }
  for (const auto i : gone) {
    works.erase(works.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

RunStatus status_of(Prepared& prepared) {
  const auto state = read_delivery(prepared.run().directories.front());
  RunStatus status;
  if (state.execution) {
    status.execution_key = state.execution->key;
    status.link = state.execution->link;
  }
  auto& plan = prepared.plan;
  auto works = work_of(plan, Receipts(), DeliveryState());
  join_as_pushed(plan.entries, state, works);
  // As the push does, or its results would not be recognised.
  keep_within(prepared.settings.max_attachments_size, plan.entries, works);
  for (const auto& work : works) {
    status.results.push_back(status_of_entry(load(plan.entries, work), state));
  }
  for (const auto& left : prepared.plan.left_out) {
    status.results.push_back(
        {left.test, {left.test}, "", "", "", left.refused ? "refused" : "left out", left.why, 0});
  }
  status.contradictions = plan.contradictions;
  return status;
}

std::string table_of(const RunStatus& status) {
  std::size_t widest = 4;
  std::size_t from = 8;
  for (const auto& result : status.results) {
    widest = std::max(widest, std::min(kWidestName, text_length(result.test)));
    from = std::max(from, std::min(kWidestSource, text_length(result.key_from)));
  }
  from += 2;
  constexpr std::size_t kResult = 12;
  constexpr std::size_t kKey = 12;
  constexpr std::size_t kState = 10;
  constexpr std::size_t kSaved = 21;
  std::string text = padded("test", widest) + "  " + padded("result", kResult) +
                     padded("key", kKey) + padded("key from", from) + padded("state", kState) +
                     padded("saved", kSaved) + "missing\n";
  for (const auto& result : status.results) {
    std::string line = padded(limited(result.test, kWidestName, "…"), widest) + "  " +
                       padded(result.result, kResult) + padded(result.key, kKey) +
                       padded(limited(result.key_from, kWidestSource, "…"), from) +
                       padded(result.state, kState) +
                       padded(result.saved != 0 ? cloud::iso_time(result.saved) : "-", kSaved) +
                       one_line(result.missing);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  for (const auto& line : status.contradictions) {
    text += "contradiction: " + one_line(line) + "\n";
  }
  text += status.execution_key.empty() ? "no Test Execution yet\n"
                                       : "Test Execution " + status.execution_key + "\n";
  if (!status.link.empty()) {
    text += "View in Xray: " + status.link + "\n";
  }
  return text;
}

}  // namespace xrep::client
