// Compiled in the user's own target with the user's own Catch2. Only calls of the framework belong
// here; what they mean is in catch2_run.cpp.

#include "catch2_listener.hpp"

#include "catch2_features.hpp"
#include <xrep/reporters/guarded.hpp>
#include <xrep/reporters/push_at_end.hpp>

#include <chrono>
#include <cstdint>
#include <ratio>
#include <string_view>
#include <utility>
#include <vector>

namespace xrep {
namespace {

struct Given {
  recording::CommandLine from_main;
  std::vector<recording::GivenSetting> from_reporter;
  bool reporter = false;
};

// Catch2 creates listeners and reporters itself and hands a listener no options.
Given& given() {
  static Given value;
  return value;
}

recording::CommandLine command_line() {
  auto result = given().from_main;
  const auto& options = given().from_reporter;
  result.on = result.on || given().reporter;
  result.off = result.off && !result.on;
  result.settings.insert(result.settings.end(), options.begin(), options.end());
  return result;
}

std::string_view view(Catch::StringRef text) {
  return {text.data(), text.size()};
}

std::string_view file_of(const Catch::SourceLineInfo& place) {
  return place.file == nullptr ? std::string_view() : std::string_view(place.file);
}

reporters::Catch2Case case_of(const Catch::TestCaseInfo& test) {
  return {test.name, view(test.className), file_of(test.lineInfo), test.lineInfo.line};
}

const std::vector<std::string_view>& tags_of(const Catch::TestCaseInfo& test,
                                             std::vector<std::string_view>& tags) {
  tags.clear();
  for (const auto& tag : test.tags) {
    tags.push_back(view(tag.original));
  }
  return tags;
}

reporters::Catch2Cases registered_cases() {
  const auto& all = Catch::getRegistryHub().getTestCaseRegistry().getAllInfos();
  return {all.size(), [&all](std::size_t i) { return case_of(*all[i]); }};
}

reporters::Catch2Program program_of(const Catch::IConfig& config) {
  reporters::Catch2Program program;
  program.name = std::string(view(config.name()));
  program.version = std::to_string(CATCH_VERSION_MAJOR) + "." +
                    std::to_string(CATCH_VERSION_MINOR) + "." + std::to_string(CATCH_VERSION_PATCH);
  program.command_line = command_line();
  if (config.runOrder() == Catch::TestRunOrder::Randomized) {
    program.seed = config.rngSeed();
  }
  program.shard_index = static_cast<int>(config.shardIndex());
  program.shard_count = static_cast<int>(config.shardCount());
  program.only_some_sections = !config.getSectionsToRun().empty();
  return program;
}

// Rebuilding the expression calls the user's own operator<<, which may throw.
std::string expansion_of(const Catch::AssertionResult& result) {
  std::string text = "(its values cannot be shown: printing them failed)";
  reporters::guarded([&] {
    text = result.hasExpandedExpression() ? result.getExpandedExpression() : std::string();
  });
  return text;
}

reporters::Catch2Assertion::Kind kind_of(Catch::ResultWas::OfType type) {
  using Kind = reporters::Catch2Assertion::Kind;
  if (type == Catch::ResultWas::ThrewException) {
    return Kind::unexpected_exception;
  }
  if (type == Catch::ResultWas::DidntThrowException) {
    return Kind::missing_exception;
  }
  return type == Catch::ResultWas::ExplicitFailure ? Kind::explicit_failure : Kind::expression;
}

reporters::Catch2Assertion assertion_of(const Catch::AssertionStats& stats) {
  const auto& result = stats.assertionResult;
  reporters::Catch2Assertion assertion;
  assertion.kind = kind_of(result.getResultType());
  assertion.macro = std::string(view(result.getTestMacroName()));
  if (result.hasExpression()) {
    assertion.expression = result.getExpressionInMacro();
    assertion.expansion = expansion_of(result);
  }
  assertion.message = std::string(view(result.getMessage()));
  for (const auto& info : stats.infoMessages) {
    assertion.infos.push_back(info.message);
  }
  return assertion;
}

template <class Estimate>
reporters::Catch2Estimate estimate_of(const Estimate& estimate) {
  using Nanoseconds = std::chrono::duration<double, std::nano>;
  return {Nanoseconds(estimate.point).count(), Nanoseconds(estimate.lower_bound).count(),
          Nanoseconds(estimate.upper_bound).count()};
}

reporters::Catch2Benchmark benchmark_of(const Catch::BenchmarkStats<>& stats) {
  reporters::Catch2Benchmark benchmark;
  benchmark.name = stats.info.name;
  benchmark.mean = estimate_of(stats.mean);
  benchmark.deviation = estimate_of(stats.standardDeviation);
  benchmark.samples = stats.info.samples;
  benchmark.iterations = static_cast<std::uint64_t>(stats.info.iterations);
  return benchmark;
}

recording::StepResult step_result(const Catch::Counts& assertions) {
  if (assertions.failed + assertions.failedButOk != 0) {
    return recording::StepResult::failed;
  }
  return catch2_features::skipped(assertions) != 0 ? recording::StepResult::skipped
                                                   : recording::StepResult::passed;
}

reporters::Catch2Verdict verdict_of(const Catch::TestCaseStats& stats) {
  const auto& tests = stats.totals.testCases;
  reporters::Catch2Verdict verdict;
  verdict.failed = tests.failed != 0;
  verdict.failed_as_allowed = tests.failedButOk != 0;
  verdict.skipped = catch2_features::skipped(tests) != 0;
  verdict.assertions =
      stats.totals.assertions.total() + catch2_features::skipped(stats.totals.assertions);
  verdict.must_fail = stats.testInfo->expectedToFail();
  return verdict;
}

// Only a run that is recorded needs a listener: it slows every assertion a little and keeps passing
// ones from other reporters.
[[maybe_unused]] const bool listening = [] {
  if (recording::turned_on({})) {
    catch2::listen();
  }
  return true;
}();

}  // namespace

namespace catch2 {

void use(const recording::CommandLine& command_line) {
  given().from_main = command_line;
}

void use_reporter_options(std::vector<recording::GivenSetting> options) {
  given().from_reporter = std::move(options);
  given().reporter = true;
}

void listen() {
  catch2_features::register_listener<Catch2Listener>();
}

}  // namespace catch2

Catch2Listener::Catch2Listener(const Catch::IConfig* config) : EventListenerBase(config) {
  catch2_features::ask_for_failures_only(m_preferences);
}

Catch2Listener::~Catch2Listener() {
  reporters::push_at_end(end_);
}

std::string Catch2Listener::getDescription() {
  return "Records the tests and pushes them to Xray, the test management app of Jira";
}

void Catch2Listener::testRunStarting(const Catch::TestRunInfo&) {
  reporters::guarded([&] { run_.start(program_of(*m_config), registered_cases()); });
}

void Catch2Listener::testCaseStarting(const Catch::TestCaseInfo& test) {
  reporters::guarded([&] { run_.test_started(case_of(test), tags_of(test, tags_)); });
}

void Catch2Listener::testCasePartialStarting(const Catch::TestCaseInfo&, std::uint64_t) {
  run_.pass_started();
}

void Catch2Listener::sectionStarting(const Catch::SectionInfo& section) {
  run_.section_started(section.name, section.lineInfo.line);
}

void Catch2Listener::assertionEnded(const Catch::AssertionStats& stats) {
  const auto& result = stats.assertionResult;
  const auto type = result.getResultType();
  const bool wanted =
      !result.isOk() || type == Catch::ResultWas::Warning || catch2_features::is_skip(type);
  if (!wanted || type == Catch::ResultWas::FatalErrorCondition || !run_.recording()) {
    return;
  }
  const auto place = result.getSourceInfo();
  if (catch2_features::is_skip(type)) {
    run_.skipped(view(result.getMessage()), file_of(place), place.line);
  } else if (type == Catch::ResultWas::Warning) {
    run_.warned(view(result.getMessage()));
  } else {
    reporters::guarded([&] { run_.failed(assertion_of(stats), file_of(place), place.line); });
  }
}

void Catch2Listener::benchmarkPreparing(Catch::StringRef name) {
  run_.benchmark_started(view(name));
}

void Catch2Listener::benchmarkEnded(const Catch::BenchmarkStats<>& stats) {
  if (run_.recording()) {
    reporters::guarded([&] { run_.benchmark_ended(benchmark_of(stats)); });
  }
}

// Its reason comes as an assertion, too.
void Catch2Listener::benchmarkFailed(Catch::StringRef) {
  run_.benchmark_failed();
}

void Catch2Listener::sectionEnded(const Catch::SectionStats& stats) {
  const auto& section = stats.sectionInfo;
  run_.section_ended(section.name, file_of(section.lineInfo), section.lineInfo.line,
                     step_result(stats.assertions), stats.missingAssertions,
                     !(stats.durationInSeconds > 0));
}

void Catch2Listener::testCasePartialEnded(const Catch::TestCaseStats&, std::uint64_t) {
  run_.pass_ended();
}

void Catch2Listener::testCaseEnded(const Catch::TestCaseStats& stats) {
  run_.test_ended(verdict_of(stats));
}

// The exit code is fixed by now, and an exception would end the process.
void Catch2Listener::testRunEnded(const Catch::TestRunStats&) {
  end_ = run_.end();
}

void Catch2Listener::skipTest(const Catch::TestCaseInfo& test) {
  if (run_.recording()) {
    reporters::guarded([&] { run_.not_started(case_of(test), tags_of(test, tags_)); });
  }
}

// Called from a signal handler, on a stack of 32 KiB.
void Catch2Listener::fatalErrorEncountered(Catch::StringRef cause) {
  run_.died(view(cause));
}

}  // namespace xrep
