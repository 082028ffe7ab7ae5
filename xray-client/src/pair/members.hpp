#pragma once

#include "pair/pairing.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// A suite with the keys of the Xray Tests of its selected tests, each once.
struct Suite {
  std::string name;
  std::vector<std::string> keys;
};

/// The suites in the order in which they started; those without any key are not among them. In a
/// dry run a Test that would be created counts, too.
std::vector<Suite> suites_of(const Pairing& pairing);

/// What a Test Set or Test Plan shall hold.
struct Members {
  std::string suite;  ///< for the table; empty: none
  std::string key;
  std::string id;
  bool is_new = false;  ///< nothing is in it, or it does not exist yet
  std::vector<std::string> tests;
};

/// Adds what is missing.
Expected<void> add_members(Pairing& pairing, Container container, std::vector<Members> all);

}  // namespace xrep::client
