#pragma once

#include "fault_script.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// The rules that are about one request, in the order of the script.
struct Struck {
  std::vector<FaultRule> rules;

  /// The first rule with this action, or null.
  [[nodiscard]] const FaultRule* find(FaultAction action) const;
  /// The rule that decides the answer, or null.
  [[nodiscard]] const FaultRule* ending() const;
};

/// A fault script at work: counts how often each rule matched and struck. All members may be called
/// from any thread.
class Faults {
 public:
  /// Starts another script from its beginning.
  void replace(std::vector<FaultRule> rules);

  /// The rules that strike a request with this name among those for which `concerns` holds. A rule
  /// that gives way to an earlier one, because one only can decide the answer, is not used up.
  [[nodiscard]] Struck strike(const std::string& name,
                              const std::function<bool(const FaultRule&)>& concerns);

  /// True when there is a rule that asks for the content of such requests.
  [[nodiscard]] bool look_into(const std::string& name) const;

  /// How often each rule struck, in the order of the script.
  [[nodiscard]] std::vector<std::int64_t> counts() const;

 private:
  struct Counted {
    FaultRule rule;
    std::int64_t matched = 0;
    std::int64_t struck = 0;
  };
  mutable std::mutex mutex_;
  std::vector<Counted> rules_;
};

}  // namespace xrep::sandbox
