#pragma once

#include "delivery/delivery_log.hpp"
#include "delivery/work.hpp"
#include "dialect.hpp"
#include "plan/import_plan.hpp"
#include "settings.hpp"
#include "transport/deadline.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace xrep::client {

/// What follows from how long the search of the site may lag behind what was written to it.
struct Patience {
  explicit Patience(std::chrono::milliseconds lag)
      : between_reads(lag), label_search(19 * lag), create_again(90 * lag) {}

  std::chrono::milliseconds between_reads;  ///< two reads this far apart must agree
  std::chrono::milliseconds label_search;   ///< for an execution whose creation is in doubt
  std::chrono::milliseconds create_again;   ///< age of the doubt before another one is created
};

/// Tests whose steps are not those of the run and stay as they are, for the summary.
struct StepDifferences {
  std::vector<std::string> lines;  ///< of the first ones: a site may have very many
  std::size_t tests = 0;
};

/// Everything the stages of one push share; each stage is a function below and leaves its mark here
/// and in the log, so that a later push goes on where this one ended.
struct Delivery {
  const Settings& settings;
  const PlannedExecution& planned;
  EntrySource& entries;
  Dialect& dialect;
  DeliveryLog& log;
  Deadline deadline;
  std::function<void(const std::string&)> progress;
  Patience patience;
  Site site = {};
  cloud::DocumentOptions documents = {};
  RemoteExecution execution = {};
  std::uint64_t max_batch = 20U << 20;  ///< bytes; the gateway's limit is about 100 MiB
  bool created = false;                 ///< by this run, now or in an earlier push
  std::vector<Work> work = {};
  std::vector<std::string> not_done = {};        ///< lines for the summary
  std::vector<std::string> contradictions = {};  ///< of tests and the links file
  std::vector<std::string> still_failed = {};    ///< passed here; an earlier result stays
  StepDifferences step_differences = {};
  /// Defects that Xray did not link, Test Sets it did not fill, requirements that Jira did not
  /// link.
  std::size_t refused_links = 0;
  std::size_t pending_links = 0;            ///< to requirements, when the push stopped over them
  std::set<std::string> fields_noted = {};  ///< custom fields that not_done tells of
  std::size_t without_fields = 0;  ///< results that were taken only without their custom fields
  bool people_taken = false;       ///< an import with assignee and executor was taken
};

/// Which statuses of the site the outcomes get. Error: a status named by a setting does not exist.
Expected<cloud::StatusNames> status_names(const Settings& settings, const Site& site);

/// The Xray Test of each entry: keys, then look-up by identity. Refuses entries whose key does not
/// exist, leaves out those that may not create a Test, joins entries that meet in one Test.
Expected<void> find_targets(Delivery& delivery);

/// Finds again Tests that an import in doubt may have created.
Expected<void> find_created_tests(Delivery& delivery, const std::vector<std::size_t>& entries);

/// The Test Execution: the given one, the one of an earlier push, or a new one; its plan and
/// environments.
Expected<void> settle_execution(Delivery& delivery);

/// Compares the steps of the Tests with the recorded ones. Extends those of Tests that xrep
/// created; of the others it tells once what differs.
Expected<void> compare_steps(Delivery& delivery);

/// Adds to the Tests of these works the steps that they lack at their ends. What Xray does not take
/// costs no result.
Expected<void> extend_steps(Delivery& delivery, const std::vector<std::size_t>& works);

/// What others put into the runs of these works, of which the Test Execution has more than this
/// run: from then on it is part of what is sent. Nothing is read of an execution of our own.
Expected<void> look_at_others(Delivery& delivery, const std::vector<std::size_t>& works);

/// The comment that goes to a run that others fill as well is recognised when it is read again.
void remember_comment(const Delivery& delivery, Work& work, const Entry& entry);

/// What delivery.jsonl says of an entry that was imported as its work has it.
nlohmann::json import_receipt(const std::string& id, const Work& work);

/// Tells those works to their runs that an import could take files or defects of others from.
/// Leaves the rest in `works`.
Expected<void> amend_runs(Delivery& delivery, std::vector<std::size_t>& works);

/// Imports what has no receipt, in batches.
Expected<void> import_results(Delivery& delivery);

/// Compares what Xray shows with what was sent: keys of new Tests, statuses, steps, iterations,
/// files that travelled with the import. Sends again what is believed missing; a difference that
/// stays makes its entry refused.
Expected<void> read_back(Delivery& delivery);

/// Reads the runs once more, for the files that are on them now.
Expected<void> refresh_runs(Delivery& delivery);

/// Revision and times of a Test Execution that this run created. They travel with the result of a
/// Test that exists, before results are read back.
Expected<void> send_execution_details(Delivery& delivery);

/// The same when all Tests are new and their keys were read back just now.
Expected<void> send_details_of_new_tests(Delivery& delivery);

/// Files that did not travel with the import, those of failed tests first; looks whether they
/// arrived.
Expected<void> send_files(Delivery& delivery);

Expected<void> send_defects(Delivery& delivery);

/// The Tests of the run into the Test Plan.
Expected<void> fill_plan(Delivery& delivery);

/// The Tests into the Test Sets that the links file gives their suites.
Expected<void> fill_sets(Delivery& delivery);

/// Requirements of Tests that were not created with them. The last stage: it may ask another
/// server, which must not keep anything else from arriving.
Expected<void> link_requirements(Delivery& delivery);

/// All stages in order, up to the first error.
Expected<void> deliver(Delivery& delivery);

}  // namespace xrep::client
