// `xrep check` where everything is as it should be, and how it tells.

#include "check_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kGoodLinks = R"({
  "tests": [
    {"test": "Basket.*", "key": "DEMO-6"},
    {"test": "Price.Rounds", "key": "DEMO-7"}
  ],
  "suites": [{"suite": "Basket", "set": "DEMO-10"}]
})";

class Check : public CheckTest {
 protected:
  void record() {
    auto run = new_run();
    run.test("Card.Pays").event("key", {{"value", "DEMO-4"}}).finish("passed");
    run.test("Basket.IsEmpty").finish("passed");
    run.end();
  }
};
XREP_BOTH_PROFILES(Check);

TEST_P(Check, FindsThatEverythingIsRight) {
  links(kGoodLinks);
  record();
  const auto before = contents();
  const auto checked = check({"--test-plan", "DEMO-9", "--environments", "linux,windows",
                              "--version", "1.0", "--jira-url", sandbox_.url()},
                             with_jira());
  EXPECT_EQ(checked.ended.exit_code, 0) << checked.ended.out;
  for (const auto& fact : checked.facts) {
    EXPECT_EQ(fact.at("state"), "ok") << fact;
  }
  EXPECT_EQ(json::parse(checked.ended.out).at("would_push"), true);
  EXPECT_THAT(checked.found("environments"),
              AllOf(HasSubstr("linux there"), HasSubstr("windows would be created")));
  EXPECT_THAT(checked.found("keys"),
              AllOf(HasSubstr("3 of 3 are Tests"), HasSubstr("2 Generic"), HasSubstr("1 Manual")));
  EXPECT_THAT(checked.found("Test Sets"), HasSubstr("1 of 1"));
  EXPECT_THAT(checked.found("issue types"), HasSubstr("Test and Test Execution can be created"));
  EXPECT_EQ(contents(), before) << "a check changes nothing";
}

TEST_P(Check, IsRightWhenThePushAfterItWorks) {
  links(kGoodLinks);
  record();
  ASSERT_EQ(check().ended.exit_code, 0);
  EXPECT_EQ(run_program({XREP_COMMAND, "push"}).exit_code, 0);
}

TEST_P(Check, ShowsATableInTheOrderInWhichThingsDependOnEachOther) {
  links(kGoodLinks);
  record();
  const auto ended = check_table({"--test-execution", "DEMO-4711"}, with_jira());
  std::size_t last = 0;
  for (const char* name :
       {"what ", "settings ", "links file ", "run ", "connection ", "credentials ",
        "Jira credentials ", "region ", "site ", "project ", "issue types ", "test types ",
        "statuses ", "step statuses ", "test_execution ", "Test Sets ", "keys "}) {
    const auto at = ended.out.find(std::string(last == 0 ? "" : "\n") + name);
    ASSERT_NE(at, std::string::npos) << name << "\n" << ended.out;
    EXPECT_GE(at, last) << name;
    last = at;
  }
  EXPECT_THAT(ended.out, HasSubstr("cure: correct the setting test_execution"));
  EXPECT_THAT(ended.out, HasSubstr("1 fault to mend before xrep push works"));
  EXPECT_EQ(ended.exit_code, 1);
}

TEST_P(Check, NamesEachKeyWithItsKindAndStepsWhenAsked) {
  links(kGoodLinks);
  record();
  const auto checked = check({"--verbose"});
  EXPECT_EQ(checked.ended.exit_code, 0);
  EXPECT_THAT(checked.found("key DEMO-4"),
              AllOf(HasSubstr("Manual, 3 steps"), HasSubstr("Card.Pays")));
  EXPECT_THAT(checked.found("key DEMO-6"),
              AllOf(HasSubstr("Generic"), HasSubstr("xray-links.json:3 (Basket.*)")));
  EXPECT_THAT(checked.ended.err, HasSubstr("POST /api/v2/graphql Preflight"));
}

TEST_P(Check, NeedsNeitherRunNorLinksFileNorJira) {
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 0) << checked.ended.out;
  EXPECT_EQ(checked.state("run"), "unknown");
  EXPECT_THAT(checked.found("Jira credentials"), HasSubstr("not given"));
  EXPECT_EQ(checked.state("issue types"), "unknown");
  EXPECT_THAT(checked.found("issue types"), HasSubstr("only Jira can tell"));
}

TEST_P(Check, SaysHowTheSiteWasDecided) {
  const auto checked = check();
  if (GetParam() == "lenient") {
    EXPECT_EQ(checked.state("site"), "ok");
    EXPECT_THAT(checked.found("site"), HasSubstr(sandbox_.url() + ", as Xray tells"));
  } else {
    EXPECT_EQ(checked.state("site"), "unknown");
    EXPECT_THAT(checked.cure("site"), HasSubstr("set jira_url"));
    EXPECT_THAT(check({"--jira-url", sandbox_.url()}, with_jira()).found("site"),
                HasSubstr("DEMO has the same id as in Xray"));
  }
}

TEST_P(Check, TellsWhichSettingsFileAndWhichLinksFileItUsed) {
  folder_.write("xrep.json", R"({"status_skipped": "BLOCKED"})");
  folder_.write("sub/links.json", R"({"tests": []})");
  const auto checked = check({"--links", "sub/links.json"});
  EXPECT_THAT(checked.found("settings"), HasSubstr((folder_.path() / "xrep.json").string()));
  EXPECT_THAT(checked.found("links file"), HasSubstr((folder_.path() / "sub/links.json").string()));
  EXPECT_THAT(checked.found("statuses"), HasSubstr("BLOCKED"));
  EXPECT_THAT(checked.found("step statuses"), HasSubstr("TODO for BLOCKED"));
}

TEST_P(Check, LooksAtTheRunThatIsNamedAndObeysWhatItRecorded) {
  RunWriter named(folder_.path() / "elsewhere", "20260301-020000-1a2b3c4d");
  named.setting("test_plan", "DEMO-4711");
  named.test("A.B").finish("passed");
  named.end();
  record();
  const auto checked = check({(folder_.path() / "elsewhere").string()});
  EXPECT_THAT(checked.found("run"), HasSubstr("elsewhere"));
  EXPECT_EQ(checked.state("test_plan"), "wrong");
  EXPECT_EQ(check_table({(folder_.path() / "nowhere").string()}).exit_code, 2);
}

TEST_P(Check, WarnsOfTestsThatContradictTheLinksFile) {
  links(R"({"tests": [{"test": "Card.Pays", "key": "DEMO-7"}]})");
  record();
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 0);
  EXPECT_EQ(checked.state("contradiction"), "warning");
  EXPECT_THAT(checked.found("contradiction"), HasSubstr("Card.Pays names DEMO-4 itself"));
}

TEST_P(Check, AsksForThousandsOfKeysInFewRequestsAndShowsFiftyFaults) {
  std::string text;
  for (int i = 0; i < 2000; ++i) {
    text += (i == 0 ? "" : ",\n") + std::string(R"({"test": "Many.T)") + std::to_string(i) +
            R"(", "key": "DEMO-)" + std::to_string(5000 + i) + R"("})";
  }
  links("{\"tests\": [" + text + "]}");
  const auto checked = check();
  EXPECT_EQ(checked.ended.exit_code, 1);
  EXPECT_EQ(checked.wrong().size(), 51U);
  EXPECT_THAT(checked.ended.out, HasSubstr("and 1950 more that do not exist"));
  EXPECT_LT(state().at("requests").size(), 100U);
}

}  // namespace
}  // namespace xrep::test
