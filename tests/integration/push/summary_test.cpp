#include "push_test.hpp"

#include <algorithm>

namespace xrep::test {
namespace {

using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::StartsWith;

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

constexpr std::size_t kScreen = 24;  // lines of a terminal as small as they come

class PushSummary : public PushTest {
 protected:
  static std::string name(const std::string& what, int i) {
    return what + "." + std::to_string(1000 + i);
  }

  std::string status(const RunWriter& run) {
    return run_program({XREP_COMMAND, "status", run.path().string()}).out;
  }

  std::string last_line() const {
    return "View in Xray: " + sandbox_.url() + "/browse/" +
           only_execution(state()).at("key").get<std::string>() + "\n";
  }

  /// 14 results that arrive, 200 that are refused, 200 that are left out, files that arrive and
  /// files and defects that do not.
  RunWriter troubled_run() {
    auto run = new_run();
    run.setting("disabled", "todo");
    for (int i = 0; i < 8; ++i) {
      run.test(name("Passes", i)).finish("passed");
    }
    for (int i = 0; i < 6; ++i) {
      run.test(name("Fails", i))
          .event("defect", {{"value", "DEMO-" + std::to_string(4711 + i)}})
          .event("defect", {{"value", "DEMO-" + std::to_string(5711 + i)}})
          .file("trace.log", "text/plain", "a trace")
          .step(1, "Pay", "failed")
          .file("shot.png", "image/png", "\x89PNG", 1)
          .finish("failed");
    }
    for (int i = 0; i < 200; ++i) {
      run.test(name("Refused", i))
          .event("key", {{"value", "DEMO-" + std::to_string(7000 + i)}})
          .finish("passed");
    }
    for (int i = 0; i < 100; ++i) {
      run.test(name("Skipped", i)).finish("skipped");
      run.event("test_not_run", {{"name", name("Disabled", i)}, {"why", "disabled"}});
    }
    run.end();
    return run;
  }
};
XREP_BOTH_PROFILES(PushSummary);

TEST_P(PushSummary, OfARunInTroubleFitsAScreen) {
  const auto run = troubled_run();
  sandbox_.faults({{{"on", "AddEvidence"}, {"times", -1}, {"do", "status"}, {"status", 400}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(lines_of(ended.out), Le(kScreen)) << ended.out;
  const std::string key = only_execution(state()).at("key");
  EXPECT_THAT(ended.out,
              StartsWith("xrep: 14 results in " + key + ": 8 passed, 6 failed; 6 of 12 files\n"));
  EXPECT_THAT(ended.out, HasSubstr("refused: Refused.1000: the key DEMO-7000 of Refused.1000 does "
                                   "not exist or is no Test"));
  EXPECT_THAT(ended.out, HasSubstr("left out: Skipped.1000 did not run and has no Xray Test"));
  EXPECT_EQ(occurrences(ended.out, "… and 195 more like these (xrep status shows all)"), 2U);
  EXPECT_THAT(ended.out, HasSubstr("not done: the file shot.png of Fails.1000 was not accepted"));
  EXPECT_THAT(ended.out, HasSubstr("once that is mended: xrep push " + run.path().string() + "\n"));
  EXPECT_THAT(ended.out, EndsWith(last_line()));
}

TEST_P(PushSummary, LeadsToAStatusThatShowsAll) {
  const auto run = troubled_run();
  EXPECT_EQ(push(run).exit_code, 1);
  const auto all = status(run);
  for (const int i : {0, 99}) {
    EXPECT_THAT(all, HasSubstr(name("Skipped", i) + " did not run and has no Xray Test"));
    EXPECT_THAT(all, HasSubstr(name("Disabled", i) + " did not run and has no Xray Test"));
  }
  for (const int i : {0, 199}) {
    EXPECT_THAT(all, HasSubstr("the key DEMO-" + std::to_string(7000 + i) + " of " +
                               name("Refused", i) + " does not exist"));
  }
  EXPECT_EQ(occurrences(all, " refused "), 200U);
  EXPECT_EQ(occurrences(all, " left out "), 200U);
  EXPECT_EQ(occurrences(all, " delivered "), 14U);
}

TEST_P(PushSummary, OfARunThatWasCutOffFitsAScreen) {
  const auto run = troubled_run();
  sandbox_.faults({{{"on", "AddEvidence"}, {"times", -1}, {"do", "status"}, {"status", 401}}});
  const auto ended = push(run);
  EXPECT_THAT(ended.exit_code, AnyOf(2, 75));
  EXPECT_THAT(lines_of(ended.out), Le(kScreen)) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("14 results in"));
  EXPECT_THAT(ended.out, HasSubstr("6 files not delivered: "));
  EXPECT_THAT(ended.out, HasSubstr("nothing is lost; to go on: xrep push " + run.path().string()));
  EXPECT_THAT(ended.out, EndsWith(last_line()));
}

TEST_P(PushSummary, OfKeysThatAreNoneAloneFitsAScreen) {
  auto run = new_run();
  for (int i = 0; i < 200; ++i) {
    run.test(name("Cart", i)).event("key", {{"value", "shop"}}).finish("passed");
  }
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(lines_of(ended.out), Le(kScreen)) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("refused: Cart.1000: \"shop\" is not the key of an Xray Test"));
}

TEST_P(PushSummary, OfARunWithoutTroubleIsTwoLines) {
  auto run = new_run();
  for (int i = 0; i < 300; ++i) {
    run.test(name("Cart", i)).finish(i % 100 == 7 ? "failed" : "passed");
  }
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, "xrep: 300 results in " +
                           only_execution(state()).at("key").get<std::string>() +
                           ": 297 passed, 3 failed\n" + last_line());
}

}  // namespace
}  // namespace xrep::test
