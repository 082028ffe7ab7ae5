#pragma once

#include "body.hpp"
#include "bulk_job.hpp"
#include "cloud/import_document.hpp"
#include "error.hpp"
#include "plan/import_plan.hpp"
#include "run_field.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace xrep::client {

/// A type of Tests that a project has.
struct TestType {
  std::string name;
  std::string kind;  ///< in the product's words, such as "Steps"
};

/// What the site says of itself before anything is sent.
struct Site {
  std::string project;  ///< its key
  std::string project_id;
  std::vector<std::string> test_statuses;
  std::vector<std::string> step_statuses;
  std::vector<std::string> failing_statuses = {};  ///< of both kinds: those that count as a failure
  RunFields run_fields = {};
  std::vector<std::string> environments = {};      ///< Test Environments that the project has
  std::vector<TestType> test_types = {};
};

struct RemoteTest {
  std::string id;
  std::string key;
  std::string summary;
  std::string definition;  ///< of a Generic Test
  std::string type = {};   ///< name of its test type
  cloud::TestKind kind = cloud::TestKind::generic;
  std::uint32_t step_count = 0;
};

struct RemoteExecution {
  std::string id;
  std::string key;
  std::string link;  ///< for people; empty when the site's address is not known
};

struct RemoteEvidence {
  std::string id;
  std::string name;
  std::uint64_t size = 0;
};

struct RemoteStep {
  std::string id;
  std::string status;
  std::string actual;  ///< only where a call says that texts are read
  std::vector<RemoteEvidence> evidence;
  std::vector<std::string> defects;  ///< likewise
};

/// One Test Run as Xray has it.
struct RemoteRun {
  std::string id;
  std::string test_id;
  std::string test_key;
  std::string test_summary;
  std::string definition;
  std::string status;
  std::string comment;  ///< as RemoteStep::actual
  std::vector<RemoteEvidence> evidence;
  std::vector<RemoteStep> steps;
  std::vector<std::string> defects;
  std::size_t iterations = 0;  ///< how many it has
};

struct RemoteIteration {
  std::string rank;
  std::string status;
  std::vector<PlannedParameter> parameters;
  std::vector<RemoteStep> steps;
};

/// What changes in a Test Run that keeps everything else: its files, defects and iterations.
struct RunAmendment {
  struct Step {
    std::string id;
    std::string status;
    std::string actual;
  };
  std::string run_id;
  std::string status;
  std::string comment;
  std::vector<Step> steps;
};

struct CreatedExecution {
  RemoteExecution execution;
  std::vector<std::string> not_done;  ///< fields that were refused and left out, for the summary
};

/// What a Test says of its steps.
struct RemoteTestSteps {
  std::string test_id;
  std::vector<std::string> labels;   ///< of the Test
  std::vector<std::string> actions;  ///< of its steps, in order
};

/// A step for the end of a Test's list.
struct NewStep {
  std::string test_id;
  PlannedStep step;
};

/// A file for a Test Run: `file` goes with the request when `upload_id` is empty.
struct EvidenceUpload {
  std::string run_id;
  std::string step_id;         ///< empty: the run itself
  std::string iteration_rank;  ///< empty: no iteration
  const PlannedFile* file = nullptr;
  std::string upload_id;  ///< of a file that was streamed before
};

struct RemoteSet {
  std::string id;
  std::string key;
  std::string summary;
};

/// What holds Tests.
enum class Container : std::uint8_t { set, plan };

/// Links between requirements and Tests that exist, which imports do not make.
class RequirementLinks {
 public:
  virtual ~RequirementLinks() = default;

  /// The keys of the Tests that are linked to the requirement; nothing if it does not exist.
  virtual Expected<std::optional<std::set<std::string>>> tests_of(
      const std::string& requirement) = 0;

  virtual Expected<void> link(const std::string& test, const std::string& requirement) = 0;
};

/// What Jira tells of itself that Xray does not. Nothing is ever changed by it.
class JiraFacts {
 public:
  virtual ~JiraFacts() = default;

  /// The id of the project; nothing if there is none, or none that the user may see.
  virtual Expected<std::optional<std::string>> project_id(const std::string& project) = 0;

  /// The names of the issue types that the user may create in the project.
  virtual Expected<std::vector<std::string>> issue_types(const std::string& project) = 0;

  /// The names of the project's versions.
  virtual Expected<std::vector<std::string>> versions(const std::string& project) = 0;

  /// The name of an issue's type; nothing if there is no such issue, or none the user may see.
  virtual Expected<std::optional<std::string>> type_of(const std::string& key) = 0;
};

/// What delivery asks of an Xray product. Cloud and Server differ behind this and nowhere else.
/// Every call may block until its deadline; reads are repeated after faults of the network, calls
/// that change something only when the server cannot have seen them.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// How many things one call may ask for.
  static constexpr std::size_t kMaxAtOnce = 25;

  /// Authenticates and reads what is needed of the project.
  virtual Expected<Site> connect(const std::string& project) = 0;

  /// The two halves of connect(), for whoever wants to know which of them fails. No project for
  /// Xray: refused.
  virtual Expected<void> sign_in() = 0;
  virtual Expected<Site> read_site(const std::string& project) = 0;

  /// Base URL of the Jira that the project's issues are on, such as "https://acme.atlassian.net";
  /// empty if the site does not tell, or names none that is to be believed.
  virtual Expected<std::string> address_of(const Site& site) = 0;

  /// The Tests among `keys` that exist; a key that is missing does not exist or is no Test.
  virtual Expected<std::vector<RemoteTest>> tests_by_key(const Site& site,
                                                         const std::vector<std::string>& keys) = 0;

  /// Calls `visit` for every Test of the project.
  virtual Expected<void> each_test(const Site& site,
                                   const std::function<void(RemoteTest)>& visit) = 0;

  /// Calls `visit` for those of these Tests that exist, with their steps.
  virtual Expected<void> each_steps(const std::vector<std::string>& test_ids,
                                    const std::function<void(RemoteTestSteps)>& visit) = 0;

  /// Adds at most kMaxAtOnce steps, in this order. Done twice they are there twice.
  virtual Expected<void> add_steps(const std::vector<NewStep>& steps) = 0;

  virtual Expected<std::optional<RemoteExecution>> execution_by_key(const std::string& key) = 0;
  virtual Expected<std::optional<RemoteExecution>> execution_by_label(const std::string& project,
                                                                      const std::string& label) = 0;
  virtual Expected<std::optional<std::string>> plan_id(const std::string& key) = 0;
  virtual Expected<std::optional<std::string>> set_id(const std::string& key) = 0;

  /// Those among `keys` that are keys of Test Sets.
  virtual Expected<std::set<std::string>> sets_by_key(const std::vector<std::string>& keys) = 0;
  /// Starts a job that makes the Tests of a document with at most kMostNewTests elements, and gives
  /// its id. Nothing: the site runs another job of the same user, and took none.
  static constexpr std::size_t kMostNewTests = 1000;
  virtual Expected<std::optional<std::string>> start_creation(const Body& document) = 0;

  /// How far a job is; nothing when the site knows none of this id, or no longer.
  virtual Expected<std::optional<BulkJob>> creation(const std::string& job) = 0;

  /// Calls `visit` for every Test Set of the project.
  virtual Expected<void> each_set(const Site& site,
                                  const std::function<void(RemoteSet)>& visit) = 0;
  virtual Expected<RemoteSet> create_set(const std::string& project,
                                         const std::string& summary) = 0;

  /// The keys of the Tests in each of these; none for what does not exist.
  virtual Expected<std::vector<std::set<std::string>>> members(
      Container container, const std::vector<std::string>& ids) = 0;

  virtual Expected<CreatedExecution> create_execution(const PlannedExecution& execution) = 0;
  /// These give the site's warning, empty if it has none.
  virtual Expected<std::string> add_environments(const std::string& execution_id,
                                                 const std::vector<std::string>& environments) = 0;
  virtual Expected<std::string> link_to_plan(const std::string& plan_id,
                                             const std::string& execution_id) = 0;
  virtual Expected<std::string> add_tests_to_plan(const std::string& plan_id,
                                                  const std::vector<std::string>& test_ids) = 0;
  virtual Expected<std::string> add_tests_to_set(const std::string& set_id,
                                                 const std::vector<std::string>& test_ids) = 0;

  /// Imports results into an existing Test Execution. Gives the link to it, empty if not told.
  virtual Expected<std::string> import(const Body& document) = 0;

  /// Calls `visit` for every Test Run of the execution, which has about `expected`.
  virtual Expected<void> each_run(const std::string& execution_id, std::size_t expected,
                                  const std::function<void(RemoteRun)>& visit) = 0;

  /// The same for those of some Tests, with their texts; a Test without a run is not visited.
  virtual Expected<void> each_run_of(const std::vector<std::string>& test_ids,
                                     const std::string& execution_id,
                                     const std::function<void(RemoteRun)>& visit) = 0;

  /// Changes runs without an import. May be repeated. Refused: some of them may be changed.
  virtual Expected<void> amend(const std::vector<RunAmendment>& amendments) = 0;

  /// The iterations of one run with their steps and texts.
  virtual Expected<std::vector<RemoteIteration>> iterations(const std::string& test_id,
                                                            const std::string& execution_id) = 0;

  /// The first kMostIterations iterations of the runs of several Tests, each with its first `steps`
  /// steps and their texts; those of a run that does not exist are empty.
  static constexpr std::size_t kMostIterations = 100;
  virtual Expected<std::vector<std::vector<RemoteIteration>>> iterations_of(
      const std::vector<std::string>& test_ids, const std::string& execution_id,
      std::size_t steps) = 0;

  /// Streams a file to the site; the id it gets is used in add_evidence.
  virtual Expected<std::string> upload(const PlannedFile& file) = 0;

  /// At most kMaxAtOnce at once. For each file the site's warnings, empty if it has none.
  virtual Expected<std::vector<std::string>> add_evidence(
      const std::vector<EvidenceUpload>& files) = 0;

  /// Links defects to a run; warnings of the site come back as text.
  virtual Expected<std::vector<std::string>> add_defects(const std::string& run_id,
                                                         const std::vector<std::string>& keys) = 0;

  /// What is missing before requirements can be linked to Tests that exist, such as "JIRA_TOKEN";
  /// empty: nothing.
  virtual std::string needed_for_requirements() const = 0;

  /// Makes ready for that. The link to the Test Execution may be all that tells where Jira is.
  virtual Expected<std::unique_ptr<RequirementLinks>> requirement_links(
      const RemoteExecution& execution) = 0;

  /// Signs in to the Jira at `address`, a base URL; empty: at that of the settings.
  virtual Expected<std::unique_ptr<JiraFacts>> jira_facts(const std::string& address) = 0;
};

}  // namespace xrep::client
