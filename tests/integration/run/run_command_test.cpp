// `xrep run`: whatever a command does, what was recorded below it is one run.

#include "run.hpp"
#include "support/sandbox_test.hpp"

#include <chrono>
#include <csignal>
#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RunCommand : public SandboxTest {
 protected:
  Ended run_command(std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), {XREP_COMMAND, "run"});
    return run_program(std::move(arguments), environment);
  }

  json result(const std::string& summary) const {
    const json now = state();
    return run_of(now, only_execution(now), summary);
  }

  std::vector<std::filesystem::path> runs() const {
    return find_run_directories(folder_.path() / "xray-results");
  }

  std::unique_ptr<ChildProcess> start(std::vector<std::string> arguments) {
    auto all = sandbox_.environment();
    all["XRAY_SEARCH_LAG"] = "2s";
    all["LIVE_FOLDER"] = folder_.path().string();
    arguments.insert(arguments.begin(), {XREP_COMMAND, "run"});
    return std::make_unique<ChildProcess>(Command{std::move(arguments), all, folder_.path()});
  }

  void wait_until_the_live_test_is_open() const {
    for (;;) {
      xrep::Run run;
      ReadError error;
      if (!runs().empty() && read_run(runs(), run, error) && !run.tests.empty() &&
          run.tests.back().name == "Live.IsSeenWhileItSleeps") {
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
};
XREP_BOTH_PROFILES(RunCommand);

TEST_P(RunCommand, MakesOneTestExecutionOfAllProgramsBelowIt) {
  const auto ended = run_command(
      {"--", "sh", "-c",
       std::string(XREP_GTEST_CHECKOUT) + "; echo between; " + XREP_CATCH2_CHECKOUT + "; exit 7"});
  EXPECT_EQ(ended.exit_code, 7);
  EXPECT_THAT(ended.out, HasSubstr("between"));
  EXPECT_THAT(ended.out, Not(HasSubstr("View in Xray"))) << "the output is the command's own";
  EXPECT_THAT(ended.err, HasSubstr("View in Xray"));
  const json execution = only_execution(state());
  EXPECT_GT(execution.at("runs").size(), 10U);
  EXPECT_THAT(execution.at("description").get<std::string>(),
              ::testing::AllOf(HasSubstr("gtest_checkout"), HasSubstr("catch2_checkout")));
}

TEST_P(RunCommand, PassesArgumentsOnAsTheyAre) {
  const auto ended = run_command({"--upload", "never", "--", "printf", "%s|", "--xray_test_plan=A",
                                  "--gtest_filter=*", "--", "a b"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, "--xray_test_plan=A|--gtest_filter=*|--|a b|");
}

TEST_P(RunCommand, TellsTheSignalThatKilledAProgramWhichDidNotSayIt) {
  const auto ended = run_command({"--", XREP_GTEST_DEADLY}, {{"DEATH", "segv"}});
  EXPECT_EQ(ended.exit_code, 128 + SIGSEGV);
  EXPECT_THAT(ended.err, HasSubstr("died before its end, in Deadly.Dies: SIGSEGV"));
  const json died = result("Deadly.Dies");
  EXPECT_EQ(died.at("status"), GetParam() == "lenient" ? "ABORTED" : "FAILED");
  EXPECT_THAT(died.at("comment").get<std::string>(), HasSubstr("SIGSEGV"));
  EXPECT_EQ(result("Deadly.Before").at("status"), "PASSED");
}

TEST_P(RunCommand, StopsAtItsTimeoutAndDeliversWhatIsThere) {
  const auto ended = run_command({"--run-timeout", "1s", "--", "sh", "-c",
                                  std::string(XREP_GTEST_CHECKOUT) + "; " + XREP_GTEST_LIVE},
                                 {{"LIVE_FOLDER", folder_.path().string()}});
  EXPECT_EQ(ended.exit_code, 128 + SIGTERM);
  EXPECT_THAT(ended.err, HasSubstr("stopped after run_timeout, 1 s"));
  EXPECT_GT(only_execution(state()).at("runs").size(), 5U);
  EXPECT_FALSE(result("Live.IsSeenWhileItSleeps").is_null());
}

TEST_P(RunCommand, StopsItsCommandWhenItIsInterruptedAndDelivers) {
  const auto program =
      start({"--", "sh", "-c", std::string(XREP_GTEST_CHECKOUT) + "; exec " + XREP_GTEST_LIVE});
  wait_until_the_live_test_is_open();
  program->kill(SIGINT);
  const auto ended = program->wait();
  EXPECT_EQ(ended.exit_code, 128 + SIGINT);
  EXPECT_THAT(ended.err, HasSubstr("View in Xray"));
  EXPECT_THAT(ended.err, HasSubstr("Live.IsSeenWhileItSleeps: SIGINT"));
}

TEST_P(RunCommand, OnlyRecordsWhenItShallNotUpload) {
  const auto ended = run_command({"--upload", "never", "--", XREP_GTEST_CHECKOUT});
  EXPECT_THAT(ended.err, HasSubstr("to push it: xrep push "));
  EXPECT_THAT(state().at("executions"), IsEmpty());
  ASSERT_EQ(runs().size(), 1U);
  EXPECT_EQ(run_program({XREP_COMMAND, "push"}).exit_code, 0);
  EXPECT_GT(only_execution(state()).at("runs").size(), 5U);
}

TEST_P(RunCommand, IsPartOfTheRunThatItFindsItselfIn) {
  const std::string inner = std::string(XREP_COMMAND) + " run --summary Inner -- ";
  const auto ended =
      run_command({"--summary", "Outer", "--", "sh", "-c",
                   inner + XREP_GTEST_CHECKOUT + "; " + inner + XREP_CATCH2_CHECKOUT});
  EXPECT_THAT(ended.err, HasSubstr("View in Xray"));
  EXPECT_EQ(only_execution(state()).at("summary"), "Outer");
}

TEST_P(RunCommand, KeepsItsSettingsForALaterPush) {
  run_command({"--upload", "never", "--summary", "Nightly", "--test-plan", "DEMO-9", "--",
               XREP_CATCH2_CHECKOUT});
  EXPECT_EQ(run_program({XREP_COMMAND, "push"}).exit_code, 0);
  EXPECT_EQ(only_execution(state()).at("summary"), "Nightly");
  EXPECT_THAT(only_execution(state()).at("plans"), ::testing::ElementsAre("DEMO-9"));
}

TEST_P(RunCommand, SaysThatNothingWasRecordedAndLeavesNothing) {
  const auto ended = run_command({"--", "true"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("nothing was recorded"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "xray-results"));
}

TEST_P(RunCommand, SaysWhatItCannotStart) {
  const auto ended = run_command({"--", "no-such-program-anywhere"});
  EXPECT_EQ(ended.exit_code, 127);
  EXPECT_THAT(ended.err, HasSubstr("no-such-program-anywhere could not be started"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "xray-results"));
}

TEST_P(RunCommand, DoesNotStartWithASettingThatIsWrong) {
  const auto ended = run_command({"--test-plan", "no key", "--", "touch", "started"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("--test-plan"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "started"));
}

TEST_P(RunCommand, FailsForAnUndeliveredRunOnlyWhenItIsStrict) {
  const std::map<std::string, std::string> nobody{{"XRAY_API_URL", "http://127.0.0.1:9"}};
  const std::string passing = std::string(XREP_GTEST_CHECKOUT) + " --gtest_filter=Basket.*";
  EXPECT_EQ(run_command({"--", "sh", "-c", passing}, nobody).exit_code, 0);
  EXPECT_EQ(run_command({"--strict", "on", "--", "sh", "-c", passing}, nobody).exit_code, 75);
  EXPECT_EQ(
      run_command({"--strict", "on", "--", "sh", "-c", passing + "; exit 3"}, nobody).exit_code, 3);
}

TEST_P(RunCommand, HidesCredentialsFromItsCommand) {
  const std::map<std::string, std::string> more{{"JIRA_TOKEN", "jira-secret-token"},
                                                {"JIRA_USER", "me@example.com"}};
  const auto hidden = run_command({"--", "env"}, more);
  for (const char* text :
       {"XRAY_CLIENT_SECRET", "sandbox-secret", "jira-secret-token", "JIRA_USER"}) {
    EXPECT_THAT(hidden.out, Not(HasSubstr(text)));
  }
  EXPECT_THAT(hidden.out, HasSubstr("XRAY_RUN_DIR="));
  const auto passed = run_command({"--pass-credentials", "--", "env"}, more);
  EXPECT_THAT(passed.out, HasSubstr("XRAY_CLIENT_SECRET=sandbox-secret"));
}

}  // namespace
}  // namespace xrep::test
