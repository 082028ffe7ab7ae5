// Compiled in the user's own target with the user's own GoogleTest: a listener that was built
// against another version crashes (the vtable of TestEventListener has changed). Only calls of the
// framework belong here; what they mean is in googletest_run.cpp.

#include <xrep/gtest.hpp>
#include <xrep/reporters/googletest_run.hpp>
#include <xrep/reporters/guarded.hpp>
#include <xrep/reporters/push_at_end.hpp>

#include <utility>

namespace xrep {
namespace {

reporters::GoogleTestCase case_of(const testing::TestInfo& test) {
  reporters::GoogleTestCase result;
  result.suite = test.test_suite_name();
  result.name = test.name();
  result.type_param = test.type_param();
  result.value_param = test.value_param();
  result.file = test.file() == nullptr ? "" : test.file();
  result.line = test.line();
  return result;
}

// A re-executed child of a "threadsafe" death test has the whole command line of its parent.
bool in_death_test_child() {
#if defined(GTEST_HAS_DEATH_TEST) && GTEST_HAS_DEATH_TEST
  return testing::internal::InDeathTestChild();
#else
  return false;
#endif
}

reporters::GoogleTestProgram program_of(const testing::UnitTest& unit_test,
                                        const recording::CommandLine& taken) {
  reporters::GoogleTestProgram program;
  program.arguments = testing::internal::GetArgvs();
  program.taken = taken;
  if (GTEST_FLAG_GET(shuffle)) {
    program.seed = static_cast<std::uint64_t>(unit_test.random_seed());
  }
  program.fail_fast = GTEST_FLAG_GET(fail_fast);
  return program;
}

template <class Action>
void for_each_test(const testing::UnitTest& program, const Action& action) {
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *program.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      action(*suite.GetTestInfo(j));
    }
  }
}

void record(reporters::GoogleTestRun& run, const testing::TestPartResult& part) {
  if (part.failed()) {
    run.failed(part.message(), part.file_name(), part.line_number(), part.fatally_failed());
  } else if (part.skipped()) {
    run.skipped(part.message(), part.file_name(), part.line_number());
  }
}

// Reads the parts of the result, as GoogleTest's own printer does at this moment.
recording::Result verdict_of(const testing::TestResult& result) {
  if (result.Failed()) {
    return recording::Result::failed;
  }
  return result.Skipped() ? recording::Result::skipped : recording::Result::passed;
}

// These two stay out of the events that call them, which then are a few instructions while xrep is
// off.
[[gnu::noinline]] void record_start(reporters::GoogleTestRun& run, const testing::TestInfo& test) {
  run.test_started(case_of(test));
}

[[gnu::noinline]] void record_end(reporters::GoogleTestRun& run, const testing::TestInfo& test) {
  if (!run.recording()) {
    return;
  }
  const testing::TestResult& result = *test.result();
  for (int i = 0; i < result.test_property_count(); ++i) {
    const testing::TestProperty& property = result.GetTestProperty(i);
    run.property(property.key(), property.value());
  }
  run.test_ended([&] { return verdict_of(result); });
}

}  // namespace

GTestListener::GTestListener() = default;

GTestListener::GTestListener(recording::CommandLine taken) : taken_(std::move(taken)) {}

GTestListener::~GTestListener() = default;

void GTestListener::OnTestProgramStart(const testing::UnitTest& program) {
  if (in_death_test_child()) {
    return;
  }
  // GoogleTest gives up a run without its end when an environment or a listener throws.
  OnTestProgramEnd(program);
  reporters::guarded([&] {
    // While xrep is off there is none, and an event costs no more than to see that.
    auto fresh = run_ ? nullptr : std::make_unique<reporters::GoogleTestRun>();
    auto& run = run_ ? *run_ : *fresh;
    if (!run.start(program_of(program, taken_))) {
      return;
    }
    // Kept from now on: a stray thread may still report a failure when the run is over.
    if (!run_) {
      run_ = std::move(fresh);
    }
    // Failures from before the tests: nobody was listening yet.
    const testing::TestResult& earlier = program.ad_hoc_test_result();
    for (; parts_seen_ < earlier.total_part_count(); ++parts_seen_) {
      record(*run_, earlier.GetTestPartResult(parts_seen_));
    }
    run_->environment_set_up();
    // OnTestDisabled is not called for suites without any test to run.
    for_each_test(program, [&](const testing::TestInfo& test) {
      if (test.is_reportable() && !test.should_run()) {
        run_->not_run(case_of(test), recording::NotRun::disabled);
      }
    });
  });
}

void GTestListener::OnTestIterationStart(const testing::UnitTest&, int) {
  if (run_) {
    run_->iteration_started();
  }
}

void GTestListener::OnEnvironmentsSetUpEnd(const testing::UnitTest&) {
  if (run_) {
    run_->environment_set_up();
  }
}

void GTestListener::OnTestSuiteStart(const testing::TestSuite& suite) {
  if (run_) {
    run_->suite_started(suite.name(), suite.type_param(), suite.test_to_run_count());
  }
}

void GTestListener::OnTestStart(const testing::TestInfo& test) {
  if (run_) {
    record_start(*run_, test);
  }
}

// Called in the failing thread under GoogleTest's lock: nothing here may call GoogleTest.
void GTestListener::OnTestPartResult(const testing::TestPartResult& part) {
  if (run_) {
    record(*run_, part);
  }
}

void GTestListener::OnTestEnd(const testing::TestInfo& test) {
  if (run_) {
    record_end(*run_, test);
  }
}

void GTestListener::OnTestSuiteEnd(const testing::TestSuite&) {
  if (run_) {
    run_->suite_ended();
  }
}

void GTestListener::OnEnvironmentsTearDownEnd(const testing::UnitTest&) {
  if (run_) {
    run_->environment_torn_down();
  }
}

void GTestListener::OnTestProgramEnd(const testing::UnitTest& program) {
  if (!run_ || !run_->recording()) {
    return;
  }
  // An environment that skips or fails in its set-up keeps GoogleTest from naming any test.
  if (!run_->started_a_test()) {
    for_each_test(program, [&](const testing::TestInfo& test) {
      if (test.should_run()) {
        run_->not_run(case_of(test), recording::NotRun::not_started);
      }
    });
  }
  parts_seen_ = program.ad_hoc_test_result().total_part_count();
  reporters::push_at_end(run_->end());
}

void install(int& argc, char** argv) {
  testing::UnitTest::GetInstance()->listeners().Append(
      new GTestListener(recording::take_settings(argc, argv)));
}

}  // namespace xrep
