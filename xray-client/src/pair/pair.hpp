#pragma once

#include "pair/local_tests.hpp"
#include "pair/pair_plan.hpp"
#include <xrep/client.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client {

/// A test, or a pattern, and the key of an Xray Test.
using NamedKey = std::pair<std::string, std::string>;

/// What shall become of the tests of a run and their Xray Tests.
struct PairRequest {
  PushRequest run;  ///< its directories and settings
  Selection selection;
  bool create = false;           ///< a Test for each test that has none
  std::vector<NamedKey> link;    ///< to Tests that exist
  std::vector<NamedKey> unlink;  ///< the key may be empty: from all
  bool sets = false;             ///< the Tests of each suite into its Test Set
  std::string plan;              ///< key of a Test Plan for the Tests; empty: none
  bool dry_run = false;          ///< only say what would change

  bool changes_something() const {
    return create || sets || !link.empty() || !unlink.empty() || !plan.empty();
  }
};

struct PairReport {
  PushOutcome outcome = PushOutcome::delivered;
  std::string text;  ///< for people; ends in a newline
};

/// Does what the request says, or lists how tests and Xray Tests belong together when it says
/// nothing. Safe to repeat: what is as it should be is left alone. `progress` gets short lines.
PairReport pair(const PairRequest& request,
                const std::function<void(const std::string&)>& progress);

}  // namespace xrep::client
