#include "program_test.hpp"

#include <unistd.h>

#include <fstream>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

/// Whatever is wrong: the tests keep their verdict, one message says what to do, and nothing is
/// lost.
class BadInput : public ProgramTest {
 protected:
  Ended passing(const std::vector<std::string>& flags,
                const std::map<std::string, std::string>& environment = {}) {
    std::vector<std::string> arguments{XREP_GTEST_ZOO, "--xray", "--gtest_filter=Plain.Passes"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return run_program(arguments, environment);
  }

  void expect_nothing_lost() {
    EXPECT_TRUE(state().at("executions").empty());
    const auto pushed = push();
    EXPECT_EQ(pushed.exit_code, 0) << pushed.out << pushed.err;
    EXPECT_EQ(only_execution(state()).at("runs").size(), 1U);
  }
};
XREP_BOTH_PROFILES(BadInput);

TEST_P(BadInput, OfASettingThatDoesNotExistIsNamedWithTheNearestOne) {
  const auto ended = passing({"--xray_test_pln=DEMO-9"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("test_pln"));
  EXPECT_THAT(ended.err, HasSubstr("test_plan"));
  EXPECT_THAT(ended.err, HasSubstr("xrep push"));
  expect_nothing_lost();
}

TEST_P(BadInput, OfAMalformedValueIsNamedWithWhatIsAllowed) {
  const auto ended = passing({}, {{"XRAY_UPLOAD", "sometimes"}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("XRAY_UPLOAD"));
  EXPECT_THAT(ended.err, HasSubstr("never"));
  expect_nothing_lost();
}

TEST_P(BadInput, InAFileOfSettingsIsNamedWithItsPlace) {
  folder_.write("xrep.json", "{\"project\": ");
  const auto ended = passing({});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("xrep.json"));
  fs::remove(folder_ / "xrep.json");
  expect_nothing_lost();
}

TEST_P(BadInput, OfASecretInAFlagIsRefusedAndNotShown) {
  const auto ended = passing({"--xray_client_secret=canary-4711"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("environment"));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("canary")));
  for (const auto& item : fs::recursive_directory_iterator(folder_ / "xray-results")) {
    if (item.is_regular_file()) {
      EXPECT_THAT(read_file(item.path()), Not(HasSubstr("canary"))) << item.path();
    }
  }
  expect_nothing_lost();
}

TEST_P(BadInput, OfCredentialsThatAreMissingKeepsTheRun) {
  const auto ended = passing({}, {{"XRAY_CLIENT_ID", ""}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("XRAY_CLIENT_ID is not set"));
  expect_nothing_lost();
}

TEST_P(BadInput, OfTheWrongRegionKeepsTheRun) {
  const auto ended = passing({"--xray_timeout=5"}, {{"XRAY_CLIENT_ID", "wrong-region"}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("region"));
  expect_nothing_lost();
}

TEST_P(BadInput, OfAnUnknownProjectKeepsTheRun) {
  const auto ended = passing({}, {{"XRAY_PROJECT", "NOPE"}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("project NOPE was not found"));
  EXPECT_TRUE(state().at("executions").empty());
  EXPECT_EQ(push().exit_code, 0);
}

TEST_P(BadInput, ShowsInTheExitCodeOfAStrictRunWithAMainOfOursAndInNoOther) {
  const std::map<std::string, std::string> nobody{{"XRAY_API_URL", "http://127.0.0.1:1"},
                                                  {"XRAY_TIMEOUT", "3"}};
  const auto strict = [&](const char* program, const char* test) {
    return run_program({program, "--xray", "--xray_strict", test}, nobody).exit_code;
  };
  EXPECT_EQ(strict(XREP_GTEST_ZOO_OUR_MAIN, "--gtest_filter=Plain.Passes"), 75);
  EXPECT_EQ(strict(XREP_GTEST_ZOO_OUR_MAIN, "--gtest_filter=Plain.Fails"), 1);
  EXPECT_EQ(strict(XREP_CATCH2_ZOO_OUR_MAIN, "passes"), 75);
  EXPECT_EQ(strict(XREP_GTEST_ZOO, "--gtest_filter=Plain.Passes"), 0) << "a main of somebody else";
  EXPECT_EQ(passing({}, nobody).exit_code, 0) << "not strict";
}

TEST_P(BadInput, OfAResultsDirectoryThatCannotBeMadeRecordsElsewhere) {
  folder_.write("taken", "a file");
  const auto ended = passing({"--xray_results_dir=taken/results"}, {{"TMPDIR", folder_.path()}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("taken/results"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 1U) << ended.err;
}

TEST_P(BadInput, OfEveryKindInOneProgramKeepsVerdictsAndArrivesAsText) {
  const std::map<std::string, std::string> here{{"BAD_INPUT_FOLDER", folder_.path()}};
  const auto without = run_program({XREP_GTEST_BAD_INPUT, "--gtest_print_time=0"}, here);
  fs::remove(folder_ / "pipe");
  const auto ended = run_program({XREP_GTEST_BAD_INPUT, "--gtest_print_time=0", "--xray"}, here);
  EXPECT_EQ(ended.exit_code, without.exit_code);
  EXPECT_EQ(ended.out, without.out);
  for (const char* name : {"missing.log", "folder", "pipe", "empty.log", "not a key"}) {
    EXPECT_THAT(ended.err, HasSubstr(name));
  }

  const json now = state();
  const json execution = only_execution(now);
  const json refused = run_of(now, execution, "Attachments.ThatCannotBeTaken");
  ASSERT_FALSE(refused.is_null()) << ended.err;
  EXPECT_EQ(refused.at("status"), "PASSED");
  EXPECT_THAT(refused.at("comment").get<std::string>(), HasSubstr("missing.log"));
  const json deleted = run_of(now, execution, "Attachments.DeletedRightAfterTheCall");
  ASSERT_EQ(deleted.at("evidence").size(), 1U);
  EXPECT_EQ(deleted.at("evidence")[0].at("size"), 10);
  const json path = run_of(now, execution, "Attachments.NamedLikeAPathOfSomebodyElse");
  EXPECT_EQ(path.at("evidence")[0].at("filename"), "passwd");
  const json large = run_of(now, execution, "Messages.OfAHundredKilobytes");
  ASSERT_EQ(large.at("evidence").size(), 2U)
      << "the whole message, and what a comment is too short for";
  EXPECT_GE(large.at("evidence")[0].at("size").get<std::size_t>(), 100'000U);
  EXPECT_EQ(large.at("evidence")[1].at("filename"), "messages.txt");
  const json broken = run_of(now, execution, "Messages.WithBytesThatAreNoText");
  EXPECT_THAT(broken.at("comment").get<std::string>(), HasSubstr("red bell\u2407 broken\ufffd"));
  EXPECT_THAT(ended.err, HasSubstr("Keys.ThatIsNone"));
  const json shared = run_of(now, execution, "Discount.IsNeverNegative");
  EXPECT_EQ(shared.at("status"), "FAILED");
  EXPECT_FALSE(run_of(now, execution, "Odd.say \"hi\" <b>&amp;").is_null());
  EXPECT_FALSE(run_of(now, execution, "Odd.two\u240alines\u2401").is_null());
  EXPECT_EQ(execution.at("runs").size(), 10U) << "12 tests, one without a usable key, two with one";
}

}  // namespace
}  // namespace xrep::test
