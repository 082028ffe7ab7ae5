#pragma once

#include "plan/import_plan.hpp"
#include "run.hpp"

#include <map>
#include <string>
#include <vector>

namespace xrep::client {

/// A run of a few tests with all that tests can have, grown from a seed, and what was put into it.
/// Each text holds words that stand nowhere else.
struct RandomParts {
  Run run;
  Settings settings;
  std::map<std::string, std::vector<std::string>> words;  ///< by test: messages, values, comments
  std::map<std::string, std::vector<std::string>> files;  ///< by test: where their bytes are
};

RandomParts random_parts(unsigned seed);

}  // namespace xrep::client
