#include "push_test.hpp"

#include <chrono>
#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using TwoTerminals = PushTest;

TEST_P(TwoTerminals, AtOnceMakeOneTestExecutionAndTheLaterOneSaysSo) {
  auto run = new_run();
  run.test("Suite.Test").file("note.txt", "text/plain", "a note").finish("passed");
  run.end();
  sandbox_.faults(json::array({{{"on", "import"}, {"do", "delay"}, {"ms", 2000}}}));
  ChildProcess first(
      {{XREP_COMMAND, "push", run.path().string()}, sandbox_.environment(), folder_.path()});
  while (requests("CreateExecution") == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const auto second = push(run);
  EXPECT_EQ(second.exit_code, 75);
  EXPECT_THAT(second.out, HasSubstr("is being pushed by another process"));
  EXPECT_EQ(first.wait().exit_code, 0);
  EXPECT_EQ(push(run).exit_code, 0);

  const json execution = only_execution(state());
  ASSERT_EQ(execution.at("runs").size(), 1U);
  EXPECT_EQ(execution.at("runs")[0].at("evidence").size(), 1U);
  EXPECT_EQ(requests("import"), 2U) << "the results, and revision and times of the execution";
}

XREP_BOTH_PROFILES(TwoTerminals);

}  // namespace
}  // namespace xrep::test
