#pragma once

#include "support/child_process.hpp"
#include "support/sandbox_process.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace xrep::test {

/// Programs in a folder of their own beside a sandbox, once per profile.
class SandboxTest : public ::testing::TestWithParam<std::string> {
 protected:
  /// Runs a program in the environment of the sandbox, to which `environment` is added; an empty
  /// value takes a variable away.
  Ended run_program(std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment = {}) {
    auto all = sandbox_.environment();
    // The strict sandbox shows what it stored after 1.5 s, the lenient one at once.
    all["XRAY_SEARCH_LAG"] = GetParam() == "strict" ? "2s" : "1s";
    for (const auto& [name, value] : environment) {
      if (value.empty()) {
        all.erase(name);
      } else {
        all[name] = value;
      }
    }
    return run({std::move(arguments), all, folder_.path()});
  }

  nlohmann::json state() const { return sandbox_.state(); }

  TempDir folder_;
  SandboxProcess sandbox_{GetParam()};
};

}  // namespace xrep::test

#define XREP_BOTH_PROFILES(suite)                                                  \
  INSTANTIATE_TEST_SUITE_P(Sandbox, suite, ::testing::Values("strict", "lenient"), \
                           [](const auto& profile) { return profile.param; })
