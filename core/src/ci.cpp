#include "ci.hpp"

#include "text.hpp"

#include <cstdlib>
#include <initializer_list>
#include <string_view>

namespace xrep {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : single_line(value);
}

std::string first_of(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto value = variable(name); !value.empty()) return value;
  }
  return {};
}

std::string without_prefix(std::string text, std::string_view prefix) {
  if (std::string_view(text).substr(0, prefix.size()) == prefix) text.erase(0, prefix.size());
  return text;
}

// https://docs.github.com/actions/reference/workflows-and-actions/variables
CiBuild github() {
  CiBuild build{"GitHub Actions",
                variable("GITHUB_SHA"),
                first_of({"GITHUB_HEAD_REF", "GITHUB_REF_NAME"}),
                {}};
  if (const auto run = variable("GITHUB_RUN_ID"); !run.empty()) {
    build.url = variable("GITHUB_SERVER_URL") + "/" + variable("GITHUB_REPOSITORY") +
                "/actions/runs/" + run;
  }
  return build;
}

// https://docs.gitlab.com/ci/variables/predefined_variables/
CiBuild gitlab() {
  return {"GitLab CI", variable("CI_COMMIT_SHA"),
          first_of({"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME"}),
          first_of({"CI_JOB_URL", "CI_PIPELINE_URL"})};
}

// https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables
CiBuild jenkins() {
  return {"Jenkins", variable("GIT_COMMIT"),
          without_prefix(first_of({"CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH"}), "origin/"),
          variable("BUILD_URL")};
}

// https://learn.microsoft.com/azure/devops/pipelines/build/variables
CiBuild azure() {
  CiBuild build{"Azure Pipelines",
                variable("BUILD_SOURCEVERSION"),
                without_prefix(first_of({"SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"}),
                               "refs/heads/"),
                {}};
  if (const auto id = variable("BUILD_BUILDID"); !id.empty()) {
    // The collection's URI ends in a slash; the name of a project may hold blanks, its id does not.
    build.url = variable("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI") + variable("SYSTEM_TEAMPROJECTID") +
                "/_build/results?buildId=" + id;
  }
  return build;
}

// https://buildkite.com/docs/pipelines/configure/environment-variables
CiBuild buildkite() {
  return {"Buildkite", variable("BUILDKITE_COMMIT"), variable("BUILDKITE_BRANCH"),
          variable("BUILDKITE_BUILD_URL")};
}

// https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html
CiBuild teamcity() {
  return {"TeamCity", variable("BUILD_VCS_NUMBER"), {}, variable("BUILD_URL")};
}

// https://circleci.com/docs/reference/variables/
CiBuild circleci() {
  return {"CircleCI", variable("CIRCLE_SHA1"), variable("CIRCLE_BRANCH"),
          variable("CIRCLE_BUILD_URL")};
}

struct System {
  const char* marker;
  CiBuild (*build)();
};

}  // namespace

CiBuild detect_ci() {
  constexpr System kSystems[] = {
      {"GITHUB_ACTIONS", github}, {"GITLAB_CI", gitlab},          {"TF_BUILD", azure},
      {"BUILDKITE", buildkite},   {"TEAMCITY_VERSION", teamcity}, {"CIRCLECI", circleci},
      {"JENKINS_URL", jenkins},
  };
  for (const auto& system : kSystems) {
    if (!variable(system.marker).empty()) return system.build();
  }
  return {};
}

}  // namespace xrep
