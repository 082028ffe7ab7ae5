#include "plan/text_limits.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

TEST(PlannedExecution, IsNamedAfterProgramsBranchAndTime) {
  auto recorded = run({});
  EXPECT_EQ(plan_of(recorded, settings()).execution.summary,
            "checkout_tests, 2026-03-01 02:00 UTC");
  recorded.branch = "main";
  EXPECT_EQ(plan_of(recorded, settings()).execution.summary,
            "checkout_tests, main, 2026-03-01 02:00 UTC");
}

TEST(PlannedExecution, NamesAFewOfManyProgramsAndStaysWithinTheLimit) {
  auto recorded = run({});
  for (int i = 0; i < 5; ++i) {
    recorded.processes.push_back(recorded.processes.front());
    recorded.processes.back().executable = "tests_" + std::to_string(i);
  }
  EXPECT_THAT(plan_of(recorded, settings()).execution.summary,
              HasSubstr("checkout_tests, tests_0, tests_1 and 3 more, 2026"));
  recorded.branch = std::string(400, 'b');
  const auto summary = plan_of(recorded, settings()).execution.summary;
  EXPECT_EQ(text_length(summary), 255U);
  EXPECT_THAT(summary, EndsWith(", 2026-03-01 02:00 UTC"));
}

TEST(PlannedExecution, TakesItsFieldsFromTheSettings) {
  auto with = settings();
  with.test_execution = "CALC-900";
  with.test_plan = "CALC-9";
  with.summary = "Nightly\nrun";
  with.version = "2.4";
  with.environments = {"linux"};
  with.labels = {"nightly run", "nightly run"};
  with.revision = "9f1c2ab";
  auto recorded = run({});
  recorded.revision = "another";
  const auto execution = plan_of(recorded, with).execution;
  EXPECT_EQ(execution.key, "CALC-900");
  EXPECT_EQ(execution.project, "CALC");
  EXPECT_EQ(execution.plan, "CALC-9");
  EXPECT_EQ(execution.summary, "Nightly run");
  EXPECT_EQ(execution.version, "2.4");
  EXPECT_EQ(execution.revision, "9f1c2ab");
  EXPECT_THAT(execution.environments, ElementsAre("linux"));
  EXPECT_THAT(execution.labels, ElementsAre("nightly_run"));
  EXPECT_EQ(execution.run_label, "xrep-20260301-020000-1a2b3c4d");
  EXPECT_EQ(execution.started, kStart);
}

TEST(PlannedExecution, DescribesWhereTheResultsComeFrom) {
  auto recorded = run({test("A.A"), test("A.B", TestOutcome::crashed)});
  recorded.revision = "9f1c2ab";
  recorded.branch = "main";
  recorded.build_url = "https://ci.example/812";
  recorded.ci = "GitHub Actions";
  recorded.damaged_lines = 2;
  recorded.processes[0].ended = false;
  auto with = settings();
  with.description = "The nightly run.";
  const auto description = plan_of(recorded, with).execution.description;
  EXPECT_EQ(description,
            "The nightly run.\n"
            "Revision: 9f1c2ab\n"
            "Branch: main\n"
            "GitHub Actions: https://ci.example/812\n"
            "Programs: checkout_tests\n"
            "Framework: GoogleTest 1.12.1\n"
            "Host: build-7\n"
            "Time: 2026-03-01T02:00:00Z to 2026-03-01T02:01:00Z\n"
            "Results: 1 passed, 1 crashed\n"
            "Died before their end: checkout_tests (process 4711)\n"
            "Damaged lines in the recording, skipped: 2");
}

}  // namespace
}  // namespace xrep::client
