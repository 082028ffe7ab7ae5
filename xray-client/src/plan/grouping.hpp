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
  std::string id;                     ///< as Entry::id
  std::string key;                    ///< empty: by identity
  std::vector<std::string> key_from;  ///< as Entry::key_from
  std::vector<std::string> sets;      ///< as Entry::sets
  std::string identity;
  std::vector<Part> parts;
  std::vector<std::string> withheld;  ///< tests not started, whose earlier result is to stay
};

/// False: a disabled test that the settings leave out without a word.
bool is_listed(const TestRecord& record, const Settings& settings);

/// A test that cannot be sent yet.
LeftOut still_running(const Run& run, const TestRecord& record);

/// A test whose key is none.
LeftOut malformed_key(const std::string& test, const std::string& key);

/// What names the Xray Test of a record that has no key, at most 255 characters.
std::string identity_of(const TestRecord& record, const Settings& settings);

/// The executable that ran the test.
std::string executable_of(const Run& run, const TestRecord& record);

/// Entry::id for a key or, without one, for an identity.
std::string entry_id(const std::string& key, const std::string& identity);

/// Groups the tests of a run by the Xray Test they go to; `left_out` gets those that go nowhere.
std::vector<Group> group_tests(const Run& run, const Settings& settings,
                               std::vector<LeftOut>& left_out, const TestLinks& links = {});

}  // namespace xrep::client
