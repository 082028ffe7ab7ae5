#pragma once

#include "plan/import_plan.hpp"
#include "run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xrep::client {

/// The entries for recorded tests, mapped one at a time: memory holds where the tests of each stand
/// in the run directory, about 60 bytes a test, and no more of them. Not thread-safe.
class EntrySource {
 public:
  std::size_t size() const { return entries_.size(); }

  /// Nothing when every test behind it is withheld; `left_out`, if given, then tells them. Throws
  /// when the run directory changed meanwhile.
  std::optional<Entry> load(std::size_t index, std::vector<LeftOut>* left_out = nullptr);

  const Run& run() const { return reader_.run(); }

 private:
  friend class EntryIndex;
  struct Place {
    TestPlace place;
    std::uint32_t next = 0;  ///< index into places_ plus 1; 0: the last one
  };
  struct Chain {
    std::uint64_t id_hash = 0;
    std::uint32_t first = 0;  ///< index into places_
    std::uint32_t last = 0;
    TestPlace earliest;
  };

  std::vector<TestPlace> places_of(const Chain& chain) const;

  RunReader reader_;
  Settings settings_;
  TestLinks test_links_;
  std::vector<Place> places_;
  std::vector<Chain> entries_;  ///< in the order in which their first tests started
  Run part_;                    ///< the run with the tests of one entry alone
};

/// What a run becomes.
struct ImportPlan {
  PlannedExecution execution;
  EntrySource entries;
  std::vector<LeftOut> left_out;
  std::vector<std::string> contradictions;  ///< of tests and the links file, one line each
};

/// Goes through the events of an opened reader. False: one of them cannot be read; see `error`.
bool make_plan(RunReader reader, const Settings& settings, ImportPlan& plan, ReadError& error,
               const TestLinks& links = {});

}  // namespace xrep::client
