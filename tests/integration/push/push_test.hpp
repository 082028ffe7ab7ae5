#pragma once

#include "support/child_process.hpp"
#include "support/run_writer.hpp"
#include "support/sandbox_process.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace xrep::test {

/// `xrep push` against a sandbox, once per profile.
class PushTest : public ::testing::TestWithParam<std::string> {
 protected:
  RunWriter new_run(const std::string& id = "20260301-020000-1a2b3c4d") {
    return {folder_.path() / "results", id};
  }

  /// `xrep push ARGUMENTS` in the environment of the sandbox, changed by `environment`.
  Ended push(std::vector<std::string> arguments,
             const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), {XREP_COMMAND, "push"});
    auto all = sandbox_.environment();
    for (const auto& [name, value] : environment) {
      if (value.empty()) {
        all.erase(name);
      } else {
        all[name] = value;
      }
    }
    return run({std::move(arguments), all, folder_.path()});
  }

  Ended push(const RunWriter& run) { return push(std::vector<std::string>{run.path().string()}); }

  nlohmann::json state() const { return sandbox_.state(); }

  /// How often an import, or the GraphQL operation `operation`, was asked for.
  std::size_t requests(const std::string& operation) const {
    std::size_t count = 0;
    const nlohmann::json now = state();
    for (const auto& request : now.at("requests")) {
      const bool import = request.at("path") == "/api/v2/import/execution";
      count += (operation == "import" ? import : request.at("operation") == operation) ? 1U : 0U;
    }
    return count;
  }

  TempDir folder_;
  SandboxProcess sandbox_{GetParam()};
};

}  // namespace xrep::test

#define XREP_BOTH_PROFILES(suite)                                                  \
  INSTANTIATE_TEST_SUITE_P(Sandbox, suite, ::testing::Values("strict", "lenient"), \
                           [](const auto& profile) { return profile.param; })
