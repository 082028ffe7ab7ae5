#include "config_file.hpp"

#include "environment.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ConfigFileTest : public testing::Test {
 protected:
  ResolvedSettings resolve(const fs::path& folder) const {
    return resolve_settings({}, {}, folder);
  }
  ResolvedSettings resolve_text(const std::string& content) const {
    folder_.write("xrep.json", content);
    return resolve(folder_.path());
  }

  std::string problem(const std::string& content) const {
    const auto problems = resolve_text(content).problems;
    EXPECT_EQ(problems.size(), 1U) << content;
    return problems.empty() ? "" : problems.front();
  }

  test::CleanEnvironment clean_;
  test::TempDir folder_;
};

TEST_F(ConfigFileTest, IsFoundUpwardsAsFarAsTheRepository) {
  folder_.write("xrep.json", R"({"version": "outside"})");
  folder_.write("repository/.git", "gitdir: elsewhere");
  folder_.write("repository/tests/keep", "");
  EXPECT_EQ(resolve(folder_ / "repository/tests").values.version, "");
  folder_.write("repository/xrep.json", R"({"version": "inside"})");
  EXPECT_EQ(resolve(folder_ / "repository/tests").values.version, "inside");
}

TEST_F(ConfigFileTest, TakesNumbersTruthsAndLists) {
  const auto resolved = resolve_text(
      R"({"timeout": 60, "create_tests": false, "labels": ["a", "b"], "strict": true})");
  EXPECT_THAT(resolved.problems, IsEmpty());
  EXPECT_EQ(resolved.values.timeout.count(), 60);
  EXPECT_FALSE(resolved.values.create_tests);
  EXPECT_THAT(resolved.values.labels, ElementsAre("a", "b"));
  EXPECT_TRUE(resolved.values.strict);
}

TEST_F(ConfigFileTest, SaysWhereItIsNoJsonWithoutQuotingIt) {
  EXPECT_THAT(problem("{\n  \"client_secret\": \"hush\"\n  \"x\": 1}"),
              AllOf(HasSubstr("not valid JSON at line 3, column 5"), Not(HasSubstr("hush"))));
  EXPECT_THAT(problem(""), HasSubstr("line 1, column 1"));
}

TEST_F(ConfigFileTest, WithANumberThatIsTooLargeIsAProblemLikeAnyOther) {
  EXPECT_THAT(problem(R"({"timeout": 1e999})"), HasSubstr("cannot be used"));
}

TEST_F(ConfigFileTest, MustHoldAnObject) {
  EXPECT_THAT(problem("[]"), HasSubstr("an object"));
}

TEST_F(ConfigFileTest, RefusesValuesOfTheWrongType) {
  EXPECT_THAT(problem(R"({"test_plan": {"key": "CALC-9"}})"), HasSubstr("wrong type"));
  EXPECT_THAT(problem(R"({"test_plan": ["CALC-9"]})"), HasSubstr("wrong type"));
  EXPECT_THAT(problem(R"({"labels": ["a,b"]})"), HasSubstr("a list of strings"));
  EXPECT_THAT(problem(R"({"timeout": null})"), HasSubstr("wrong type"));
}

TEST_F(ConfigFileTest, NamesUnknownSettingsWithTheFile) {
  EXPECT_THAT(problem(R"({"tset_plan": "CALC-9"})"),
              AllOf(HasSubstr("xrep.json"), EndsWith("did you mean test_plan?")));
  EXPECT_THAT(problem(R"({"client_secret": "hush"})"),
              AllOf(HasSubstr("environment"), Not(HasSubstr("hush"))));
  EXPECT_THAT(problem(R"({"config": "other.json"})"), HasSubstr("XRAY_CONFIG"));
}

TEST_F(ConfigFileTest, IsRefusedWhenOthersCanWriteIt) {
  const auto file = folder_.write("xrep.json", R"({"version": "1"})");
  ASSERT_EQ(chmod(file.c_str(), 0666), 0);
  const auto resolved = resolve(folder_.path());
  EXPECT_EQ(resolved.values.version, "");
  EXPECT_THAT(resolved.problems, ElementsAre(HasSubstr("refused, because everybody may write it")));
}

TEST_F(ConfigFileTest, IsTakenWhenItWasNamed) {
  const auto file = folder_.write("mine.json", R"({"version": "1"})");
  ASSERT_EQ(chmod(file.c_str(), 0666), 0);
  const test::Variable config("XRAY_CONFIG", "mine.json");
  EXPECT_EQ(resolve(folder_.path()).values.version, "1");
}

TEST_F(ConfigFileTest, IsMissedWhenItWasNamed) {
  const test::Variable config("XRAY_CONFIG", "nowhere.json");
  EXPECT_THAT(resolve(folder_.path()).problems, ElementsAre(HasSubstr("cannot be read")));
}

TEST_F(ConfigFileTest, IsNeverWaitedFor) {
  ASSERT_EQ(mkfifo((folder_ / "fifo.json").c_str(), 0600), 0);
  const test::Variable config("XRAY_CONFIG", "fifo.json");
  EXPECT_THAT(resolve(folder_.path()).problems, ElementsAre(HasSubstr("not a regular file")));
}

}  // namespace
}  // namespace xrep
