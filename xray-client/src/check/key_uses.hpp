#pragma once

#include "plan/entry_source.hpp"
#include "plan/test_links.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace xrep::client {

/// Who names a key.
struct KeyUse {
  std::vector<std::string> places;  ///< "xray-links.json:12 (Basket.*)", "Basket.IsEmpty"
  std::size_t more = 0;             ///< further ones

  void add(const std::string& place);
};

using KeyUses = std::map<std::string, KeyUse>;

/// The keys of Tests that the links file and a run name; `plan` may be null.
KeyUses tests_named(const TestLinks& links, ImportPlan* plan);

/// The keys of Test Sets that the links file names.
KeyUses sets_named(const TestLinks& links);

/// "named by …"
std::string named_by(const KeyUse& use);

}  // namespace xrep::client
