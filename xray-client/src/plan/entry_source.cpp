#include "plan/entry_source.hpp"

#include "hash.hpp"
#include "plan/entry.hpp"
#include "plan/execution.hpp"
#include "plan/grouping.hpp"
#include "plan/outcome.hpp"
#include "plan/whole_text.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace xrep::client {

/// Finds out which tests go to which entry, from one look at each.
class EntryIndex {
 public:
  EntryIndex(const Settings& settings, const TestLinks& links, ImportPlan& plan)
      : settings_(settings), links_(links), plan_(plan) {}

  bool build(RunReader reader, ReadError& error) {
    source().reader_ = std::move(reader);
    source().settings_ = settings_;
    source().test_links_ = links_;
    const auto look = [&](const TestRecord& record, const TestPlace& place) { add(record, place); };
    if (!source().reader_.each_test(look, error)) return false;
    finish();
    source().part_ = source().run();
    return true;
  }

 private:
  void add(const TestRecord& record, const TestPlace& place) {
    const Run& run = source().reader_.run();
    if (record.outcome == TestOutcome::running) {
      plan_.left_out.push_back(still_running(run, record));
      return;
    }
    if (record.outcome != TestOutcome::disabled) {
      outcomes_.push_back(outcome_of(record.outcome));
    }
    if (!is_listed(record, settings_)) return;
    const auto identity = identity_of(record, settings_);
    const bool linked = !links_.keys_of(record.name, identity).empty();
    if (record.keys.empty() && !linked) {
      link(entry_id({}, identity), place);
      return;
    }
    auto& part = with_keys_[{executable_of(run, record), record.name}];
    part.identity = identity;
    part.linked = linked;
    part.places.push_back(place);
    for (const auto& key : record.keys) {
      if (std::find(part.keys.begin(), part.keys.end(), key) == part.keys.end()) {
        part.keys.push_back(key);
      }
    }
  }

  void finish() {
    for (const auto* const item : with_keys_by_start()) {
      const auto& [name, part] = *item;
      for (const auto& key : keys_of(name.second, part)) {
        if (!is_issue_key(key)) {
          plan_.left_out.push_back(malformed_key(name.second, key));
          continue;
        }
        for (const auto& place : part.places) link(entry_id(key, {}), place);
      }
    }
    auto& entries = source().entries_;
    entries.erase(std::remove_if(entries.begin(), entries.end(),
                                 [](const auto& chain) { return chain.first == kNone; }),
                  entries.end());
    // Stable: the keys of one test start together and stay in its order.
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.earliest < b.earliest; });
    plan_.execution = execution_of(source().reader_.run(), settings_, outcomes_);
  }

  using Name = std::pair<std::string, std::string>;  ///< executable and test
  struct PartWithKeys {
    std::string identity;
    std::vector<std::string> keys;  ///< that the test names
    bool linked = false;            ///< by the links file
    std::vector<TestPlace> places;
  };
  using WithKeys = std::map<Name, PartWithKeys>;

  std::vector<std::string> keys_of(const std::string& name, const PartWithKeys& part) {
    if (!part.linked) return part.keys;
    const auto linked = links_.keys_of(name, part.identity);
    if (auto line = contradiction(name, part.keys, linked); !line.empty()) {
      plan_.contradictions.push_back(std::move(line));
    }
    if (!part.keys.empty()) return part.keys;
    std::vector<std::string> keys;
    for (const auto& link : linked) keys.push_back(link.key);
    return keys;
  }

  EntrySource& source() { return plan_.entries; }

  void link(const std::string& id, const TestPlace& place) {
    auto& places = source().places_;
    auto& entries = source().entries_;
    const auto at = static_cast<std::uint32_t>(places.size());
    places.push_back({place, 0});
    const auto [known, is_new] = by_id_.emplace(id, static_cast<std::uint32_t>(entries.size()));
    if (is_new) {
      entries.push_back({hash_of(id), at, at, place});
      return;
    }
    auto& chain = entries[known->second];
    places[chain.last].next = at + 1;
    chain.last = at;
    chain.earliest = std::min(chain.earliest, place);
  }

  // In the order in which they started.
  std::vector<const WithKeys::value_type*> with_keys_by_start() {
    std::vector<const WithKeys::value_type*> parts;
    parts.reserve(with_keys_.size());
    for (auto& item : with_keys_) {
      // The links file names all attempts of a test or none.
      if (!item.second.linked) take_attempts_without_key(item.first, item.second);
      std::sort(item.second.places.begin(), item.second.places.end());
      parts.push_back(&item);
    }
    std::sort(parts.begin(), parts.end(), [](const auto* a, const auto* b) {
      return a->second.places.front() < b->second.places.front();
    });
    return parts;
  }

  // An attempt that died early may not have come to its xrep::test_key: it belongs to the others.
  void take_attempts_without_key(const Name& name, PartWithKeys& part) {
    const auto known = by_id_.find(entry_id({}, part.identity));
    if (known == by_id_.end()) return;
    auto& chain = source().entries_[known->second];
    if (chain.first == kNone) return;
    std::vector<TestPlace> stay;
    for (const auto& place : source().places_of(chain)) {
      const auto record = source().reader_.read(place);
      const bool ours =
          record.name == name.second && executable_of(source().reader_.run(), record) == name.first;
      (ours ? part.places : stay).push_back(place);
    }
    chain.first = kNone;
    by_id_.erase(known);
    for (const auto& place : stay) link(entry_id({}, part.identity), place);
  }

  static constexpr std::uint32_t kNone = ~std::uint32_t{0};  ///< Chain::first of an empty one

  const Settings& settings_;
  const TestLinks& links_;
  ImportPlan& plan_;
  std::vector<Outcome> outcomes_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
  WithKeys with_keys_;
};

std::vector<TestPlace> EntrySource::places_of(const Chain& chain) const {
  std::vector<TestPlace> places;
  for (std::uint32_t at = chain.first + 1; at != 0; at = places_[at - 1].next) {
    places.push_back(places_[at - 1].place);
  }
  std::sort(places.begin(), places.end());
  return places;
}

std::optional<Entry> EntrySource::load(std::size_t index, std::vector<LeftOut>* left_out) {
  const Chain& chain = entries_.at(index);
  part_.tests.clear();
  for (const auto& place : places_of(chain)) part_.tests.push_back(reader_.read(place));
  std::vector<LeftOut> told;  // when the index was made
  for (const auto& group : group_tests(part_, settings_, told, test_links_)) {
    if (hash_of(group.id) != chain.id_hash) continue;
    auto entry = entry_of(part_, group, settings_);
    const bool wanted =
        settings_.attachments == AttachmentPolicy::on ||
        (settings_.attachments == AttachmentPolicy::failed && is_failure(entry.outcome));
    if (wanted) attach_whole_text(entry, run().directories.front() / "texts");
    return entry;
  }
  if (left_out != nullptr) {
    // Without their keys: those of the other ones are told with their own entries.
    for (auto& test : part_.tests) test.keys.clear();
    group_tests(part_, settings_, *left_out);
  }
  return std::nullopt;
}

bool make_plan(RunReader reader, const Settings& settings, ImportPlan& plan, ReadError& error,
               const TestLinks& links) {
  return EntryIndex(settings, links, plan).build(std::move(reader), error);
}

}  // namespace xrep::client
