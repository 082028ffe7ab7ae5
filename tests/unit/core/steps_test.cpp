#include "child.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace xrep {
namespace {

using test::FinishedChild;
using test::record_test;

TestRecord record(const std::function<void()>& body) {
  const FinishedChild child([&] { record_test(body); });
  const xrep::Run run = child.run();
  EXPECT_EQ(run.tests.size(), 1U);
  return run.tests.empty() ? TestRecord() : run.tests.front();
}

StepRecord step(const TestRecord& test, const std::string& name) {
  for (const auto& step : test.steps) {
    if (step.name == name) return step;
  }
  ADD_FAILURE() << "no step " << name;
  return {};
}

void on_another_thread(const std::function<void()>& body) {
  std::thread(body).join();
}

TEST(Steps, NestAndPass) {
  const auto test = record([] {
    Step outer("outer");
    outer.expected("three items");
    outer.data("a basket");
    outer.data("basket 7");
    const Step inner("inner");
  });
  EXPECT_EQ(step(test, "inner").parent, step(test, "outer").number);
  EXPECT_EQ(step(test, "outer").parent, 0U);
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::passed);
  EXPECT_EQ(step(test, "outer").expected, "three items");
  EXPECT_EQ(step(test, "outer").data, "basket 7");
  EXPECT_EQ(step(test, "inner").data, "");
  EXPECT_GE(step(test, "outer").finished, step(test, "inner").finished);
}

TEST(Steps, GiveBackWhatTheirBodyReturns) {
  record([] {
    if (xrep::step("compute", [] { return 42; }) != 42) _exit(1);
  });
}

TEST(Steps, FailWithTheFailureInsideThem) {
  const auto test = record([] {
    const Step outer("outer");
    { const Step good("good"); }
    {
      const Step bad("bad");
      recording::failure("boom", "a.cpp", 7);
    }
    const Step later("later");
  });
  EXPECT_EQ(step(test, "bad").outcome, StepOutcome::failed);
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::failed);
  EXPECT_EQ(step(test, "good").outcome, StepOutcome::passed);
  EXPECT_EQ(step(test, "later").outcome, StepOutcome::passed);
  ASSERT_EQ(test.failures.size(), 1U);
  EXPECT_EQ(test.failures[0].step, step(test, "bad").number);
  EXPECT_EQ(test.failures[0].line, 7);
}

TEST(Steps, FailWhenAnExceptionLeavesThem) {
  const auto test = record([] {
    try {
      const Step outer("outer");
      const Step inner("inner");
      throw std::runtime_error("boom");
    } catch (const std::exception&) {
      const Step handler("in the handler");
    }
  });
  EXPECT_EQ(step(test, "inner").outcome, StepOutcome::failed);
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::failed);
  EXPECT_EQ(step(test, "in the handler").outcome, StepOutcome::passed);
}

TEST(Steps, AreSkippedWhenASkipThrows) {
  const auto test = record([] {
    try {
      const Step outer("outer");
      const Step inner("inner");
      recording::skip("no network", "a.cpp", 7);
      throw std::runtime_error("how Catch2 leaves");
    } catch (const std::exception&) {
      return;
    }
  });
  EXPECT_EQ(step(test, "inner").outcome, StepOutcome::skipped);
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::skipped);
  ASSERT_EQ(test.skips.size(), 1U);
  EXPECT_EQ(test.skips[0].step, step(test, "inner").number);
}

TEST(Steps, OfALaterPassFailByAnExceptionThoughAnEarlierPassWasSkipped) {
  const auto test = record([] {
    recording::pass_started();
    recording::skip("not this value", "a.cpp", 7);
    recording::pass_finished(false);
    recording::pass_started();
    try {
      const Step pay("pay");
      throw std::runtime_error("declined");
    } catch (const std::exception&) {
      recording::pass_finished(false);
    }
  });
  EXPECT_EQ(step(test, "pay").outcome, StepOutcome::failed);
}

TEST(Steps, AreSkippedWithTheStepsAroundThemWhenASkipReturns) {
  const auto test = record([] {
    const Step outer("outer");
    { const Step before("before"); }
    const Step inner("inner");
    recording::skip("no network", "", 0);
  });
  EXPECT_EQ(step(test, "before").outcome, StepOutcome::passed);
  EXPECT_EQ(step(test, "inner").outcome, StepOutcome::skipped);
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::skipped);
}

TEST(Steps, ThatFailedStayFailedWhenTheTestSkipsLater) {
  const auto test = record([] {
    const Step both("both");
    recording::failure("boom", "", 0);
    recording::skip("enough", "", 0);
  });
  EXPECT_EQ(step(test, "both").outcome, StepOutcome::failed);
}

TEST(Steps, OfOtherThreadsGoBelowTheInnermostOfTheTest) {
  const auto test = record([] {
    const Step outer("outer");
    on_another_thread([] {
      const Step first("first");
      const Step second("second");
    });
    recording::failure("after", "", 0);
  });
  EXPECT_EQ(step(test, "first").parent, step(test, "outer").number);
  EXPECT_EQ(step(test, "second").parent, step(test, "first").number);
  EXPECT_EQ(step(test, "first").outcome, StepOutcome::passed);
  EXPECT_EQ(test.failures.at(0).step, step(test, "outer").number);
}

TEST(Steps, TakeWhatHappensOnTheirThread) {
  const auto test = record([] {
    const Step outer("outer");
    on_another_thread([] {
      const Step mine("mine");
      attach("mine.txt", "bytes");
      recording::failure("mine", "", 0);
    });
    on_another_thread([] { attach("outer.txt", "bytes"); });
  });
  EXPECT_EQ(test.failures.at(0).step, step(test, "mine").number);
  EXPECT_EQ(test.attachments.at(0).step, step(test, "mine").number);
  EXPECT_EQ(test.attachments.at(1).step, step(test, "outer").number);
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::failed) << "its child failed";
}

TEST(Steps, MayOutliveTheStepAroundThem) {
  const auto test = record([] {
    auto top = std::make_unique<Step>("top");
    auto outer = std::make_unique<Step>("outer");
    std::promise<void> opened;
    std::promise<void> go;
    std::thread thread([&] {
      const Step inner("inner");
      opened.set_value();
      go.get_future().wait();
      recording::failure("late", "", 0);
    });
    opened.get_future().wait();
    outer.reset();
    go.set_value();
    thread.join();
    top.reset();
  });
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::passed);
  EXPECT_EQ(step(test, "inner").outcome, StepOutcome::failed);
  EXPECT_EQ(step(test, "top").outcome, StepOutcome::failed);
}

TEST(Steps, AttachToThemselvesWhereverTheyAreUsed) {
  const auto test = record([] {
    Step outer("outer");
    const Step inner("inner");
    outer.attach("a.txt", "bytes");
    attach("b.txt", "bytes");
  });
  EXPECT_EQ(test.attachments.at(0).step, step(test, "outer").number);
  EXPECT_EQ(test.attachments.at(1).step, step(test, "inner").number);
}

TEST(Steps, ClosedAfterTheirTestDoNothing) {
  const FinishedChild child([] {
    test::start();
    test::start_test("A.One");
    auto step = std::make_unique<Step>("left open");
    test::pass();
    test::start_test("A.Two");
    const Step other("other");
    step->attach("a.txt", "bytes");
    step->expected("nothing");
    step->data("nothing");
    step.reset();
    recording::failure("of the second", "", 0);
    recording::test_finished(recording::Result::failed);
    recording::end_run();
  });
  const xrep::Run run = child.run();
  ASSERT_EQ(run.tests.size(), 2U);
  EXPECT_EQ(step(run.tests[0], "left open").outcome, StepOutcome::open);
  EXPECT_EQ(step(run.tests[0], "left open").data, "");
  EXPECT_EQ(step(run.tests[1], "other").data, "");
  EXPECT_EQ(step(run.tests[1], "other").outcome, StepOutcome::open);
  EXPECT_EQ(run.tests[1].failures.at(0).step, step(run.tests[1], "other").number);
  EXPECT_TRUE(run.tests[1].attachments.empty());
}

TEST(Steps, FailWithAFailureInAStepThatIsStillOpen) {
  const auto test = record([] {
    const auto outer = recording::step_started("outer");
    recording::step_started("inner");
    recording::failure("boom", "", 0);
    recording::step_finished(outer, recording::StepResult::passed);
  });
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::failed);
  EXPECT_EQ(step(test, "inner").outcome, StepOutcome::open);
}

TEST(Steps, OfTheFrameworkFailWithTheirChildren) {
  const auto test = record([] {
    const auto outer = recording::step_started("outer");
    const auto inner = recording::step_started("inner");
    recording::step_finished(inner, recording::StepResult::failed);
    recording::step_finished(outer, recording::StepResult::passed);
  });
  EXPECT_EQ(step(test, "outer").outcome, StepOutcome::failed);
}

}  // namespace
}  // namespace xrep
