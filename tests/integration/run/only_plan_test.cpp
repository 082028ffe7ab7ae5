// `xrep run --only-plan`: which tests of a program are the Tests of a plan.

#include "run.hpp"
#include "support/sandbox_test.hpp"

#include <algorithm>
#include <fstream>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// The sandbox begins with the plan DEMO-9 of DEMO-4 (Pay by card) and DEMO-7 (Price.RoundsToCents).
class OnlyPlan : public SandboxTest {
 protected:
  Ended run_plan(const char* program, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{XREP_COMMAND, "run", "--only-plan", "DEMO-9"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), {"--", program});
    return run_program(std::move(arguments));
  }

  void link(const std::string& test, const std::string& key) const {
    std::ofstream(folder_.path() / "xray-links.json")
        << json{{"tests", {{{"test", test}, {"key", key}}}}}.dump();
  }

  std::vector<std::string> recorded() const {
    xrep::Run run;
    ReadError error;
    std::vector<std::string> names;
    const auto runs = find_run_directories(folder_.path() / "xray-results");
    if (!runs.empty() && read_run({runs.back()}, run, error)) {
      for (const auto& test : run.tests) {
        const bool ran =
            test.outcome != TestOutcome::not_started && test.outcome != TestOutcome::disabled;
        if (ran && std::find(names.begin(), names.end(), test.name) == names.end()) {
          names.push_back(test.name);
        }
      }
    }
    return names;
  }
};
XREP_BOTH_PROFILES(OnlyPlan);

TEST_P(OnlyPlan, RunsTheLinkedTestsOfAGoogleTestProgram) {
  link("Basket.AddsUp*", "DEMO-4");
  const auto ended = run_plan(XREP_GTEST_CHECKOUT);
  EXPECT_THAT(recorded(), UnorderedElementsAre("Basket.AddsUpWhatIsInIt", "Price.RoundsToCents"))
      << ended.err;
  EXPECT_THAT(only_execution(state()).at("plans"), ElementsAre("DEMO-9"));
}

TEST_P(OnlyPlan, KnowsOfARecordedRunWhichKeysStandInTestBodies) {
  run_program({XREP_GTEST_CHECKOUT, "--xray", "--xray_upload=never"});
  const auto ended = run_plan(XREP_GTEST_CHECKOUT);
  EXPECT_THAT(recorded(), UnorderedElementsAre("Checkout.PaysByCard", "Price.RoundsToCents"))
      << ended.err;
}

TEST_P(OnlyPlan, RunsTheLinkedTestsOfACatch2Program) {
  const auto all = [&] {
    run_program({XREP_CATCH2_CHECKOUT, "-r", "xray::Xupload=never"});
    return recorded();
  }();
  ASSERT_GT(all.size(), 1U);
  link(all.front(), "DEMO-7");
  const auto ended = run_plan(XREP_CATCH2_CHECKOUT);
  EXPECT_THAT(recorded(), Contains(all.front())) << ended.err;
  EXPECT_LT(recorded().size(), all.size());
}

TEST_P(OnlyPlan, NamesTheTestsThatAreNotInTheProgram) {
  const auto ended = run_plan(XREP_GTEST_CHECKOUT);
  EXPECT_THAT(recorded(), ElementsAre("Price.RoundsToCents")) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("no test here for DEMO-4 of DEMO-9, Pay by card"));
  EXPECT_THAT(ended.err, HasSubstr("one run of all tests with --upload never tells them"));
}

TEST_P(OnlyPlan, StartsNothingWithoutAPlanThatExists) {
  const auto ended =
      run_program({XREP_COMMAND, "run", "--only-plan", "DEMO-4711", "--", XREP_GTEST_CHECKOUT});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("the Test Plan DEMO-4711 was not found"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "xray-results"));
}

TEST_P(OnlyPlan, StartsNothingThatIsNoTestProgram) {
  const auto ended = run_plan("/bin/true");
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("needs a program of GoogleTest or Catch2"));
}

TEST_P(OnlyPlan, DoesNotGuessBetweenTwoPlans) {
  const auto ended = run_plan(XREP_GTEST_CHECKOUT, {"--test-plan", "DEMO-8"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("contradict one another"));
}

}  // namespace
}  // namespace xrep::test
