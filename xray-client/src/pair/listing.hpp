#pragma once

#include "pair/local_tests.hpp"

#include <map>
#include <string>
#include <vector>

namespace xrep::client {

/// One test, or all rows of a parameterised one that have the same keys.
struct ListedTest {
  std::string name;
  std::size_t rows = 0;  ///< 0: it is no parameterised test
  std::vector<SourcedKey> keys;
};

/// A link of the links file that fits no test of the run.
struct LostLink {
  std::string name;
  std::string key;
  std::string origin;  ///< "xray-links.json:12"
};

/// How the tests of a run and their Xray Tests belong together.
struct Listing {
  std::vector<ListedTest> linked;
  std::vector<ListedTest> unlinked;
  std::vector<LostLink> lost;
  std::vector<std::string> contradictions;  ///< of tests and the links file
};

/// `pushed`: keys that earlier pushes of this run learnt for tests without one, by identity.
Listing list_tests(const std::vector<LocalTest>& tests, const TestLinks& links,
                   const Selection& selection,
                   const std::map<std::string, SourcedKey>& pushed = {});

/// Tables for people. A link whose test is gone stands beside the test without a link whose name is
/// most like its own.
std::string text_of(const Listing& listing);

}  // namespace xrep::client
