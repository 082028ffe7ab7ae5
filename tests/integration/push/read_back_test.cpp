#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

/// Pushes to a site that takes results and does not store all of them.
class ReadBack : public PushTest {
 protected:
  json result(const std::string& summary) const {
    const json now = state();
    return run_of(now, only_execution(now), summary);
  }

  void instance(RunWriter& run, const std::string& which, const std::string& verdict) {
    run.test("Sizes/Cart.Fits/" + which,
             {{"identity", "Sizes/Cart.Fits"}, {"instance", which}, {"suite", "Sizes/Cart"}})
        .event("parameter", {{"name", "size"}, {"value", which}})
        .finish(verdict);
  }

  std::vector<int> struck() const {
    return json::parse(sandbox_.get("/sandbox/faults")).at("struck").get<std::vector<int>>();
  }
};
XREP_BOTH_PROFILES(ReadBack);

std::vector<std::string> statuses_of(const json& parts) {
  std::vector<std::string> statuses;
  for (const auto& part : parts) {
    statuses.push_back(part.at("status"));
  }
  return statuses;
}

TEST_P(ReadBack, SendsAgainWhatXrayTookAndDoesNotShow) {
  auto run = new_run();
  run.test("Cart.LosesItsStatus").finish("failed");
  run.test("Cart.LosesItsSteps")
      .step(1, "Open", "passed")
      .step(2, "Pay", "failed")
      .finish("failed");
  run.test("Cart.LosesItsFile").file("trace.log", "text/plain", "a trace").finish("passed");
  run.test("Cart.LosesAll").finish("passed");
  run.test("Cart.LosesAStepsFile")
      .step(1, "Pay", "passed")
      .file("shot.png", "image/png", "\x89PNG", 1)
      .finish("passed");
  instance(run, "small", "passed");
  instance(run, "large", "failed");
  run.end();
  const auto lose = [](const char* on, const char* part, const char* test) {
    return json{{"on", on}, {"do", "lose"}, {"parts", {part}}, {"tests", {test}}};
  };
  sandbox_.faults({lose("import", "status", "Cart.LosesItsStatus"),
                   lose("import", "steps", "Cart.LosesItsSteps"),
                   lose("import", "evidence", "Cart.LosesItsFile"),
                   lose("import", "results", "Cart.LosesAll"),
                   lose("AddEvidence", "evidence", "Cart.LosesAStepsFile"),
                   lose("import", "iterations", "Sizes/Cart.Fits")});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(struck(), Each(1));
  EXPECT_EQ(result("Cart.LosesItsStatus").at("status"), "FAILED");
  EXPECT_THAT(statuses_of(result("Cart.LosesItsSteps").at("steps")),
              ::testing::ElementsAre("PASSED", "FAILED"));
  EXPECT_EQ(result("Cart.LosesItsFile").at("evidence").size(), 1U);
  EXPECT_EQ(result("Cart.LosesAll").at("status"), "PASSED");
  EXPECT_EQ(result("Cart.LosesAStepsFile").at("steps")[0].at("evidence").size(), 1U);
  EXPECT_EQ(result("Sizes/Cart.Fits").at("iterations").size(), 2U);
  EXPECT_EQ(state().at("executions").size(), 1U);
}

TEST_P(ReadBack, NamesTheTestThatXrayNeverShowsAsItWasSent) {
  auto run = new_run();
  run.test("Cart.Stays").finish("passed");
  run.test("Cart.LosesItsSteps").step(1, "Open", "passed").finish("passed");
  run.end();
  sandbox_.faults({{{"on", "import"},
                    {"times", -1},
                    {"do", "lose"},
                    {"parts", {"steps"}},
                    {"tests", {"Cart.LosesItsSteps"}}}});
  const auto first = push(run);
  EXPECT_EQ(first.exit_code, 1) << first.out;
  EXPECT_THAT(first.out, HasSubstr("refused: Cart.LosesItsSteps: Xray does not show DEMO-"));
  EXPECT_THAT(first.out, HasSubstr("step 1 is TO"));
  EXPECT_THAT(first.out, Not(HasSubstr("Cart.Stays")));
  EXPECT_THAT(run_program({XREP_COMMAND, "status", run.path().string()}).out, HasSubstr("refused"));
  sandbox_.faults(json::array());
  const auto second = push(run);
  EXPECT_EQ(second.exit_code, 0) << second.out;
  EXPECT_EQ(result("Cart.LosesItsSteps").at("steps")[0].at("status"), "PASSED");
}

TEST_P(ReadBack, SaysWhichFileXrayTakesAndDoesNotShow) {
  auto run = new_run();
  run.test("Cart.Films")
      .step(1, "Pay", "passed")
      .file("video.mp4", "video/mp4", std::string(3'000'000, 'v'), 1)
      .finish("passed");
  run.end();
  sandbox_.faults(
      {{{"on", "AddEvidence"}, {"times", -1}, {"do", "lose"}, {"parts", {"evidence"}}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 1) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the file video.mp4 of Cart.Films was not accepted"));
  EXPECT_THAT(ended.out, HasSubstr("0 of 1 file"));
}

TEST_P(ReadBack, LooksOnceAndThenLeavesTheResultToPeople) {
  auto run = new_run();
  run.test("Cart.Pays").file("trace.log", "text/plain", "a trace").finish("failed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const auto imports = requests("import");
  const auto looks = requests("RunPages");
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(requests("import"), imports);
  EXPECT_EQ(requests("RunPages"), looks);
}

}  // namespace
}  // namespace xrep::test
