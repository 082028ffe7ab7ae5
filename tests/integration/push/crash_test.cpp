#include "push_test.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;

// What a push leaves behind when it is killed, and what the next one makes of it.
class CrashedPush : public PushTest {
 protected:
  static std::vector<json> log_of(const RunWriter& run) {
    std::vector<json> lines;
    std::ifstream log(run.path() / "delivery.jsonl");
    for (std::string line; std::getline(log, line);) {
      lines.push_back(json::parse(line));
    }
    return lines;
  }

  // As if it had been killed after the first `count` lines.
  static void keep(const RunWriter& run, std::size_t count) {
    const auto lines = log_of(run);
    std::ofstream log(run.path() / "delivery.jsonl", std::ios::trunc);
    for (std::size_t i = 0; i < count; ++i) {
      log << lines.at(i).dump() << "\n";
    }
  }

  /// How many lines there are up to the `nth` one of this event.
  static std::size_t lines_to(const RunWriter& run, const std::string& event,
                              const std::string& operation = {}, int nth = 1) {
    const auto lines = log_of(run);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].at("e") == event && lines[i].value("op", "") == operation && --nth == 0) {
        return i + 1;
      }
    }
    return 0;
  }

  /// Starts a push and kills it as soon as `now` holds.
  template <class Condition>
  void kill_push(const RunWriter& run, Condition now) {
    auto environment = sandbox_.environment();
    environment["XRAY_SEARCH_LAG"] = GetParam() == "strict" ? "2s" : "1s";
    ChildProcess process({{XREP_COMMAND, "push", run.path().string()}, environment, {}});
    while (!now()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    process.kill(SIGKILL);
    EXPECT_EQ(process.wait().signal, SIGKILL);
  }

  static void wait_for_what_is_late() { std::this_thread::sleep_for(std::chrono::seconds(1)); }

  json result(const std::string& name) const {
    const json now = state();
    return run_of(now, only_execution(now), name);
  }

  // Another process of the run records one more instance of All/Price.Rounds.
  static void add_instance(const RunWriter& run) {
    std::ofstream(run.path() / "events-4712-0a0b0c0d.jsonl")
        << R"({"e":"run_started","t":1772330401000000,"format":1,"pid":4712,"host":"ci-1"})"
        << "\n"
        << R"({"e":"test_started","t":1772330401000001,"n":1,"name":"All/Price.Rounds/usd",)"
        << R"("identity":"All/Price.Rounds","instance":"usd"})"
        << "\n"
        << R"({"e":"test_finished","t":1772330401000002,"n":1,"result":"passed"})"
        << "\n"
        << R"({"e":"run_ended","t":1772330401000003})"
        << "\n";
  }

  RunWriter run_with_an_instance() {
    auto run = new_run();
    run.test("All/Price.Rounds/eur", {{"identity", "All/Price.Rounds"}, {"instance", "eur"}})
        .file("eur.log", "text/plain", "a trace")
        .finish("passed");
    run.end();
    return run;
  }
};
XREP_BOTH_PROFILES(CrashedPush);

TEST_P(CrashedPush, LeavesFilesToTheNextOneThatXrayTookAndNobodySaw) {
  auto run = new_run();
  run.test("Cart.Pays")
      .step(1, "Pay", "passed")
      .file("shot.png", "image/png", "\x89PNG", 1)
      .finish("passed");
  run.end();
  sandbox_.faults(
      {{{"on", "AddEvidence"}, {"times", -1}, {"do", "lose"}, {"parts", {"evidence"}}}});
  EXPECT_EQ(push(run).exit_code, 1);
  keep(run, lines_to(run, "intent", "evidence") + 1);
  sandbox_.faults(json::array());
  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_EQ(result("Cart.Pays").at("steps")[0].at("evidence").size(), 1U);
}

TEST_P(CrashedPush, SendsNoFileTwiceThatIsStillOnItsWay) {
  auto run = new_run();
  run.test("Cart.Pays")
      .step(1, "Pay", "passed")
      .file("shot.png", "image/png", "\x89PNG", 1)
      .finish("passed");
  run.end();
  sandbox_.faults({{{"on", "AddEvidence"}, {"do", "delay"}, {"ms", 700}}});
  kill_push(run, [&] { return requests("AddEvidence") != 0; });
  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  wait_for_what_is_late();
  EXPECT_EQ(result("Cart.Pays").at("steps")[0].at("evidence").size(), 1U);
}

TEST_P(CrashedPush, SendsNoFileTwiceThatIsOnItsWayInsideAnImport) {
  auto earlier = new_run("20260301-010000-1a2b3c4d");
  earlier.test("Cart.Pays").event("key", {{"value", "DEMO-7"}}).finish("failed");
  earlier.end();
  EXPECT_EQ(push(earlier).exit_code, 0);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  auto run = new_run();
  run.setting("test_execution", only_execution(state()).at("key"));
  run.test("Cart.Pays")
      .event("key", {{"value", "DEMO-7"}})
      .file("trace.log", "text/plain", "a trace")
      .finish("passed");
  run.end();
  const auto imports = requests("import");
  sandbox_.faults({{{"on", "import"}, {"do", "delay"}, {"ms", 700}}});
  kill_push(run, [&] { return requests("import") != imports; });
  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  wait_for_what_is_late();
  EXPECT_EQ(result("Price.RoundsToCents").at("evidence").size(), 1U);
}

TEST_P(CrashedPush, LooksForTestsThatARefusedImportMayHaveCreated) {
  auto run = new_run();
  for (const char* name : {"Cart.Adds", "Cart.Pays", "Cart.Totals"}) {
    run.test(name).event("requirement", {{"value", "DEMO-4711"}}).finish("passed");
  }
  run.end();
  kill_push(run, [&] { return lines_to(run, "not_imported") != 0; });
  const std::size_t before = state().at("requests").size();
  EXPECT_EQ(push(run).exit_code, 0);
  const json now = state();
  int looks = 0;
  for (std::size_t i = before; now.at("requests")[i].at("operation") != "import"; ++i) {
    looks += now.at("requests")[i].at("operation") == "TestPages" ? 1 : 0;
  }
  EXPECT_GE(looks, 2) << "missing is believed when two looks agree";
}

TEST_P(CrashedPush, DoesNotTakeThePlanForFilledBeforeTheResultsAreThere) {
  auto run = new_run();
  run.setting("test_plan", "DEMO-9");
  run.test("Cart.Adds").finish("passed");
  run.end();
  sandbox_.faults({{{"on", "import"}, {"do", "drop"}, {"times", 2}},
                   {{"on", "AddTestsToPlan"}, {"do", "status"}, {"status", 502}}});
  EXPECT_EQ(push(run).exit_code, 75);
  EXPECT_EQ(push(run).exit_code, 75);
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_THAT(state().at("plans").at("DEMO-9").at("tests"),
              ::testing::Contains(result("Cart.Adds").at("testKey")));
}

TEST_P(CrashedPush, LooksAgainAtAResultThatWasImportedASecondTime) {
  const auto run = run_with_an_instance();
  EXPECT_EQ(push(run).exit_code, 0);
  add_instance(run);
  sandbox_.faults({{{"on", "import"}, {"times", -1}, {"do", "lose"}}});
  EXPECT_EQ(push(run).exit_code, 1);
  keep(run, lines_to(run, "imported", {}, 2));
  sandbox_.faults(json::array());
  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_EQ(result("All/Price.Rounds").at("iterations").size(), 2U);
}

TEST_P(CrashedPush, OrNoneSendsFilesAgainThatWentWithTheIterationsItReplaced) {
  const auto run = run_with_an_instance();
  EXPECT_EQ(push(run).exit_code, 0);
  add_instance(run);
  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  const json iterations = result("All/Price.Rounds").at("iterations");
  ASSERT_EQ(iterations.size(), 2U);
  EXPECT_EQ(iterations[0].at("steps")[0].at("evidence").size(), 1U);
}

TEST_P(CrashedPush, OrNoneChecksTheResultThatCarriesTheDetailsOfTheExecution) {
  auto run = new_run();
  run.test("Cart.Pays").step(1, "Pay", "passed").finish("passed");
  run.end();
  sandbox_.faults({{{"on", "import"}, {"after", 1}, {"do", "lose"}, {"parts", {"steps"}}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(result("Cart.Pays").at("steps")[0].at("status"), "PASSED");
}

TEST_P(CrashedPush, OrNonePutsAFileElsewhereWhileItsIterationIsNotShownYet) {
  const auto run = run_with_an_instance();
  const int late = GetParam() == "strict" ? 1900 : 900;
  sandbox_.faults({{{"on", "RunIterations"}, {"times", -1}, {"do", "hide"}, {"ms", late}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  const json shown = result("All/Price.Rounds");
  EXPECT_TRUE(shown.at("evidence").empty());
  EXPECT_EQ(shown.at("iterations")[0].at("steps")[0].at("evidence").size(), 1U);
}

TEST_P(CrashedPush, OrNoneKeepsTheFilesOfAResultThatXrayDoesNotShow) {
  const auto run = run_with_an_instance();
  sandbox_.faults({{{"on", "import"}, {"times", -1}, {"do", "lose"}, {"parts", {"iterations"}}}});
  EXPECT_EQ(push(run).exit_code, 1);
  sandbox_.faults(json::array());
  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  const json shown = result("All/Price.Rounds");
  EXPECT_TRUE(shown.at("evidence").empty());
  EXPECT_EQ(shown.at("iterations")[0].at("steps")[0].at("evidence").size(), 1U);
}

}  // namespace
}  // namespace xrep::test
