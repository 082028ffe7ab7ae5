#pragma once

#include "delivery/delivery.hpp"
#include "dialect.hpp"
#include "pair/journal.hpp"
#include "pair/links_store.hpp"
#include "pair/pair.hpp"
#include "transport/deadline.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xrep::client {

/// Everything the stages of one pairing share; each stage is a function below, does what is missing
/// (or, in a dry run, nothing) and says in `plan` what that was.
struct Pairing {
  const PairRequest& request;
  Settings settings;
  std::vector<LocalTest> tests;  ///< of the run, selected or not
  LinksStore links;
  Deadline deadline;
  Patience patience;
  std::function<void(const std::string&)> progress;
  PairPlan plan = {};
  std::optional<PairJournal> journal = {};  ///< while something is created
  std::unique_ptr<Dialect> dialect = {};    ///< after connect()
  Site site = {};
  std::map<std::string, std::string> ids = {};  ///< of Tests, by key, as far as they are known
  std::string link = {};                        ///< to any issue of the site, once it is known
};

/// Reaches Xray; once.
Expected<void> connect(Pairing& pairing);

/// Links what an earlier pairing tried to create, as far as it is there: Tests and Test Sets.
Expected<void> settle_tests(Pairing& pairing, const OpenCreation& open);
Expected<void> settle_sets(Pairing& pairing, const OpenCreation& open);

/// --unlink and --link.
Expected<void> edit_links(Pairing& pairing);

/// --create.
Expected<void> create_tests(Pairing& pairing);

/// --sets.
Expected<void> fill_suites(Pairing& pairing);

/// --plan.
Expected<void> fill_test_plan(Pairing& pairing);

/// Remembers the ids of the Tests with these keys. Those that do not exist are not among them.
Expected<void> find_ids(Pairing& pairing, const std::vector<std::string>& keys);

/// The Tests that have one of these names, by name.
using TestsByName = std::map<std::string, RemoteTest>;
Expected<TestsByName> find_by_name(Pairing& pairing, const std::vector<std::string>& names);

/// The same for Tests whose creation is in doubt since that moment (microseconds since 1970): looks
/// again until all are there, or as long as they may take to show.
Expected<TestsByName> find_patiently(Pairing& pairing, const std::vector<std::string>& names,
                                     std::int64_t since);

/// Waits until `shown` says yes, as long as Xray may take to show what it stored; false: it does
/// not show it yet.
Expected<bool> wait_until(Pairing& pairing, const std::function<Expected<bool>()>& shown);

/// Where the Tests of a suite stand in the Test Repository.
std::string folder_of(const std::string& suite);

}  // namespace xrep::client
