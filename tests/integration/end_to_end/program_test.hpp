#pragma once

#include "support/sandbox_test.hpp"

#include <map>
#include <string>

namespace xrep::test {

/// Test programs that push themselves into a sandbox.
class ProgramTest : public SandboxTest {
 protected:
  /// `xrep push`, as somebody would who read the message.
  Ended push(const std::map<std::string, std::string>& environment = {}) {
    return run_program({XREP_COMMAND, "push"}, environment);
  }
};

}  // namespace xrep::test
