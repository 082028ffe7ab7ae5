#pragma once

#include "plan/import_plan.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// One local test with all its attempts; they are records of the run, which must outlive it.
struct Part {
  std::string name;
  std::string executable;
  std::string identity;
  std::string instance;
  std::vector<const TestRecord*> attempts;  ///< in order, never empty
  const TestRecord* counts = nullptr;       ///< the attempt whose result counts
  Outcome outcome = Outcome::not_started;
};

/// What goes to one Xray Test.
struct Group {
  std::string id;   ///< as Entry::id
  std::string key;  ///< empty: by identity
  std::string identity;
  std::vector<Part> parts;
  std::vector<std::string> withheld;  ///< tests not started, whose earlier result is to stay
};

/// Groups the tests of a run by the Xray Test they go to; `left_out` gets those that go nowhere.
std::vector<Group> group_tests(const Run& run, const Settings& settings,
                               std::vector<LeftOut>& left_out);

}  // namespace xrep::client
