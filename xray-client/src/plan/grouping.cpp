#include "plan/grouping.hpp"

#include "plan/identity.hpp"
#include "plan/outcome.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace xrep::client {
namespace {

const Process* process_of(const Run& run, const TestRecord& record) {
  return record.process < run.processes.size() ? &run.processes[record.process] : nullptr;
}

Part new_part(const TestRecord& record, const std::string& executable, const Settings& settings) {
  Part part;
  part.name = record.name;
  part.executable = executable;
  part.identity = identity_of(record, settings);
  part.instance = record.instance;
  return part;
}

// The same name from two executables is two tests; from one executable it is one test that ran
// more than once.
std::vector<Part> parts_of(const Run& run, const Settings& settings,
                           std::vector<LeftOut>& left_out) {
  std::vector<Part> parts;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const auto& record : run.tests) {
    if (record.outcome == TestOutcome::running) left_out.push_back(still_running(run, record));
    if (record.outcome == TestOutcome::running || !is_listed(record, settings)) continue;
    const auto executable = executable_of(run, record);
    const auto place = known.emplace(std::make_pair(executable, record.name), parts.size());
    if (place.second) parts.push_back(new_part(record, executable, settings));
    parts[place.first->second].attempts.push_back(&record);
  }
  return parts;
}

bool never_ran(const TestRecord* record) {
  return outcome_of(record->outcome) == Outcome::not_started;
}

void choose_attempt(Part& part, RetryPolicy policy) {
  auto& attempts = part.attempts;
  if (!std::all_of(attempts.begin(), attempts.end(), never_ran)) {
    attempts.erase(std::remove_if(attempts.begin(), attempts.end(), never_ran), attempts.end());
  }
  part.counts = attempts.back();
  if (policy == RetryPolicy::worst) {
    for (auto attempt = attempts.rbegin(); attempt != attempts.rend(); ++attempt) {
      const auto so_far = outcome_of(part.counts->outcome);
      if (worse_of(so_far, outcome_of((*attempt)->outcome)) != so_far) part.counts = *attempt;
    }
  }
  part.outcome = outcome_of(part.counts->outcome);
}

template <class List>
void add_new(List& list, const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  }
}

// Of all attempts: one that died early may not have come to its xrep::test_key.
std::vector<SourcedKey> keys_of(const Part& part, const TestLinks& links) {
  std::vector<std::string> own;
  for (const auto* attempt : part.attempts) add_new(own, attempt->keys);
  if (own.empty()) return links.keys_of(part.name, part.identity);
  std::vector<SourcedKey> keys;
  for (auto& key : own) keys.push_back({std::move(key), "test"});
  return keys;
}

class Groups {
 public:
  explicit Groups(const TestLinks& links) : links_(links) {}

  void add(const Part& part, const SourcedKey& key) {
    const auto id = entry_id(key.key, part.identity);
    const auto place = known_.emplace(id, groups_.size());
    if (place.second) groups_.push_back({id, key.key, {}, {}, part.identity, {}, {}});
    auto& group = groups_[place.first->second];
    if (!key.origin.empty()) add_new(group.key_from, {key.origin});
    add_new(group.sets, links_.sets_of(part.counts->suite));
    group.parts.push_back(part);
  }

  std::vector<Group> take() { return std::move(groups_); }

 private:
  const TestLinks& links_;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> known_;
};

bool not_started(const Part& part) {
  return part.outcome == Outcome::not_started;
}

// A TODO for a test that was never started would replace what an existing Test Execution knows.
void withhold_not_started(std::vector<Group>& groups, std::vector<LeftOut>& left_out) {
  for (auto& group : groups) {
    for (const auto& part : group.parts) {
      if (not_started(part)) group.withheld.push_back(part.name);
    }
    auto& parts = group.parts;
    parts.erase(std::remove_if(parts.begin(), parts.end(), not_started), parts.end());
    if (!parts.empty()) continue;
    for (const auto& name : group.withheld) {
      left_out.push_back(
          {name, "it was not started, and the Test Execution may hold an earlier result", false});
    }
  }
  groups.erase(std::remove_if(groups.begin(), groups.end(),
                              [](const Group& group) { return group.parts.empty(); }),
               groups.end());
}

}  // namespace

bool is_listed(const TestRecord& record, const Settings& settings) {
  return record.outcome != TestOutcome::disabled || settings.disabled == DisabledPolicy::todo;
}

LeftOut still_running(const Run& run, const TestRecord& record) {
  const auto* process = process_of(run, record);
  const auto who =
      process == nullptr ? "its process" : "its process " + std::to_string(process->pid);
  return {record.name, who + " still runs; push again when it has ended", false};
}

LeftOut malformed_key(const std::string& test, const std::string& key) {
  return {test,
          "\"" + key + "\" is not the key of an Xray Test: a key looks like CALC-12; correct it " +
              "in the test",
          true};
}

std::string identity_of(const TestRecord& record, const Settings& settings) {
  const bool by_name = settings.parameters == ParameterPolicy::separate && !record.instance.empty();
  return limited_identity(by_name || record.identity.empty() ? record.name : record.identity);
}

std::string executable_of(const Run& run, const TestRecord& record) {
  const auto* process = process_of(run, record);
  return process == nullptr ? std::string() : process->executable;
}

std::string entry_id(const std::string& key, const std::string& identity) {
  return key.empty() ? "test:" + identity : "key:" + key;
}

std::vector<Group> group_tests(const Run& run, const Settings& settings,
                               std::vector<LeftOut>& left_out, const TestLinks& links) {
  Groups groups(links);
  for (auto& part : parts_of(run, settings, left_out)) {
    const auto keys = keys_of(part, links);
    choose_attempt(part, settings.retries);
    if (keys.empty()) groups.add(part, {});
    for (const auto& key : keys) {
      if (is_issue_key(key.key)) {
        groups.add(part, key);
      } else {
        left_out.push_back(malformed_key(part.name, key.key));
      }
    }
  }
  auto result = groups.take();
  if (!settings.test_execution.empty()) withhold_not_started(result, left_out);
  return result;
}

}  // namespace xrep::client
