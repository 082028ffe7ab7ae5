#pragma once

#include "plan/test_links.hpp"
#include "run.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace xrep::client {

/// What came out, in the words of no product; a dialect turns it into a status of the site.
enum class Outcome : std::uint8_t { passed, failed, skipped, crashed, not_started };

/// A file that becomes evidence.
struct PlannedFile {
  std::filesystem::path file;
  std::string name;  ///< what people see; unique within its entry
  std::string media_type;
  std::uint64_t size = 0;
  int step = -1;       ///< index into steps (of the iteration, if that is set); -1: the test
  int iteration = -1;  ///< index into iterations; -1: none
};

struct PlannedStep {
  std::string action;  ///< numbered "1.", "2.1" when steps are nested
  std::string expected;
  std::string actual;  ///< failure messages of the step; at most 8192 characters
  Outcome outcome = Outcome::not_started;
  std::string data = {};  ///< what it works with
  /// Its very name, when a result of another run stays; empty: by outcome.
  std::string status = {};
};

struct PlannedParameter {
  std::string name;
  std::string value;
};

struct PlannedIteration {
  std::string name;
  std::vector<PlannedParameter> parameters;
  Outcome outcome = Outcome::not_started;
  std::string log;
  std::vector<PlannedStep> steps;  ///< never empty
  std::string status = {};         ///< as PlannedStep::status
};

/// A custom field of a Test Run; never without a value.
struct PlannedField {
  std::string name;
  std::string value;
  bool by_setting = false;  ///< no test said it
};

/// The result of ONE Xray Test: everything local that goes to it.
struct Entry {
  /// Stable over resumes, later pushes and versions: "key:CALC-12" or "test:Suite.Test". Names the
  /// entry in delivery.jsonl.
  std::string id;
  std::string key;  ///< of the Xray Test; empty: found by `identity`, else created
  std::vector<std::string> key_from;  ///< where it came from: "test", "xray-links.json:12"
  std::vector<std::string> sets;      ///< keys of the Test Sets that its Test belongs to
  std::string identity;            ///< summary and definition of a new Test, at most 255 characters
  std::vector<std::string> tests;  ///< full names of the local tests behind it
  std::string suite;
  Outcome outcome = Outcome::not_started;
  std::string status;   ///< as PlannedStep::status
  std::string earlier;  ///< the comment that the run has already, written by others
  /// A Test may be created for this entry if none is found: it has no key and some part of it came
  /// to a verdict. False: without a Test it is left out.
  bool may_create = false;
  Micros started = 0;              ///< 0: unknown
  Micros finished = 0;             ///< not before started
  std::string remark;              ///< one plain line of our own for the comment; may be empty
  std::string text;                ///< messages, comments and notes from the tests, for the comment
  std::vector<PlannedStep> steps;  ///< empty when there are iterations
  std::vector<PlannedIteration> iterations;  ///< of one kind: all with a pass or instance
  std::vector<PlannedFile> files;
  std::string whole_text;  ///< name of the file that holds what a comment is too short for
  std::vector<std::string> requirements;
  std::vector<std::string> defects;
  std::vector<std::string> labels;
  std::vector<PlannedField> custom_fields;
  std::string assignee;  ///< Jira account ids; empty: not given
  std::string executed_by;
};

/// A local result that is not sent, and why; it stays in the run directory.
struct LeftOut {
  std::string test;
  std::string why;
  bool refused = false;  ///< false: left out on purpose (disabled, unlinked), not a fault
};

/// What goes to the fields of the Test Execution.
struct PlannedExecution {
  std::string key;  ///< of an existing one; empty: create
  std::string project;
  std::string plan;
  std::string summary;
  std::string description;  ///< plain text, paragraphs separated by newlines
  std::string version;
  std::string revision;
  std::vector<std::string> environments;
  std::vector<std::string> labels;  ///< without the run's own label
  std::string run_label;            ///< "xrep-<run id>", unique to the run
  Micros started = 0;
  Micros finished = 0;
};

/// The entries for the tests of `run`, mapped to what Xray will be told; pure: the same run and
/// settings give the same entries. `left_out` gets the tests that go nowhere.
std::vector<Entry> entries_of(const Run& run, const Settings& settings,
                              std::vector<LeftOut>& left_out, const TestLinks& links = {});

/// One entry of two that turned out to go to the same Xray Test. The one with a key gives it its
/// name; iterations are joined, steps of the other become text.
Entry merge_entries(const Entry& a, const Entry& b);

/// A well-formed Jira issue key: an upper-case project, a dash, a number.
bool is_issue_key(const std::string& text);

}  // namespace xrep::client
