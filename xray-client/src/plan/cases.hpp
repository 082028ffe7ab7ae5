#pragma once

#include "plan/grouping.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace xrep::client {

/// One run through the body of a test: an instance of a parameterised test, a pass of a test that
/// is run in passes over the same path, or simply the test.
struct Case {
  std::size_t part = 0;    ///< index into the group's parts
  std::uint32_t pass = 0;  ///< 0: all of the test
  std::string label;       ///< tells it from the others
  Outcome outcome = Outcome::not_started;
  std::vector<PlannedParameter> parameters;
};

/// Does the group have iterations? A test with a single instance or with parameters has: the kind
/// of its Test must not depend on how many instances ran.
bool is_iterated(const Group& group, ParameterPolicy policy);

/// The cases of a group, in order; `iterated` as is_iterated says.
std::vector<Case> cases_of(const Group& group, bool iterated);

/// Tells a pass that is a case from the others: its parameters, else its number among them.
std::string label_of_pass(const TestRecord& record, std::uint32_t pass);

/// Names of the parts that tell them apart.
std::vector<std::string> part_labels(const Group& group);

}  // namespace xrep::client
