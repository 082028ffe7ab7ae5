#include "ci.hpp"

#include "environment.hpp"

#include <gtest/gtest.h>

namespace xrep {
namespace {

using test::Variable;

TEST(Ci, IsEmptyOutsideOfOne) {
  const test::CleanEnvironment clean;
  EXPECT_EQ(detect_ci().system, "");
}

TEST(Ci, ReadsGitHub) {
  const test::CleanEnvironment clean;
  const Variable marker("GITHUB_ACTIONS", "true");
  const Variable sha("GITHUB_SHA", "9f1c2ab");
  const Variable head("GITHUB_HEAD_REF", "");
  const Variable ref("GITHUB_REF_NAME", "main");
  const Variable server("GITHUB_SERVER_URL", "https://github.com");
  const Variable repository("GITHUB_REPOSITORY", "shop/shop");
  const Variable run("GITHUB_RUN_ID", "77");
  const CiBuild build = detect_ci();
  EXPECT_EQ(build.system, "GitHub Actions");
  EXPECT_EQ(build.revision, "9f1c2ab");
  EXPECT_EQ(build.branch, "main");
  EXPECT_EQ(build.url, "https://github.com/shop/shop/actions/runs/77");
}

TEST(Ci, ReadsGitLab) {
  const test::CleanEnvironment clean;
  const Variable marker("GITLAB_CI", "true");
  const Variable sha("CI_COMMIT_SHA", "9f1c2ab");
  const Variable ref("CI_COMMIT_REF_NAME", "feature");
  const Variable url("CI_JOB_URL", "https://gitlab.com/shop/-/jobs/5");
  const CiBuild build = detect_ci();
  EXPECT_EQ(build.system, "GitLab CI");
  EXPECT_EQ(build.branch, "feature");
  EXPECT_EQ(build.url, "https://gitlab.com/shop/-/jobs/5");
}

TEST(Ci, ReadsJenkins) {
  const test::CleanEnvironment clean;
  const Variable marker("JENKINS_URL", "https://ci/");
  const Variable sha("GIT_COMMIT", "9f1c2ab");
  const Variable change("CHANGE_BRANCH", nullptr);
  const Variable name("BRANCH_NAME", nullptr);
  const Variable branch("GIT_BRANCH", "origin/main");
  const Variable url("BUILD_URL", "https://ci/job/1/");
  const CiBuild build = detect_ci();
  EXPECT_EQ(build.system, "Jenkins");
  EXPECT_EQ(build.branch, "main");
  EXPECT_EQ(build.url, "https://ci/job/1/");
}

TEST(Ci, ReadsAzure) {
  const test::CleanEnvironment clean;
  const Variable marker("TF_BUILD", "True");
  const Variable request("SYSTEM_PULLREQUEST_SOURCEBRANCH", nullptr);
  const Variable branch("BUILD_SOURCEBRANCH", "refs/heads/feature/x");
  const Variable collection("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", "https://dev.azure.com/shop/");
  const Variable project("SYSTEM_TEAMPROJECTID", "1-2-3");
  const Variable id("BUILD_BUILDID", "8");
  const CiBuild build = detect_ci();
  EXPECT_EQ(build.branch, "feature/x");
  EXPECT_EQ(build.url, "https://dev.azure.com/shop/1-2-3/_build/results?buildId=8");
}

TEST(Ci, KnowsTheOthersByTheirMarkers) {
  const test::CleanEnvironment clean;
  {
    const Variable marker("BUILDKITE", "true");
    EXPECT_EQ(detect_ci().system, "Buildkite");
  }
  {
    const Variable marker("TEAMCITY_VERSION", "2024.1");
    EXPECT_EQ(detect_ci().system, "TeamCity");
  }
  const Variable marker("CIRCLECI", "true");
  EXPECT_EQ(detect_ci().system, "CircleCI");
}

}  // namespace
}  // namespace xrep
