#pragma once

#include "body.hpp"
#include "plan/import_plan.hpp"
#include "run_field.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace xrep::client::cloud {

enum class TestKind : std::uint8_t { generic, steps };

/// The Xray Test that an entry goes to.
struct Target {
  bool exists = false;
  TestKind kind = TestKind::generic;
  std::uint32_t step_count = 0;  ///< steps the existing Test has
  std::string key;               ///< when it exists
};

/// Names of statuses on the site, for tests and for steps.
struct StatusNames {
  std::map<Outcome, std::string> test;
  std::map<Outcome, std::string> step;
};

/// The status that every site has for an outcome, of tests and of steps.
const char* usual_status(Outcome outcome);

/// The name for an outcome among `names`, else the usual one.
std::string status_name(const std::map<Outcome, std::string>& names, Outcome outcome);

/// The name of a result: its own, if it has one.
template <class Result>
std::string status_of(const std::map<Outcome, std::string>& names, const Result& result) {
  return result.status.empty() ? status_name(names, result.outcome) : result.status;
}

/// What the document needs beside the entry.
struct DocumentOptions {
  std::string project;
  StatusNames statuses;
  std::uint64_t max_inline_file = 1 << 20;  ///< bytes; larger evidence follows later
  bool with_evidence = true;                ///< false: a repetition after a request in doubt
  bool with_labels = true;                  ///< false: the project's screens have no labels
  bool with_requirements = true;            ///< false: the site refused them
  bool with_custom_fields = true;           ///< likewise
  bool with_people = true;                  ///< likewise: assignee and executor
  /// Of the project; null: the site was not asked, and names of fields stand for their ids.
  const RunFields* run_fields = nullptr;
};

/// The kind a new Test gets: steps if it has steps or iterations, else generic.
TestKind kind_of_new_test(const Entry& entry);

/// Files of the entry that the import document carries itself: test-level ones up to
/// max_inline_file. The others follow by GraphQL.
bool is_inline(const Entry& entry, const PlannedFile& file, const Target& target,
               const DocumentOptions& options);

/// What describes the new Test of an entry: the value of `testInfo`.
nlohmann::ordered_json new_test_document(const Entry& entry, const DocumentOptions& options);

/// One element of `tests[]`.
Body entry_document(const Entry& entry, const Target& target, const DocumentOptions& options);

/// Where a file of the entry goes once its run is known: a step by position, an iteration by rank,
/// or the test itself (a Generic Test has no steps).
struct EvidencePlace {
  int step = -1;
  int iteration = -1;
};
EvidencePlace place_of(const PlannedFile& file, const Entry& entry, const Target& target);

/// What `info` says of a Test Execution that this run created.
struct ImportInfo {
  std::string revision;
  Micros started = 0;
  Micros finished = 0;
  std::string user = {};  ///< Jira account id
};

/// {"testExecutionKey":…,"info":…,"tests":[…]}; `info` may be null: without.
Body import_document(const std::string& execution_key, const ImportInfo* info, Body tests);

/// 2026-03-01T02:00:00Z; Xray wants whole seconds.
std::string iso_time(Micros time);

/// Jira's create-issue fields for createTestExecution, as JSON text: {"project":{"key":…},
/// "summary":…,…}, the value of `fields`. `document_description`: as an Atlassian document, else
/// plain text. `drop`: names of Jira fields to leave out, such as "fixVersions"; without "labels"
/// the run's own label stands at the end of the summary.
std::string execution_fields(const PlannedExecution& execution, bool document_description,
                             const std::vector<std::string>& drop);

}  // namespace xrep::client::cloud
