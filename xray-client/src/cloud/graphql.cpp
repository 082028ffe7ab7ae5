#include "cloud/graphql.hpp"

#include <algorithm>

namespace xrep::client::cloud {

const Operation kPreflight{"Preflight", R"(query Preflight($project: String!) {
  getProjectSettings(projectIdOrKey: $project) {
    projectId
    testEnvironments
    testTypeSettings { defaultTestTypeId testTypes { id name kind } }
    testCoverageSettings { issueLinkTypeId }
    testRunCustomFieldSettings { fields { id name type required values } }
  }
})"};

const Operation kPreflightAlone{"PreflightAlone", R"(query PreflightAlone($project: String!) {
  getProjectSettings(projectIdOrKey: $project) {
    projectId
    testEnvironments
    testTypeSettings { defaultTestTypeId testTypes { id name kind } }
    testCoverageSettings { issueLinkTypeId }
  }
})"};

const Operation kStatuses{"Statuses", R"(query Statuses($projectId: String) {
  getStatuses(projectId: $projectId) { name final coverageStatus }
  getStepStatuses(projectId: $projectId) { name testStatus { name } }
})"};

const Operation kSelfLinks{"SelfLinks", R"(query SelfLinks($projectId: String!) {
  getTestExecutions(projectId: $projectId, limit: 1) { results { jira(fields: ["key", "self"]) } }
  getTests(projectId: $projectId, limit: 1) { results { jira(fields: ["key", "self"]) } }
})"};

const Operation kTestsByJql{"TestsByJql", R"(query TestsByJql($jql: String!) {
  getTests(jql: $jql, limit: 100) {
    total
    results {
      issueId unstructured testType { name kind } steps { id }
      jira(fields: ["key", "summary"])
    }
  }
})"};

const Operation kExecutions{"Executions", R"(query Executions($jql: String!) {
  getTestExecutions(jql: $jql, limit: 10) {
    total
    results { issueId testEnvironments jira(fields: ["key", "summary", "labels", "self"]) }
  }
})"};

const Operation kPlans{"Plans", R"(query Plans($jql: String!) {
  getTestPlans(jql: $jql, limit: 1) { total results { issueId jira(fields: ["key"]) } }
})"};

const Operation kTestSets{"TestSets", R"(query TestSets($jql: String!) {
  getTestSets(jql: $jql, limit: 100) { total results { issueId jira(fields: ["key"]) } }
})"};

const Operation kCreateExecution{
    "CreateExecution", R"(mutation CreateExecution($jira: JSON!, $environments: [String]) {
  createTestExecution(jira: $jira, testEnvironments: $environments) {
    testExecution { issueId jira(fields: ["key", "self"]) }
    createdTestEnvironments
    warnings
  }
})"};

const Operation kAddEnvironments{
    "AddEnvironments", R"(mutation AddEnvironments($execution: String!, $environments: [String]!) {
  addTestEnvironmentsToTestExecution(issueId: $execution, testEnvironments: $environments) {
    associatedTestEnvironments createdTestEnvironments warning
  }
})"};

const Operation kLinkPlan{"LinkPlan",
                          R"(mutation LinkPlan($plan: String!, $executions: [String]!) {
  addTestExecutionsToTestPlan(issueId: $plan, testExecIssueIds: $executions) {
    addedTestExecutions warning
  }
})"};

const Operation kAddTestsToPlan{"AddTestsToPlan",
                                R"(mutation AddTestsToPlan($plan: String!, $tests: [String]!) {
  addTestsToTestPlan(issueId: $plan, testIssueIds: $tests) { addedTests warning }
})"};

const Operation kAddTestsToSet{"AddTestsToSet",
                               R"(mutation AddTestsToSet($set: String!, $tests: [String]!) {
  addTestsToTestSet(issueId: $set, testIssueIds: $tests) { addedTests warning }
})"};

const Operation kRunIterations{
    "RunIterations",
    R"(query RunIterations($test: String!, $execution: String!, $start: Int!) {
  getTestRun(testIssueId: $test, testExecIssueId: $execution) {
    id
    iterations(limit: 100, start: $start) {
      total
      results {
        rank parameters { name value } status { name }
        stepResults(limit: 100) {
          results { id status { name } actualResult defects evidence { id filename size } }
        }
      }
    }
  }
})"};

const Operation kAddDefects{"AddDefects",
                            R"(mutation AddDefects($run0: String!, $issues0: [String]!) {
  d0: addDefectsToTestRun(id: $run0, issues: $issues0) { addedDefects warnings }
})"};

std::string repeated(std::size_t count, const std::string& field) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    for (const char c : field) {
      text += c == '#' ? std::to_string(i) : std::string(1, c);
    }
  }
  return text;
}

std::string run_pages_document(std::size_t pages) {
  return "query RunPages($executions: [String]" + repeated(pages, ", $start#: Int!") + ") {\n" +
         repeated(pages,
                  "  p#: getTestRuns(testExecIssueIds: $executions, limit: 100, start: $start#) "
                  "{ ...page }\n") +
         R"(}
fragment page on TestRunResults {
  total
  results {
    id status { name } unstructured defects
    test { issueId jira(fields: ["key", "summary"]) }
    evidence { id filename size }
    steps { id status { name } evidence { id filename size } }
    iterations(limit: 1) { total }
  }
})";
}

std::string test_pages_document(std::size_t pages) {
  return "query TestPages($projectId: String!" + repeated(pages, ", $start#: Int!") + ") {\n" +
         repeated(pages,
                  "  p#: getTests(projectId: $projectId, limit: 100, start: $start#) "
                  "{ ...page }\n") +
         R"(}
fragment page on TestResults {
  total
  results {
    issueId unstructured testType { name kind } steps { id }
    jira(fields: ["key", "summary"])
  }
})";
}

std::string steps_of_tests_document(std::size_t pages) {
  const auto variables = repeated(pages, ", $tests#: [String]").substr(2);
  return "query StepsOfTests(" + variables + ") {\n" +
         repeated(pages, "  p#: getTests(issueIds: $tests#, limit: 100) { ...page }\n") +
         R"(}
fragment page on TestResults {
  results { issueId steps { action } jira(fields: ["labels"]) }
})";
}

std::string add_steps_document(std::size_t steps) {
  const auto variables = repeated(steps, ", $test#: String!, $step#: CreateStepInput!").substr(2);
  return "mutation AddSteps(" + variables + ") {\n" +
         repeated(steps, "  s#: addTestStep(issueId: $test#, step: $step#) { id }\n") + "}";
}

std::string runs_of_tests_document(std::size_t groups) {
  return "query RunsOfTests($executions: [String]" + repeated(groups, ", $tests#: [String]") +
         ") {\n" +
         repeated(groups,
                  "  p#: getTestRuns(testIssueIds: $tests#, testExecIssueIds: $executions, "
                  "limit: 100) { ...page }\n") +
         R"(}
fragment page on TestRunResults {
  total
  results {
    id status { name } comment unstructured defects
    test { issueId jira(fields: ["key", "summary"]) }
    evidence { id filename size }
    steps { id status { name } actualResult defects evidence { id filename size } }
    iterations(limit: 1) { total }
  }
})";
}

std::string amend_document(const std::vector<Amendment>& fields) {
  std::string variables;
  std::string body;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string n = std::to_string(i);
    variables += (i == 0 ? "$run" : ", $run") + n + ": String!";
    switch (fields[i]) {
      case Amendment::status:
        variables += ", $status" + n + ": String!";
        body += "  a" + n + ": updateTestRunStatus(id: $run" + n + ", status: $status" + n + ")\n";
        break;
      case Amendment::comment:
        variables += ", $comment" + n + ": String!";
        body +=
            "  a" + n + ": updateTestRunComment(id: $run" + n + ", comment: $comment" + n + ")\n";
        break;
      case Amendment::step:
        variables += ", $step" + n + ": String!, $data" + n + ": UpdateTestRunStepInput!";
        body += "  a" + n + ": updateTestRunStep(testRunId: $run" + n + ", stepId: $step" + n +
                ", updateData: $data" + n + ") { warnings }\n";
        break;
    }
  }
  return "mutation AmendRuns(" + variables + ") {\n" + body + "}";
}

std::string iterations_of_document(std::size_t tests, std::size_t steps) {
  const std::string of_steps =
      steps == 0
          ? ""
          : "\n      stepResults(limit: " + std::to_string(std::min<std::size_t>(steps, 100)) +
                ") {\n        results { id status { name } actualResult defects evidence { id "
                "filename size } }\n      }";
  return "query IterationsOf($execution: String!" + repeated(tests, ", $test#: String!") + ") {\n" +
         repeated(tests,
                  "  r#: getTestRun(testIssueId: $test#, testExecIssueId: $execution) "
                  "{ ...run }\n") +
         R"(}
fragment run on TestRun {
  id
  iterations(limit: 100) {
    total
    results {
      rank parameters { name value } status { name })" +
         of_steps + R"(
    }
  }
})";
}

std::string add_evidence_document(const std::vector<EvidenceSlot>& slots) {
  std::string variables;
  std::string fields;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const std::string n = std::to_string(i);
    variables += (i == 0 ? "$run" : ", $run") + n + ": String!";
    if (!slots[i].step) {
      variables += ", $files" + n + ": [AttachmentDataInput]!";
      fields += "  e" + n + ": addEvidenceToTestRun(id: $run" + n + ", evidence: $files" + n + ")";
    } else {
      variables += ", $step" + n + ": String!, $files" + n + ": [AttachmentDataInput]";
      fields +=
          "  e" + n + ": addEvidenceToTestRunStep(testRunId: $run" + n + ", stepId: $step" + n;
      if (slots[i].iteration) {
        variables += ", $rank" + n + ": String";
        fields += ", iterationRank: $rank" + n;
      }
      fields += ", evidence: $files" + n + ")";
    }
    fields += " { addedEvidence warnings }\n";
  }
  return "mutation AddEvidence(" + variables + ") {\n" + fields + "}";
}

}  // namespace xrep::client::cloud
