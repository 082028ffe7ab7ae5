#include "program_test.hpp"

#include <csignal>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

/// Programs that die in the second of three tests, with a push at their end turned on.
class DeadProcess : public ProgramTest {
 protected:
  Ended dies_of(const std::string& program, const std::string& death) {
    const std::string leave_signals =
        "handle_segv=0:handle_abort=0:handle_sigbus=0:use_sigaltstack=0";
    return run_program({program}, {{"XRAY", "1"},
                                   {"DEATH", death},
                                   {"ASAN_OPTIONS", leave_signals},
                                   {"TSAN_OPTIONS", leave_signals}});
  }

  /// `tests`: what the names of its Tests start with.
  void expect_delivery_by_a_push(const std::string& tests, const std::string& known) {
    EXPECT_TRUE(state().at("requests").empty()) << "the dying process pushed";
    const auto pushed = push();
    EXPECT_EQ(pushed.exit_code, 0) << pushed.out << pushed.err;

    const json now = state();
    const json execution = only_execution(now);
    EXPECT_EQ(execution.at("runs").size(), 2U) << "what had not started is not told";
    const json before = run_of(now, execution, tests + "Deadly.Before");
    EXPECT_EQ(before.at("status"), "PASSED");
    EXPECT_EQ(before.at("evidence").size(), 1U);

    const json dies = run_of(now, execution, tests + "Deadly.Dies");
    EXPECT_EQ(dies.at("status"), GetParam() == "lenient" ? "ABORTED" : "FAILED");
    ASSERT_EQ(dies.at("steps").size(), 3U);
    EXPECT_EQ(dies.at("steps")[0].at("status"), "PASSED");
    EXPECT_EQ(dies.at("steps")[0].at("evidence").size(), 1U);
    EXPECT_EQ(dies.at("steps")[2].at("status"), "FAILED") << "it died there";
    EXPECT_THAT(dies.at("comment").get<std::string>(), HasSubstr(known));

    EXPECT_EQ(push().exit_code, 0);
    EXPECT_EQ(only_execution(state()).at("runs"), execution.at("runs")) << "a second push";
  }
};
XREP_BOTH_PROFILES(DeadProcess);

TEST_P(DeadProcess, OfGoogleTestIsDeliveredByTheNextPush) {
  EXPECT_EQ(dies_of(XREP_GTEST_DEADLY, "segv").signal, SIGSEGV);
  expect_delivery_by_a_push("", "died");
}

TEST_P(DeadProcess, OfCatch2IsDeliveredByTheNextPush) {
  EXPECT_EQ(dies_of(XREP_CATCH2_DEADLY, "segv").signal, SIGSEGV);
  expect_delivery_by_a_push("catch2_deadly.global.", "SIGSEGV");
}

TEST_P(DeadProcess, OfGoogleTestThatWasKilledIsDeliveredByTheNextPush) {
  EXPECT_EQ(dies_of(XREP_GTEST_DEADLY, "9").signal, SIGKILL);
  expect_delivery_by_a_push("", "died");
}

TEST_P(DeadProcess, OfCatch2ThatWasKilledIsDeliveredByTheNextPush) {
  EXPECT_EQ(dies_of(XREP_CATCH2_DEADLY, "9").signal, SIGKILL);
  expect_delivery_by_a_push("catch2_deadly.global.", "died");
}

TEST_P(DeadProcess, UploadsNothingItself) {
  for (const char* program : {XREP_GTEST_DEADLY, XREP_CATCH2_DEADLY}) {
    for (const char* death : {"1", "2", "7", "11", "15", "overflow", "abort", "terminate", "thread",
                              "exit", "thread_exit", "_exit", "quick_exit"}) {
      const auto ended = dies_of(program, death);
      EXPECT_NE(ended.exit_code, 0) << program << " " << death;
    }
  }
  EXPECT_TRUE(state().at("requests").empty());
}

TEST_P(DeadProcess, ThatWasAForkedChildLeavesTheUploadToItsParent) {
  for (const char* death : {"return", "exit"}) {
    for (const char* program : {XREP_GTEST_DEADLY, XREP_CATCH2_DEADLY}) {
      const auto executions = state().at("executions").size();
      EXPECT_EQ(dies_of(program, std::string("fork:") + death).exit_code, 0);
      const json now = state();
      EXPECT_EQ(now.at("executions").size(), executions + 1) << program << " " << death;
    }
  }
}

}  // namespace
}  // namespace xrep::test
