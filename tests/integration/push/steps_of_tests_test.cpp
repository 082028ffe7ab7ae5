#include "push_test.hpp"

#include <httplib.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Texts = std::vector<std::string>;

constexpr const char* kDiffer = "steps differ";

/// Tests that exist already, and runs whose steps they may lack.
class StepsOfTests : public PushTest {
 protected:
  RunWriter next_run() {
    // The search of a fresh site lags behind; runs of a team do not follow within seconds.
    if (runs_ > 0) {
      std::this_thread::sleep_for(std::chrono::seconds(2));
    }
    return new_run("20260301-020000-0000000" + std::to_string(++runs_));
  }

  /// All steps pass; the last one has the result of the test.
  static void record(RunWriter& run, const std::string& name, const Texts& steps,
                     const std::string& result, const std::string& key = {}) {
    run.test(name);
    if (!key.empty()) {
      run.event("key", {{"value", key}});
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const int number = static_cast<int>(i) + 1;
      run.event("step_started", {{"s", number}, {"name", steps[i]}});
      run.event("step_expected", {{"s", number}, {"text", "after " + steps[i]}});
      run.event("step_data", {{"s", number}, {"text", "with " + steps[i]}});
      const std::string of_step = i + 1 == steps.size() ? result : "passed";
      run.event("step_finished", {{"s", number}, {"result", of_step}});
    }
    run.finish(result);
  }

  Ended push_of(const std::string& name, const Texts& steps, const std::string& result,
                const std::string& key = {}) {
    auto run = next_run();
    record(run, name, steps, result, key);
    run.end();
    last_ = run.path().string();
    return push(run);
  }

  /// The Test of this name with the first two steps of five, as a run that failed early left it.
  void create_shortened_test() {
    EXPECT_EQ(push_of("Cart.Pays", {"Open", "Pay"}, "failed").exit_code, 0);
    ASSERT_THAT(actions("Cart.Pays"), ElementsAre("Open", "Pay"));
  }

  json test_named(const std::string& name) const {
    const json now = state();
    for (const auto& test : now.at("tests")) {
      if (test.at("summary") == name) {
        return test;
      }
    }
    return {};
  }

  Texts actions(const std::string& name) const {
    Texts found;
    const json test = test_named(name);
    for (const auto& step : test.at("steps")) {
      found.push_back(step.at("action"));
    }
    return found;
  }

  json last_run_of(const std::string& name) const {
    const json now = state();
    return run_of(now, now.at("executions").back(), name);
  }

  static Texts statuses(const json& steps) {
    Texts found;
    for (const auto& step : steps) {
      found.push_back(step.at("status") == "TO DO" ? "TODO" : step.at("status"));
    }
    return found;
  }

  /// As another push does it meanwhile.
  void add_steps_beside(const std::string& id, const Texts& steps) const {
    httplib::Client client(sandbox_.url());
    const json credentials = {{"client_id", "sandbox"}, {"client_secret", "sandbox-secret"}};
    const auto token = client.Post("/api/v2/authenticate", credentials.dump(), "application/json");
    ASSERT_TRUE(token && token->status == 200);
    for (const auto& step : steps) {
      const json body = {
          {"query",
           "mutation AddSteps($test0: String!, $step0: CreateStepInput!) {\n"
           "  s0: addTestStep(issueId: $test0, step: $step0) { id }\n}"},
          {"variables", {{"test0", id}, {"step0", {{"action", step}, {"result", "beside"}}}}}};
      const httplib::Headers headers = {
          {"Authorization", "Bearer " + json::parse(token->body).get<std::string>()}};
      const auto answer = client.Post("/api/v2/graphql", headers, body.dump(), "application/json");
      ASSERT_TRUE(answer && answer->status == 200);
    }
  }

  const Texts five_ = {"Open", "Pay", "Pack", "Send", "Go"};
  std::string last_;  ///< directory of the last run
  int runs_ = 0;
};
XREP_BOTH_PROFILES(StepsOfTests);

TEST_P(StepsOfTests, AreExtendedWhenALaterRunComesFarther) {
  create_shortened_test();
  const auto ended = push_of("Cart.Pays", five_, "passed");
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, AllOf(Not(HasSubstr(kDiffer)), Not(HasSubstr("not done"))));
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(test_named("Cart.Pays").at("steps")[4].at("result"), "after Go");
  EXPECT_EQ(test_named("Cart.Pays").at("steps")[4].at("data"), "with Go");
  EXPECT_EQ(requests("AddSteps"), 1U);
  const json run = last_run_of("Cart.Pays");
  EXPECT_EQ(statuses(run.at("steps")), Texts(5, "PASSED"));
  EXPECT_THAT(run.at("comment").get<std::string>(), Not(HasSubstr("of the 5 steps")));
}

TEST_P(StepsOfTests, AreExtendedOnceHoweverOftenRunsArePushed) {
  create_shortened_test();
  EXPECT_EQ(push_of("Cart.Pays", five_, "passed").exit_code, 0);
  EXPECT_EQ(push(Texts{last_}).exit_code, 0);
  EXPECT_EQ(push_of("Cart.Pays", five_, "passed").exit_code, 0);
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(requests("AddSteps"), 1U);
}

TEST_P(StepsOfTests, StayAsTheyAreWhenALaterRunFailsEarlier) {
  EXPECT_EQ(push_of("Cart.Pays", five_, "passed").exit_code, 0);
  const auto ended = push_of("Cart.Pays", {"Open", "Pay"}, "failed");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, Not(HasSubstr(kDiffer)));
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_THAT(statuses(last_run_of("Cart.Pays").at("steps")),
              ElementsAre("PASSED", "FAILED", "TODO", "TODO", "TODO"));
}

TEST_P(StepsOfTests, AreNotDoubledAfterALostAnswer) {
  create_shortened_test();
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "commit_then_drop"}}});
  const auto ended = push_of("Cart.Pays", five_, "passed");
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(Not(HasSubstr(kDiffer)), Not(HasSubstr("not done"))));
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(statuses(last_run_of("Cart.Pays").at("steps")), Texts(5, "PASSED"));
  EXPECT_EQ(requests("AddSteps"), 1U);
}

TEST_P(StepsOfTests, AreAddedAgainWhenTheRequestWasLost) {
  create_shortened_test();
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "drop"}}});
  const auto ended = push_of("Cart.Pays", five_, "passed");
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(statuses(last_run_of("Cart.Pays").at("steps")), Texts(5, "PASSED"));
}

TEST_P(StepsOfTests, AreNotDoubledByThePushAfterOneThatDidNotSeeThem) {
  create_shortened_test();
  sandbox_.faults({{{"on", "StepsOfTests"},
                    {"after", 2},
                    {"do", "status"},
                    {"status", 403},
                    {"body", {{"error", "no"}}}}});
  EXPECT_EQ(push_of("Cart.Pays", five_, "passed").exit_code, 2);
  EXPECT_EQ(push(Texts{last_}).exit_code, 0);
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(requests("AddSteps"), 1U);
}

TEST_P(StepsOfTests, AreNotDoubledByThePushAfterOneThatDoesNotKnow) {
  create_shortened_test();
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "commit_then_drop"}},
                   {{"on", "StepsOfTests"},
                    {"after", 2},
                    {"do", "status"},
                    {"status", 403},
                    {"body", {{"error", "no"}}}}});
  EXPECT_EQ(push_of("Cart.Pays", five_, "passed").exit_code, 2);
  EXPECT_EQ(push(Texts{last_}).exit_code, 0);
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(requests("AddSteps"), 1U);
  EXPECT_EQ(statuses(last_run_of("Cart.Pays").at("steps")), Texts(5, "PASSED"));
}

TEST_P(StepsOfTests, ThatXrayDoesNotTakeCostNoResult) {
  create_shortened_test();
  const json no = {{"errors", {{{"message", "no permission"}}}}, {"data", nullptr}};
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "status"}, {"status", 200}, {"body", no}}});
  const auto ended = push_of("Cart.Pays", five_, "passed");
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("3 steps were not added to DEMO-"), HasSubstr("no permission")));
  EXPECT_THAT(actions("Cart.Pays"), ElementsAre("Open", "Pay"));
  const json run = last_run_of("Cart.Pays");
  EXPECT_EQ(run.at("status"), "PASSED");
  EXPECT_EQ(statuses(run.at("steps")), Texts(2, "PASSED"));
  EXPECT_THAT(run.at("comment").get<std::string>(),
              AllOf(HasSubstr("2 of the 5 steps"), HasSubstr("Send")));
  EXPECT_EQ(requests("AddSteps"), 1U);
}

TEST_P(StepsOfTests, ThatXrayTakesForNoneAreNotTriedForAll) {
  auto first = next_run();
  auto second = next_run();
  for (int i = 0; i < 10; ++i) {
    record(first, "Cart.Test" + std::to_string(i), {"Open"}, "failed");
    record(second, "Cart.Test" + std::to_string(i), {"Open", "Pay"}, "passed");
  }
  first.end();
  second.end();
  EXPECT_EQ(push(first).exit_code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "status"}, {"status", 400}, {"times", -1}}});
  const auto ended = push(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("1 step was not added"), HasSubstr("7 more Tests")));
  EXPECT_EQ(requests("AddSteps"), 4U) << "all together, then three by themselves";
  EXPECT_EQ(last_run_of("Cart.Test9").at("status"), "PASSED");
}

TEST_P(StepsOfTests, ThatOneTestDoesNotTakeReachTheOthers) {
  auto first = next_run();
  record(first, "Cart.Good", {"Open"}, "failed");
  record(first, "Cart.Bad", {"Open"}, "failed");
  first.end();
  EXPECT_EQ(push(first).exit_code, 0);
  // Both together, then one of them.
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "status"}, {"status", 400}, {"times", 2}}});
  auto second = next_run();
  record(second, "Cart.Bad", {"Open", "Pay"}, "passed");
  record(second, "Cart.Good", {"Open", "Pay"}, "passed");
  second.end();
  const auto ended = push(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("1 step was not added"), Not(HasSubstr("either"))));
  EXPECT_EQ(actions("Cart.Good").size() + actions("Cart.Bad").size(), 3U);
}

TEST_P(StepsOfTests, ThatAnotherPushAddedMeanwhileAreNotAddedAgain) {
  create_shortened_test();
  auto run = next_run();
  record(run, "Cart.Pays", five_, "passed");
  run.end();
  const std::size_t before = requests("StepsOfTests");
  sandbox_.faults({{{"on", "StepsOfTests"}, {"after", 1}, {"do", "delay"}, {"ms", 6000}}});
  auto environment = sandbox_.environment();
  environment["XRAY_SEARCH_LAG"] = "2s";
  ChildProcess pusher({{XREP_COMMAND, "push", run.path().string()}, environment, folder_.path()});
  while (requests("StepsOfTests") < before + 2) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  add_steps_beside(test_named("Cart.Pays").at("id"), {"Pack", "Send"});
  EXPECT_EQ(pusher.wait().exit_code, 0);
  EXPECT_EQ(actions("Cart.Pays"), five_);
  EXPECT_EQ(test_named("Cart.Pays").at("steps")[3].at("result"), "beside");
  EXPECT_EQ(statuses(last_run_of("Cart.Pays").at("steps")), Texts(5, "PASSED"));
}

TEST_P(StepsOfTests, ThatAreNotWhatWasExpectedAfterwardsAreReported) {
  create_shortened_test();
  auto run = next_run();
  record(run, "Cart.Pays", five_, "passed");
  run.end();
  const std::size_t before = requests("StepsOfTests");
  sandbox_.faults({{{"on", "AddSteps"}, {"do", "delay"}, {"ms", 3000}}});
  auto environment = sandbox_.environment();
  environment["XRAY_SEARCH_LAG"] = "2s";
  ChildProcess pusher({{XREP_COMMAND, "push", run.path().string()}, environment, folder_.path()});
  while (requests("StepsOfTests") < before + 2 || requests("AddSteps") == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  add_steps_beside(test_named("Cart.Pays").at("id"), {"Call the bank"});
  const auto ended = pusher.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("it was to get the steps that it lacks"),
                               HasSubstr("6 instead of 5")));
  EXPECT_EQ(last_run_of("Cart.Pays").at("status"), "PASSED");
}

TEST_P(StepsOfTests, OfPeopleAreNeverChangedAndWhatDiffersIsToldOnce) {
  const json before = state().at("tests");
  const Texts steps = {"Open the basket", "Enter the card", "Wait", "Leave"};
  sandbox_.faults({{{"do", "refuse_test"}, {"tests", {"DEMO-4"}}}});
  const auto ended = push_of("Cart.Pays", steps, "passed", "DEMO-4");
  EXPECT_EQ(ended.exit_code, 1) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("steps differ: DEMO-4 (Cart.Pays): step 3 is \"Confirm "
                                         "the payment\" in the Test and \"Wait\" in the run\n"),
                               HasSubstr("the steps of these Tests stay as they are")));
  const auto again = push(Texts{last_});
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_THAT(again.out, Not(HasSubstr(kDiffer)));
  EXPECT_EQ(state().at("tests"), before);
  EXPECT_EQ(requests("AddSteps"), 0U);
  const json run = last_run_of("Pay by card");
  EXPECT_EQ(statuses(run.at("steps")), Texts(3, "PASSED"));
  EXPECT_THAT(run.at("comment").get<std::string>(), HasSubstr("Leave"));
}

TEST_P(StepsOfTests, OfPeopleThatLackTheLastOnesAreNotExtendedEither) {
  const Texts steps = {"Open the basket", "Enter the card", "Confirm the payment", "Leave"};
  const auto ended = push_of("Cart.Pays", steps, "passed", "DEMO-4");
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the Test has the first 3 of the 4 steps of the run"));
  EXPECT_EQ(actions("Pay by card").size(), 3U);
}

TEST_P(StepsOfTests, ThatAreMoreThanARunReachedDifferOnlyWhenItPassed) {
  const Texts steps = {"Open the basket", "Enter the card"};
  EXPECT_THAT(push_of("Cart.Pays", steps, "failed", "DEMO-4").out, Not(HasSubstr(kDiffer)));
  const auto passed = push_of("Cart.Pays", steps, "passed", "DEMO-4");
  EXPECT_THAT(passed.out, HasSubstr("the Test has 3 steps, the run that passed 2\n"));
}

TEST_P(StepsOfTests, ThatAreTheSameAreNotSpokenOf) {
  const Texts steps = {"Open the basket", "Enter the card", "Confirm the payment"};
  const auto ended = push_of("Cart.Pays", steps, "passed", "DEMO-4");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, AllOf(Not(HasSubstr(kDiffer)), Not(HasSubstr("not done"))));
}

TEST_P(StepsOfTests, WithoutOurLabelAreNotExtended) {
  const std::map<std::string, std::string> hidden = {{"XRAY_PROJECT", "HIDDEN"}};
  auto first = next_run();
  record(first, "Cart.Pays", {"Open", "Pay"}, "failed");
  first.end();
  const auto created = push({first.path().string()}, hidden);
  EXPECT_EQ(created.exit_code, 0) << created.out;
  EXPECT_THAT(created.out, HasSubstr("labels were not set on new Tests"));
  auto second = next_run();
  record(second, "Cart.Pays", five_, "passed");
  second.end();
  const auto ended = push({second.path().string()}, hidden);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("the first 2 of the 5 steps"), HasSubstr("label xrep")));
  EXPECT_THAT(actions("Cart.Pays"), ElementsAre("Open", "Pay"));
  EXPECT_EQ(requests("AddSteps"), 0U);
}

TEST_P(StepsOfTests, OfIterationsAreExtendedToo) {
  const auto record_prices = [](RunWriter& run, const Texts& steps, const std::string& result) {
    for (const char* currency : {"eur", "usd"}) {
      run.test(std::string("All/Price.Rounds/") + currency,
               {{"identity", "All/Price.Rounds"}, {"instance", currency}});
      run.event("parameter", {{"name", "currency"}, {"value", currency}});
      for (std::size_t i = 0; i < steps.size(); ++i) {
        run.step(static_cast<int>(i) + 1, steps[i], result);
      }
      run.finish(result);
    }
    run.end();
  };
  auto first = next_run();
  record_prices(first, {"Fetch"}, "failed");
  EXPECT_EQ(push(first).exit_code, 0);
  auto second = next_run();
  record_prices(second, {"Fetch", "Round", "Show"}, "passed");
  const auto ended = push(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(actions("All/Price.Rounds"), ElementsAre("Fetch", "Round", "Show"));
  const json iterations = last_run_of("All/Price.Rounds").at("iterations");
  ASSERT_EQ(iterations.size(), 2U);
  EXPECT_EQ(statuses(iterations[1].at("steps")), Texts(3, "PASSED"));
}

TEST_P(StepsOfTests, ThatARunOfOthersKeepsAreThoseItHad) {
  auto first = next_run();
  first.test("Cart.Pays").step(1, "Open", "failed");
  first.file("trace.log", "text/plain", "a trace").finish("failed");
  first.end();
  EXPECT_EQ(push(first).exit_code, 0);
  const std::string execution = only_execution(state()).at("key");
  auto second = next_run();
  record(second, "Cart.Pays", {"Open", "Pay", "Go"}, "passed");
  second.end();
  const auto ended = push({second.path().string(), "--test-execution", execution});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(actions("Cart.Pays"), ElementsAre("Open", "Pay", "Go"));
  const json run = run_of(state(), only_execution(state()), "Cart.Pays");
  EXPECT_EQ(run.at("evidence").size(), 1U);
  EXPECT_THAT(statuses(run.at("steps")), ElementsAre("FAILED"));
  EXPECT_THAT(run.at("comment").get<std::string>(), AllOf(HasSubstr("Pay"), HasSubstr("Go")));
}

TEST_P(StepsOfTests, AreExtendedForARunThatOthersFillAsWell) {
  create_shortened_test();
  const std::string execution = only_execution(state()).at("key");
  auto second = next_run();
  record(second, "Cart.Pays", five_, "passed");
  second.end();
  const auto ended = push({second.path().string(), "--test-execution", execution});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(actions("Cart.Pays"), five_);
  const json run = run_of(state(), only_execution(state()), "Cart.Pays");
  EXPECT_THAT(statuses(run.at("steps")),
              ElementsAre("PASSED", "FAILED", "PASSED", "PASSED", "PASSED"));
  const auto again = push({second.path().string(), "--test-execution", execution});
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_THAT(again.out, Not(HasSubstr(kDiffer)));
  EXPECT_EQ(actions("Cart.Pays"), five_);
}

TEST_P(StepsOfTests, ThatWereMadeForIterationsWithoutStepsAreNotExtended) {
  const auto ended = push_of("Price.Converts", {"Fetch", "Round"}, "passed", "DEMO-5");
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("step 1 is \"Run\" in the Test and \"Fetch\" in the run"));
  EXPECT_THAT(actions("Convert a price"), ElementsAre("Run"));
}

TEST_P(StepsOfTests, ThatCannotBeReadCostNoResult) {
  sandbox_.faults({{{"on", "StepsOfTests"}, {"do", "status"}, {"status", 400}, {"times", -1}}});
  const auto ended = push_of("Cart.Pays", {"Wait"}, "passed", "DEMO-4");
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the steps of Tests were not compared"));
  EXPECT_EQ(last_run_of("Pay by card").at("status"), "PASSED");
}

TEST_P(StepsOfTests, AreNotAskedForWhereNothingCanDiffer) {
  auto run = next_run();
  run.test("Basket.StartsEmpty").step(1, "Look", "passed").finish("passed");  // Generic
  run.test("card").event("key", {{"value", "DEMO-4"}}).finish("passed");      // no steps
  run.test("Cart.New").step(1, "Open", "passed").finish("passed");            // a new Test
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(requests("StepsOfTests"), 0U);
}

TEST_P(StepsOfTests, OfAThousandTestsNeedFewRequests) {
  constexpr int kTests = 1000;
  auto first = next_run();
  auto second = next_run();
  for (int i = 0; i < kTests; ++i) {
    const std::string name = "Cart.Test" + std::to_string(i);
    first.test(name).step(1, "Open", "passed").finish("passed");
    second.test(name).step(1, "Open", "passed");
    (i == 7 ? second.step(2, "Pay", "passed") : second).finish("passed");
  }
  first.end();
  second.end();
  EXPECT_EQ(push(first).exit_code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const auto ended = push(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(actions("Cart.Test7"), ElementsAre("Open", "Pay"));
  EXPECT_LE(requests("StepsOfTests"), 10U);
  EXPECT_EQ(requests("AddSteps"), 1U);
}

TEST_P(StepsOfTests, OfManyTestsAreExtendedTogether) {
  constexpr int kTests = 40;
  auto first = next_run();
  auto second = next_run();
  for (int i = 0; i < kTests; ++i) {
    const std::string name = "Cart.Test" + std::to_string(i);
    record(first, name, {"Open"}, "failed");
    record(second, name, {"Open", "Pay", "Go"}, "passed");
  }
  Texts many = {"Open"};
  record(first, "Cart.Long", many, "failed");
  for (int i = 0; i < 60; ++i) {
    many.push_back("Step " + std::to_string(i));
  }
  record(second, "Cart.Long", many, "passed");
  first.end();
  second.end();
  EXPECT_EQ(push(first).exit_code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const auto ended = push(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, AllOf(Not(HasSubstr(kDiffer)), Not(HasSubstr("not done"))));
  for (int i = 0; i < kTests; ++i) {
    EXPECT_THAT(actions("Cart.Test" + std::to_string(i)), ElementsAre("Open", "Pay", "Go"));
  }
  EXPECT_EQ(actions("Cart.Long"), many);
  EXPECT_LE(requests("AddSteps"), 8U);
}

}  // namespace
}  // namespace xrep::test
