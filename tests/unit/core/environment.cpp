#include "environment.hpp"

#include <unistd.h>

#include <array>
#include <string_view>

namespace xrep::test {

std::vector<std::string> relevant_variables() {
  constexpr std::array<std::string_view, 8> kOthers{
      "GITHUB_ACTIONS",   "GITLAB_CI", "TF_BUILD",    "BUILDKITE",
      "TEAMCITY_VERSION", "CIRCLECI",  "JENKINS_URL", "CTEST_INTERACTIVE_DEBUG_MODE"};
  std::vector<std::string> names(kOthers.begin(), kOthers.end());
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (text.substr(0, 4) == "XRAY") names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

CleanEnvironment::CleanEnvironment() {
  for (const auto& name : relevant_variables()) {
    if (const char* value = std::getenv(name.c_str())) before_.emplace_back(name, value);
    unsetenv(name.c_str());
  }
}

CleanEnvironment::~CleanEnvironment() {
  for (const auto& name : relevant_variables()) unsetenv(name.c_str());
  for (const auto& [name, value] : before_) setenv(name.c_str(), value.c_str(), 1);
}

}  // namespace xrep::test
