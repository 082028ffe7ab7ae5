#pragma once

#include "error.hpp"
#include "plan/test_links.hpp"
#include "settings.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// A test of a run, all its attempts in one, as far as pairing goes.
struct LocalTest {
  std::string name;      ///< as the framework prints it
  std::string identity;  ///< what all rows of a parameterised test share
  std::string suite;
  std::vector<std::string> keys;  ///< well-formed ones that it names itself
};

/// Which tests are meant: of a suite, and of a name or identity; each exact or a pattern, empty:
/// all.
struct Selection {
  std::string suite;
  std::string test;

  bool takes_suite(const std::string& name) const;
  bool takes(const LocalTest& test) const;
};

/// The tests of a run in the order in which they started; those that still run are not among them.
Expected<std::vector<LocalTest>> read_local_tests(const std::vector<std::string>& directories,
                                                  const Settings& settings);

/// The keys of a test: its own, else those that the links file gives it.
std::vector<SourcedKey> keys_of(const LocalTest& test, const TestLinks& links);

/// The test that `name` is the full name of, when it is one row of a parameterised test.
const LocalTest* row_named(const std::vector<LocalTest>& tests, const std::string& name);

}  // namespace xrep::client
