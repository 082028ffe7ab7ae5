#pragma once

#include "plan/execution.hpp"
#include "plan/import_plan.hpp"
#include "plan/outcome.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Runs written by hand, for the tests of the mapping.
namespace xrep::client::records {

constexpr Micros kStart = 1772330400000000;  // 2026-03-01T02:00:00Z

inline TestRecord test(const std::string& name, TestOutcome outcome = TestOutcome::passed) {
  TestRecord record;
  record.name = name;
  record.identity = name;
  record.suite = name.substr(0, name.find('.'));
  record.outcome = outcome;
  record.started = kStart + 1000000;
  record.finished = kStart + 1250000;
  if (outcome == TestOutcome::crashed) record.died_of = "SIGSEGV";
  return record;
}

inline TestRecord with_key(TestRecord record, const std::string& key) {
  record.keys.push_back(key);
  return record;
}

/// `Inst/Suite.Test/2`
inline TestRecord instance(const std::string& identity, const std::string& which,
                           TestOutcome outcome = TestOutcome::passed) {
  auto record = test(identity + "/" + which, outcome);
  record.identity = identity;
  record.instance = which;
  return record;
}

inline StepRecord step(std::uint32_t number, const std::string& name,
                       StepOutcome outcome = StepOutcome::passed, std::uint32_t parent = 0,
                       std::uint32_t pass = 0) {
  StepRecord record;
  record.number = number;
  record.parent = parent;
  record.pass = pass;
  record.name = name;
  record.outcome = outcome;
  return record;
}

inline Message message(const std::string& text, std::uint32_t in_step = 0, std::uint32_t pass = 0) {
  return {text, "checkout_test.cpp", 42, in_step, pass};
}

inline Attachment attachment(const std::string& name, std::uint32_t in_step = 0,
                             std::uint32_t pass = 0) {
  return {"attachments/" + name, name, "text/plain", 5, in_step, pass};
}

inline Run run(std::vector<TestRecord> tests) {
  Run result;
  result.id = "20260301-020000-1a2b3c4d";
  result.started = kStart;
  result.finished = kStart + 60000000;
  Process process;
  process.executable = "checkout_tests";
  process.framework = "GoogleTest";
  process.framework_version = "1.12.1";
  process.host = "build-7";
  process.pid = 4711;
  process.ended = true;
  result.processes.push_back(process);
  result.tests = std::move(tests);
  return result;
}

inline Settings settings() {
  Settings result;
  result.project = "CALC";
  return result;
}

struct Plan {
  PlannedExecution execution;
  std::vector<Entry> entries;
  std::vector<LeftOut> left_out;
};

inline Plan plan_of(const Run& run, const Settings& with) {
  std::vector<Outcome> outcomes;
  for (const auto& record : run.tests) {
    if (record.outcome != TestOutcome::disabled && record.outcome != TestOutcome::running) {
      outcomes.push_back(outcome_of(record.outcome));
    }
  }
  Plan plan;
  plan.execution = execution_of(run, with, outcomes);
  plan.entries = entries_of(run, with, plan.left_out);
  return plan;
}

inline Plan plan(std::vector<TestRecord> tests, const Settings& with = settings()) {
  return plan_of(run(std::move(tests)), with);
}

/// The only entry of the plan for these tests; an empty one if there is not exactly one.
inline Entry entry(std::vector<TestRecord> tests, const Settings& with = settings()) {
  auto result = plan(std::move(tests), with);
  return result.entries.size() == 1 ? result.entries.front() : Entry{};
}

inline std::vector<std::string> ids(const Plan& plan) {
  std::vector<std::string> result;
  for (const auto& entry : plan.entries) result.push_back(entry.id);
  return result;
}

inline std::vector<std::string> actions(const std::vector<PlannedStep>& steps) {
  std::vector<std::string> result;
  for (const auto& step : steps) result.push_back(step.action);
  return result;
}

inline std::vector<Outcome> outcomes(const std::vector<PlannedStep>& steps) {
  std::vector<Outcome> result;
  for (const auto& step : steps) result.push_back(step.outcome);
  return result;
}

}  // namespace xrep::client::records
