#pragma once

#include "pair/pairing.hpp"
#include "push/prepare.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace xrep::client {

/// An entry of a plan for which a Test is missing. `name` is its summary, and what the links file
/// calls it.
struct Candidate {
  std::uint32_t source = 0;
  std::string name;
};

/// The selected tests without an Xray Test, and the plan that they are entries of.
struct Candidates {
  Prepared prepared;
  std::vector<Candidate> all;
  std::vector<std::string> unfit;  ///< names of those that did not run, so that none is made
};

Expected<Candidates> find_candidates(const Pairing& pairing);

/// What the Test of a candidate is made of.
Entry load(Prepared& prepared, const Candidate& candidate);

/// Makes the Tests, in as few jobs as possible, and links them. One that is refused costs no other.
Expected<void> make_tests(Pairing& pairing, Prepared& prepared, std::vector<Candidate> candidates);

}  // namespace xrep::client
