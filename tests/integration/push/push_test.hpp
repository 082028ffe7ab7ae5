#pragma once

#include "support/run_writer.hpp"
#include "support/sandbox_test.hpp"

#include <string>
#include <utility>
#include <vector>

namespace xrep::test {

/// `xrep push` of written run directories.
class PushTest : public SandboxTest {
 protected:
  RunWriter new_run(const std::string& id = "20260301-020000-1a2b3c4d") {
    return {folder_.path() / "results", id};
  }

  Ended push(std::vector<std::string> arguments,
             const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), {XREP_COMMAND, "push"});
    return run_program(std::move(arguments), environment);
  }

  Ended push(const RunWriter& run) { return push(std::vector<std::string>{run.path().string()}); }

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
};

}  // namespace xrep::test
