#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace xrep::client::cloud {

/// The GraphQL documents that the client sends. Lists take at most 100 items a page.
struct Operation {
  const char* name;
  const char* text;
};

extern const Operation kPreflight;
extern const Operation kPreflightAlone;  ///< for sites that do not know custom fields of Test Runs
extern const Operation kStatuses;
extern const Operation kSelfLinks;
extern const Operation kTestsByJql;
extern const Operation kExecutions;
extern const Operation kPlans;
extern const Operation kTestSets;
extern const Operation kCreateExecution;
extern const Operation kAddEnvironments;
extern const Operation kLinkPlan;
extern const Operation kAddTestsToPlan;
extern const Operation kAddTestsToSet;
extern const Operation kRunIterations;
extern const Operation kAddDefects;

/// `field` for 0 … count-1, where # stands for the number.
std::string repeated(std::size_t count, const std::string& field);

/// Reads several pages of a list in one call: the variables are start0, start1, …; the answers p0,
/// p1, …. RunPages takes `executions`, TestPages `projectId`.
std::string run_pages_document(std::size_t pages);
std::string test_pages_document(std::size_t pages);

/// The steps and labels of Tests: the variables are tests0, tests1, …, each the ids of at most 100
/// Tests; the answers p0, p1, ….
std::string steps_of_tests_document(std::size_t pages);

/// One mutation per step, at most 25. The variables are test0, step0, test1, …; the answers s0, s1,
/// …. Mutations of one request are executed one after the other (GraphQL specification, section
/// 6.2.2), so that steps of one Test keep their order.
std::string add_steps_document(std::size_t steps);

/// The runs of several groups of at most 100 Tests, with their texts: `executions`, tests0, tests1,
/// …; the answers p0, p1, ….
std::string runs_of_tests_document(std::size_t groups);

/// The iterations of several Tests' runs, each with its first `steps` step results: `execution`,
/// test0, test1, …; the answers r0, r1, ….
std::string iterations_of_document(std::size_t tests, std::size_t steps);

/// What one field of an AmendRuns document changes.
enum class Amendment { status, comment, step };

/// One mutation each. The variables are run0 and status0, comment0, or step0 and data0; run1, ….
std::string amend_document(const std::vector<Amendment>& fields);

/// Where the n-th file of an AddEvidence document goes.
struct EvidenceSlot {
  bool step = false;
  bool iteration = false;
};

/// One mutation per slot, at most 25 (the API's limit of resolvers in one call). The variables are
/// run0, step0, rank0, files0, run1, …; the answers e0, e1, ….
std::string add_evidence_document(const std::vector<EvidenceSlot>& slots);

}  // namespace xrep::client::cloud
