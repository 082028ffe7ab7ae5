#include "child.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace xrep {
namespace {

using test::Child;
using test::FinishedChild;
using test::record_test;
using test::start;
using test::start_test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TestRecord only_test(const Child& child) {
  const xrep::Run run = child.run();
  EXPECT_THAT(run.tests, SizeIs(1));
  EXPECT_EQ(run.damaged_lines, 0U);
  return run.tests.empty() ? TestRecord() : run.tests.front();
}

TEST(Recorder, WritesWhatATestSays) {
  const FinishedChild child([] {
    record_test([] {
      test_key("SHOP-42");
      test_key("SHOP-43");
      requirement("SHOP-7");
      defect("SHOP-99");
      comment("paid with card");
      parameter("currency", "USD");
      parameter("currency", "EUR");
      custom_field("Rig", "B1");
      custom_field("Firmware", "1.2");
      custom_field("Rig", "B2");
      recording::remark("failed as expected");
    });
  });
  const TestRecord test = only_test(child);
  EXPECT_EQ(test.name, "Suite.Test");
  EXPECT_EQ(test.identity, "Suite.Test");
  EXPECT_EQ(test.outcome, TestOutcome::passed);
  EXPECT_THAT(test.keys, ElementsAre("SHOP-42", "SHOP-43"));
  EXPECT_THAT(test.requirements, ElementsAre("SHOP-7"));
  EXPECT_THAT(test.defects, ElementsAre("SHOP-99"));
  EXPECT_THAT(test.comments, ElementsAre("paid with card"));
  EXPECT_THAT(test.remarks, ElementsAre("failed as expected"));
  ASSERT_THAT(test.parameters, SizeIs(1));
  EXPECT_EQ(test.parameters.front().value, "EUR");
  ASSERT_THAT(test.custom_fields, SizeIs(2));
  EXPECT_EQ(test.custom_fields[0].name, "Rig");
  EXPECT_EQ(test.custom_fields[0].value, "B2");
  EXPECT_EQ(test.custom_fields[1].value, "1.2");
  EXPECT_GE(test.finished, test.started);
}

TEST(Recorder, WritesHowTheFrameworkDescribesTests) {
  const FinishedChild child([] {
    start({"--xray_test_plan=CALC-9"});
    recording::TestInfo info;
    info.name = "Inst/Suite.Test/3";
    info.identity = "Inst/Suite.Test";
    info.instance = "3";
    info.suite = "Suite";
    info.file = "shop_test.cpp";
    info.line = 12;
    info.tags = {"slow", "[x]"};
    recording::test_started(info);
    recording::test_finished(recording::Result::skipped);
    recording::test_not_run(info, recording::NotRun::disabled);
    recording::test_not_run(info, recording::NotRun::not_started);
    recording::end_run();
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(3));
  const TestRecord& test = run.tests.front();
  EXPECT_EQ(test.identity, "Inst/Suite.Test");
  EXPECT_EQ(test.instance, "3");
  EXPECT_EQ(test.suite, "Suite");
  EXPECT_EQ(test.file, "shop_test.cpp");
  EXPECT_EQ(test.line, 12);
  EXPECT_THAT(test.tags, ElementsAre("slow", "[x]"));
  EXPECT_EQ(test.outcome, TestOutcome::skipped);
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::disabled);
  EXPECT_EQ(run.tests[2].outcome, TestOutcome::not_started);
  ASSERT_THAT(run.processes, SizeIs(1));
  EXPECT_EQ(run.processes.front().framework, "GoogleTest");
  EXPECT_EQ(run.processes.front().executable, "shop_tests");
  EXPECT_TRUE(run.processes.front().ended);
  EXPECT_FALSE(run.processes.front().alive);
  ASSERT_THAT(run.settings, SizeIs(1));
  EXPECT_EQ(run.settings.front().given.value, "CALC-9");
  EXPECT_EQ(run.settings.front().source, SettingSource::flag);
}

TEST(Recorder, DoesNothingBeforeAndAfterARun) {
  const FinishedChild child([] {
    test_key("SHOP-42");
    const Step nothing("nothing");
    record_test([] {});
    comment("too late");
    recording::test_started({});
  });
  EXPECT_THAT(only_test(child).comments, IsEmpty());
}

TEST(Recorder, DoesNothingOutsideOfTests) {
  const FinishedChild child([] {
    start();
    attach("a.txt", "text");
    comment("nobody's");
    recording::failure("nobody's", "", 0);
    start_test("Suite.Test");
    test::pass();
    recording::end_run();
  });
  const TestRecord test = only_test(child);
  EXPECT_THAT(test.failures, IsEmpty());
  EXPECT_THAT(test.attachments, IsEmpty());
  EXPECT_EQ(child.stderr_text().find("nobody"), std::string::npos);
}

TEST(Recorder, RecordsOnceAtATime) {
  const FinishedChild child([] {
    start();
    if (recording::start_run(test::program())) _exit(1);
    start_test("Suite.Test");
    test::pass();
    recording::end_run();
  });
  only_test(child);
}

TEST(Recorder, StartsAnotherRunAfterTheFirst) {
  const FinishedChild child([] {
    record_test([] {});
    record_test([] {});
  });
  EXPECT_THAT(find_run_directories(child.folder() / "xray-results"), SizeIs(2));
}

TEST(Recorder, SaysOnStderrOnceWhereItRecords) {
  const FinishedChild child([] { record_test([] {}); });
  EXPECT_EQ(child.stderr_text(), "xrep: recording to " + child.run_directory().string() + "\n");
}

TEST(Recorder, KeepsAMalformedKeyAndSaysSo) {
  const FinishedChild child([] { record_test([] { test_key("shop 42"); }); });
  EXPECT_THAT(only_test(child).keys, ElementsAre("shop 42"));
  EXPECT_THAT(child.stderr_text(), AllOf(HasSubstr("Suite.Test"), HasSubstr("'shop 42'"),
                                         HasSubstr("looks like CALC-9")));
}

TEST(Recorder, SurvivesHostileNames) {
  const FinishedChild child([] {
    start();
    recording::TestInfo info;
    info.name = "quote\" back\\ new\nline \x01 bad\xFF end";
    info.suite = "\x1B[31mred";
    recording::test_started(info);
    { const Step step("\"step\"\n\xC0"); }
    test::pass();
    recording::end_run();
  });
  const TestRecord test = only_test(child);
  EXPECT_EQ(test.name, "quote\" back\\ new␊line ␁ bad� end");
  EXPECT_EQ(test.suite, "red");
  EXPECT_EQ(test.steps.at(0).name, "\"step\"␊�");
}

TEST(Recorder, AttachesTheWholeOfALongText) {
  const FinishedChild child([] {
    record_test([] {
      const std::string text = std::string(100000, 'x') + "the end";
      recording::failure(text, "a.cpp", 1);
      comment(text);
    });
  });
  const TestRecord test = only_test(child);
  ASSERT_THAT(test.failures, SizeIs(1));
  EXPECT_LE(test.failures.front().text.size(), 32U * 1024);
  EXPECT_THAT(test.failures.front().text, testing::EndsWith("are in the file failure-1.txt]"));
  ASSERT_THAT(test.attachments, SizeIs(2));
  EXPECT_EQ(test.attachments[0].name, "failure-1.txt");
  EXPECT_EQ(test.attachments[1].name, "comment-2.txt");
  EXPECT_EQ(test::read_file(test.attachments[0].file), std::string(100000, 'x') + "the end");
}

TEST(Recorder, NumbersPassesAndMarksDroppedOnes) {
  const FinishedChild child([] {
    record_test([] {
      for (const bool dropped : {false, false, true}) {
        recording::pass_started();
        parameter("case", dropped ? "phantom" : "real");
        const auto step = recording::step_started(dropped ? "phantom" : "section");
        comment(dropped ? "phantom" : "real");
        attach("a.txt", dropped ? "phantom" : "real");
        if (dropped) attach_file("phantom.txt");
        if (dropped) recording::failure("phantom", "", 0);
        recording::step_finished(step, recording::StepResult::passed);
        recording::pass_finished(dropped);
      }
    });
  });
  const TestRecord test = only_test(child);
  EXPECT_THAT(test.passes, ElementsAre(1, 2));
  EXPECT_THAT(test.steps, SizeIs(2));
  EXPECT_THAT(test.comments, ElementsAre("real", "real"));
  EXPECT_THAT(test.attachments, SizeIs(2));
  EXPECT_THAT(test.refused_attachments, IsEmpty());
  EXPECT_THAT(test.failures, IsEmpty());
  ASSERT_THAT(test.parameters, SizeIs(2));
  EXPECT_EQ(test.parameters[1].pass, 2U);
  EXPECT_EQ(test.steps[1].pass, 2U);
}

TEST(Recorder, StartsTheFirstPassWithATestThatIsRunInPasses) {
  const FinishedChild child([] {
    start();
    recording::TestInfo test;
    test.name = test.identity = "A.One";
    test.in_passes = true;
    recording::test_started(test);
    parameter("case", "first");
    recording::pass_finished(false);
    recording::pass_started();
    parameter("case", "second");
    recording::pass_finished(false);
    recording::test_finished(recording::Result::passed);
    recording::end_run();
  });
  const TestRecord test = only_test(child);
  EXPECT_THAT(test.passes, ElementsAre(1, 2));
  ASSERT_THAT(test.parameters, SizeIs(2));
  EXPECT_EQ(test.parameters[0].pass, 1U);
  EXPECT_EQ(test.parameters[1].pass, 2U);
}

TEST(Recorder, LeavesOutADroppedTest) {
  const FinishedChild child([] {
    start();
    for (const auto* name : {"A.One", "A.Two", "A.Three"}) {
      start_test(name);
      if (std::string_view(name) == "A.Two") {
        recording::test_dropped();
      } else {
        test::pass();
      }
    }
    recording::end_run();
  });
  const xrep::Run run = child.run();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].name, "A.One");
  EXPECT_EQ(run.tests[1].name, "A.Three");
}

TEST(Recorder, TakesCallsFromManyThreads) {
  constexpr int kThreads = 8;
  constexpr int kCalls = 50;
  const FinishedChild child([] {
    record_test([] {
      std::vector<std::thread> threads;
      for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([] {
          for (int i = 0; i < kCalls; ++i) {
            Step step("threaded");
            comment("text");
            step.attach("a.txt", "bytes");
          }
        });
      }
      for (auto& thread : threads) thread.join();
    });
  });
  const TestRecord test = only_test(child);
  EXPECT_THAT(test.steps, SizeIs(kThreads * kCalls));
  EXPECT_THAT(test.attachments, SizeIs(kThreads * kCalls));
  EXPECT_THAT(test.comments, SizeIs(kThreads * kCalls));
}

TEST(Recorder, WritesTimesThatNeverGoBack) {
  const FinishedChild child([] { record_test([] { const Step step("one"); }); });
  std::int64_t last = 0;
  for (const auto& entry : std::filesystem::directory_iterator(child.run_directory())) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const auto time = nlohmann::json::parse(line).at("t").get<std::int64_t>();
      EXPECT_GE(time, last);
      last = time;
    }
  }
  constexpr std::int64_t k2020 = 1577836800000000;
  EXPECT_GT(last, k2020) << "microseconds since 1970";
}

TEST(Recorder, KeepsDirectoriesAndFilesPrivate) {
  namespace fs = std::filesystem;
  const FinishedChild child([] { record_test([] { attach("a.txt", "bytes"); }); });
  const auto run = child.run_directory();
  EXPECT_EQ(fs::status(run).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(run.parent_path()).permissions(), fs::perms::owner_all);
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(run)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write)
        << entry.path();
  }
  EXPECT_EQ(files, 3);
}

TEST(Recorder, DoesNotShowItsMessagesToATestThatCapturesStderr) {
  const FinishedChild child([] {
    record_test([] {
      testing::internal::CaptureStderr();
      attach_file("missing.png");
      if (!testing::internal::GetCapturedStderr().empty()) _exit(1);
    });
  });
  EXPECT_THAT(child.stderr_text(), HasSubstr("missing.png"));
}

}  // namespace
}  // namespace xrep
