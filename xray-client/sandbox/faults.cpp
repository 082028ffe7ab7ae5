#include "faults.hpp"

#include <algorithm>
#include <utility>

namespace xrep::sandbox {
namespace {

bool names(const FaultRule& rule, const std::string& name) {
  return rule.on == "*" || rule.on == name;
}

}  // namespace

const FaultRule* Struck::find(FaultAction action) const {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const FaultRule& rule) { return rule.action == action; });
  return found == rules.end() ? nullptr : &*found;
}

const FaultRule* Struck::ending() const {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [](const FaultRule& rule) { return rule.ends(); });
  return found == rules.end() ? nullptr : &*found;
}

void Faults::replace(std::vector<FaultRule> rules) {
  const std::lock_guard<std::mutex> lock(mutex_);
  rules_.clear();
  for (FaultRule& rule : rules) rules_.push_back({std::move(rule), 0, 0});
}

Struck Faults::strike(const std::string& name,
                      const std::function<bool(const FaultRule&)>& concerns) {
  Struck result;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (Counted& counted : rules_) {
    const FaultRule& rule = counted.rule;
    if (!names(rule, name) || !concerns(rule)) continue;
    ++counted.matched;
    const bool used_up = rule.times >= 0 && counted.struck >= rule.times;
    if (counted.matched <= rule.after || used_up || (rule.ends() && result.ending())) continue;
    ++counted.struck;
    result.rules.push_back(rule);
  }
  return result;
}

bool Faults::look_into(const std::string& name) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::any_of(rules_.begin(), rules_.end(), [&](const Counted& counted) {
    return names(counted.rule, name) && counted.rule.by_test();
  });
}

std::vector<std::int64_t> Faults::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::int64_t> struck;
  for (const Counted& counted : rules_) struck.push_back(counted.struck);
  return struck;
}

}  // namespace xrep::sandbox
