#include "push_test.hpp"

#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

/// Several parts, each a run of its own, go to one Test Execution that somebody made before.
class SharedExecution : public PushTest {
 protected:
  RunWriter part(int number) {
    auto run = new_run("20260301-020000-0000000" + std::to_string(number));
    if (number > 1) {
      run.setting("test_execution", key());
    }
    return run;
  }

  std::string key() const { return only_execution(state()).at("key"); }

  /// What another part wrote has to be there for whoever reads it.
  Ended push_part(RunWriter& run, std::vector<std::string> more = {}) {
    run.end();
    more.insert(more.begin(), run.path().string());
    auto ended = push(std::move(more));
    if (GetParam() == "strict") {
      std::this_thread::sleep_for(std::chrono::seconds(2));
    }
    return ended;
  }

  json result(const std::string& summary) const {
    const json now = state();
    return run_of(now, only_execution(now), summary);
  }

  void instance(RunWriter& run, const std::string& size, const std::string& verdict) {
    run.test("Sizes/Cart.Fits/" + size,
             {{"identity", "Sizes/Cart.Fits"}, {"instance", size}, {"suite", "Sizes/Cart"}})
        .event("parameter", {{"name", "size"}, {"value", size}});
    if (verdict == "failed") {
      run.event("failure", {{"text", "does not fit " + size}});
    }
  }

  static std::map<std::string, std::string> status_by_size(const json& run) {
    std::map<std::string, std::string> statuses;
    for (const auto& iteration : run.at("iterations")) {
      statuses[iteration.at("parameters")[0].at("value")] = iteration.at("status");
    }
    return statuses;
  }
};
XREP_BOTH_PROFILES(SharedExecution);

TEST_P(SharedExecution, KeepsAFailureThatAnotherPartsPassWouldOverwrite) {
  auto first = part(1);
  first.test("Cart.Adds").event("failure", {{"text", "one is missing"}}).finish("failed");
  first.test("Cart.Pays").finish("passed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Adds").event("comment", {{"text", "all there"}}).finish("passed");
  second.test("Cart.Pays").event("failure", {{"text", "no card"}}).finish("failed");
  const auto ended = push_part(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  const json adds = result("Cart.Adds");
  EXPECT_EQ(adds.at("status"), "FAILED");
  EXPECT_THAT(adds.at("comment").get<std::string>(),
              AllOf(HasSubstr("one is missing"), HasSubstr("all there")));
  EXPECT_EQ(result("Cart.Pays").at("status"), "FAILED");
  EXPECT_THAT(ended.out, AllOf(HasSubstr("stay although they did not fail here"),
                               HasSubstr(adds.at("testKey").get<std::string>())));
  EXPECT_THAT(ended.out, HasSubstr("1 passed, 1 failed"));
}

TEST_P(SharedExecution, LetsTheNewerResultReplaceTheEarlierOneWhenTheLastCounts) {
  auto first = part(1);
  first.test("Cart.Adds").event("failure", {{"text", "one is missing"}}).finish("failed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Adds").finish("passed");
  const auto ended = push_part(second, {"--retries", "last"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(result("Cart.Adds").at("status"), "PASSED");
  EXPECT_THAT(result("Cart.Adds").value("comment", ""), Not(HasSubstr("one is missing")));
  EXPECT_THAT(ended.out, Not(HasSubstr("stay although")));
}

TEST_P(SharedExecution, JoinsTheIterationsOfAllParts) {
  auto first = part(1);
  instance(first, "small", "passed");
  first.finish("passed");
  instance(first, "large", "failed");
  first.finish("failed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  instance(second, "medium", "passed");
  second.finish("passed");
  // Ran in both: its failure stays.
  instance(second, "large", "passed");
  second.finish("passed");
  EXPECT_EQ(push_part(second).exit_code, 0);
  auto third = part(3);
  instance(third, "huge", "passed");
  third.finish("passed");
  const auto ended = push_part(third);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  const json run = result("Sizes/Cart.Fits");
  EXPECT_EQ(run.at("status"), "FAILED");
  const std::map<std::string, std::string> expected{
      {"small", "PASSED"}, {"medium", "PASSED"}, {"large", "FAILED"}, {"huge", "PASSED"}};
  EXPECT_EQ(status_by_size(run), expected);
  EXPECT_EQ(run.at("iterations").size(), 4U);
  for (const auto& iteration : run.at("iterations")) {
    if (iteration.at("status") == "FAILED") {
      EXPECT_THAT(iteration.at("steps")[0].at("actualResult").get<std::string>(),
                  HasSubstr("does not fit large"));
    }
  }
}

TEST_P(SharedExecution, ReplacesOnlyTheSameIterationWhenTheLastCounts) {
  auto first = part(1);
  for (const char* size : {"small", "large"}) {
    instance(first, size, "failed");
    first.finish("failed");
  }
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  instance(second, "large", "passed");
  second.finish("passed");
  EXPECT_EQ(push_part(second, {"--retries", "last"}).exit_code, 0);
  const json run = result("Sizes/Cart.Fits");
  EXPECT_EQ(run.at("status"), "FAILED");
  const std::map<std::string, std::string> expected{{"small", "FAILED"}, {"large", "PASSED"}};
  EXPECT_EQ(status_by_size(run), expected);
}

TEST_P(SharedExecution, PutsTheFilesOfAnIterationToItWhereverItStands) {
  auto first = part(1);
  instance(first, "small", "passed");
  first.finish("passed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  instance(second, "large", "passed");
  second.file("large.png", "image/png", "\x89PNG large").finish("passed");
  EXPECT_EQ(push_part(second).exit_code, 0);
  for (const auto& iteration : result("Sizes/Cart.Fits").at("iterations")) {
    const bool large = iteration.at("parameters")[0].at("value") == "large";
    EXPECT_EQ(iteration.at("steps")[0].at("evidence").size(), large ? 1U : 0U);
  }
}

TEST_P(SharedExecution, KeepsFilesAndDefectsThatHangOnARun) {
  auto first = part(1);
  first.test("Cart.Adds")
      .step(1, "Open", "passed")
      .step(2, "Add", "passed")
      .event("defect", {{"value", "DEMO-3"}})
      .file("first.log", "text/plain", "the first log")
      .file("shot.png", "image/png", "\x89PNG", 2)
      .finish("passed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Adds")
      .step(1, "Open", "passed")
      .step(2, "Add", "failed")
      .event("failure", {{"text", "one is missing"}, {"s", 2}})
      .file("second.log", "text/plain", "the second log")
      .finish("failed");
  const auto imports = requests("import");
  const auto ended = push_part(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(requests("import"), imports) << "an import could drop what hangs on the run";
  const json run = result("Cart.Adds");
  EXPECT_EQ(run.at("status"), "FAILED");
  EXPECT_THAT(run.at("defects"), ElementsAre("DEMO-3"));
  std::vector<std::string> names;
  for (const auto& evidence : run.at("evidence")) {
    names.push_back(evidence.at("filename"));
  }
  EXPECT_THAT(names, UnorderedElementsAre("first.log", "second.log"));
  EXPECT_EQ(run.at("steps")[0].at("status"), "PASSED");
  EXPECT_EQ(run.at("steps")[1].at("status"), "FAILED");
  EXPECT_THAT(run.at("steps")[1].at("actualResult").get<std::string>(),
              HasSubstr("one is missing"));
  EXPECT_EQ(run.at("steps")[1].at("evidence").size(), 1U);
}

TEST_P(SharedExecution, ChangesRunsOneByOneWhenAllTogetherAreRefusedAfterALostAnswer) {
  auto first = part(1);
  for (const char* name : {"Cart.Adds", "Cart.Pays", "Cart.Ships"}) {
    first.test(name).file("first.log", "text/plain", "the first log").finish("passed");
  }
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  for (const char* name : {"Cart.Adds", "Cart.Pays", "Cart.Ships"}) {
    second.test(name).event("failure", {{"text", "no luck"}}).finish("failed");
  }
  sandbox_.faults({{{"on", "AmendRuns"}, {"do", "commit_then_drop"}},
                   {{"on", "AmendRuns"}, {"after", 1}, {"do", "status"}, {"status", 400}}});
  const auto ended = push_part(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  for (const char* name : {"Cart.Adds", "Cart.Pays", "Cart.Ships"}) {
    EXPECT_EQ(result(name).at("status"), "FAILED");
    const std::string comment = result(name).at("comment");
    EXPECT_EQ(comment.find("no luck"), comment.rfind("no luck")) << comment;
    EXPECT_EQ(result(name).at("evidence").size(), 1U);
  }
}

TEST_P(SharedExecution, PutsIterationsIntoTheCommentWhereJoiningThemWouldDropFiles) {
  auto first = part(1);
  instance(first, "small", "passed");
  first.file("small.png", "image/png", "\x89PNG small").finish("passed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  instance(second, "large", "failed");
  second.file("large.png", "image/png", "\x89PNG large").finish("failed");
  const auto ended = push_part(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  const json run = result("Sizes/Cart.Fits");
  EXPECT_EQ(run.at("status"), "FAILED");
  ASSERT_EQ(run.at("iterations").size(), 1U);
  EXPECT_EQ(run.at("iterations")[0].at("steps")[0].at("evidence").size(), 1U);
  EXPECT_EQ(run.at("evidence").size(), 1U);
  EXPECT_THAT(run.at("comment").get<std::string>(),
              AllOf(HasSubstr("large"), HasSubstr("does not fit large")));
}

TEST_P(SharedExecution, KeepsAResultThatXrayDoesNotLetItChange) {
  auto first = part(1);
  first.test("Cart.Adds").file("first.log", "text/plain", "the first log").finish("passed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Adds").event("failure", {{"text", "no luck"}}).finish("failed");
  second.test("Cart.Pays").finish("passed");
  sandbox_.faults({{{"on", "AmendRuns"}, {"do", "status"}, {"status", 400}, {"times", -1}}});
  const auto refused = push_part(second);
  EXPECT_EQ(refused.exit_code, 1) << refused.out;
  EXPECT_THAT(refused.out, HasSubstr("refused: Cart.Adds"));
  EXPECT_EQ(result("Cart.Pays").at("status"), "PASSED");
  sandbox_.faults(json::array());
  const auto mended = push(second);
  EXPECT_EQ(mended.exit_code, 0) << mended.out;
  EXPECT_EQ(result("Cart.Adds").at("status"), "FAILED");
}

TEST_P(SharedExecution, SaysNothingTwiceHoweverOftenAPartIsPushed) {
  auto first = part(1);
  first.test("Cart.Adds").event("failure", {{"text", "one is missing"}}).finish("failed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Adds").event("failure", {{"text", "two are missing"}}).finish("failed");
  EXPECT_EQ(push_part(second).exit_code, 0);
  const std::string once = result("Cart.Adds").at("comment");
  // As if the push had died before it noted anything but its intent.
  std::ifstream log(second.path() / "delivery.jsonl");
  std::string kept;
  for (std::string line; std::getline(log, line);) {
    const json event = json::parse(line);
    const bool done = event.at("e") == "imported" || event.at("e") == "saved" ||
                      event.at("e") == "others" || event.at("e") == "delivered";
    kept += done ? "" : line + "\n";
  }
  log.close();
  std::ofstream(second.path() / "delivery.jsonl", std::ios::trunc) << kept;
  const auto again = push(second);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_EQ(result("Cart.Adds").at("comment"), once);
}

TEST_P(SharedExecution, DoesNotRepeatWhatAPartSaidBeforeAnotherOneJoinedIt) {
  auto first = part(1);
  first.test("Cart.Adds").event("failure", {{"text", "one is missing"}}).finish("failed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  auto second = part(2);
  instance(second, "small", "failed");
  second.finish("failed");
  // Refused, so that the directory stays undelivered.
  second.test("Cart.Pays").event("key", {{"value", "DEMO-4711"}}).finish("passed");
  EXPECT_EQ(push_part(second).exit_code, 1);
  auto third = part(3);
  instance(third, "large", "failed");
  third.finish("failed");
  third.end();
  const auto ended = push(std::vector<std::string>{second.path().string(), third.path().string()});
  EXPECT_EQ(ended.exit_code, 1) << ended.out;
  const json run = result("Sizes/Cart.Fits");
  EXPECT_EQ(run.at("iterations").size(), 2U);
  const std::string comment = run.at("comment");
  EXPECT_EQ(comment.find("does not fit small"), comment.rfind("does not fit small")) << comment;
}

TEST_P(SharedExecution, TakesAResultThatPeopleHaveToDecideOnForNone) {
  auto first = part(1);
  first.test("Cart.Adds").finish("skipped");
  first.test("Cart.Pays").finish("passed");
  EXPECT_EQ(push_part(first, {"--status-skipped", "BLOCKED"}).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Adds").event("key", {{"value", "DEMO-7"}}).finish("passed");
  second.test("Cart.Pays").finish("skipped");
  const auto ended = push_part(second);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(result("Cart.Pays").at("status"), "PASSED");
}

TEST_P(SharedExecution, KeepsItsEnvironmentsAndGetsTheNewOnes) {
  auto first = part(1);
  first.test("Cart.Adds").finish("passed");
  EXPECT_EQ(push_part(first, {"--environments", "linux"}).exit_code, 0);
  auto second = part(2);
  second.test("Cart.Pays").finish("passed");
  EXPECT_EQ(push_part(second, {"--environments", "arm64"}).exit_code, 0);
  auto third = part(3);
  third.test("Cart.Ships").finish("passed");
  EXPECT_EQ(push_part(third).exit_code, 0);
  EXPECT_THAT(only_execution(state()).at("environments"), UnorderedElementsAre("linux", "arm64"));
}

TEST_P(SharedExecution, AsksNothingMoreOfXrayForAnExecutionOfItsOwn) {
  auto first = part(1);
  first.test("Cart.Adds").finish("passed");
  EXPECT_EQ(push_part(first).exit_code, 0);
  EXPECT_EQ(requests("RunsOfTests"), 0U);
}

}  // namespace
}  // namespace xrep::test
