#include "push/chosen_tests.hpp"

#include <algorithm>
#include <set>

namespace xrep::client {

namespace {

bool concerns(const Entry& entry, const std::string& test) {
  return entry.identity == test || fits(entry.identity, test) ||
         std::any_of(entry.tests.begin(), entry.tests.end(),
                     [&](const std::string& name) { return name == test || fits(name, test); });
}

}  // namespace

Expected<void> keep_tests(const std::vector<std::string>& tests, ImportPlan& plan,
                          std::vector<Work>& all) {
  if (tests.empty()) {
    return {};
  }
  std::set<std::string> missing(tests.begin(), tests.end());
  const auto is_other = [&](const Work& work) {
    const Entry entry = load_own(plan.entries, work);
    bool wanted = false;
    for (const auto& test : tests) {
      if (concerns(entry, test)) {
        missing.erase(test);
        wanted = true;
      }
    }
    return !wanted;
  };
  all.erase(std::remove_if(all.begin(), all.end(), is_other), all.end());
  plan.left_out.erase(std::remove_if(plan.left_out.begin(), plan.left_out.end(),
                                     [&](const LeftOut& result) {
                                       return std::none_of(
                                           tests.begin(), tests.end(), [&](const auto& test) {
                                             return result.test == test || fits(result.test, test);
                                           });
                                     }),
                      plan.left_out.end());
  if (!missing.empty()) {
    return fail(Errc::settings, "the run has no result of a test " + *missing.begin() +
                                    "; xrep status shows the names of its tests");
  }
  return {};
}

}  // namespace xrep::client
