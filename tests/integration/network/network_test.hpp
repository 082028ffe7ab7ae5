#pragma once

#include "support/run_writer.hpp"
#include "support/sandbox_test.hpp"
#include "support/tcp_forwarder.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace xrep::test {

/// What a sandbox holds, by names: free of keys, ids and times, so that two of them compare.
nlohmann::json content_of(const nlohmann::json& state);

/// Programs that reach their sandbox over a network that fails.
class NetworkTest : public SandboxTest {
 protected:
  NetworkTest() { environment_["XRAY_API_URL"] = network_.url(); }

  /// A run that needs every request that changes something: a Test that exists, with a picture at a
  /// step and a defect; a new one with a large file; iterations; a plan; an environment.
  RunWriter full_run();

  Ended over_network(std::vector<std::string> arguments,
                     const std::map<std::string, std::string>& environment = {});

  Ended push(const RunWriter& run, const std::vector<std::string>& options = {});

  /// `xrep push` of everything that is left, until there is no trouble any more. Gives how often.
  int push_to_the_end();

  /// What a sandbox holds that got the same over a sound network.
  nlohmann::json wanted(const RunWriter& run) const;
  nlohmann::json wanted(std::vector<std::string> arguments) const;

  nlohmann::json content() const { return content_of(state()); }

  /// How often the sandbox answered this route or GraphQL operation.
  int answered(const std::string& what) const;

  std::map<std::string, std::string> environment_;
  /// The request that creates the Test Execution: the lenient sandbox refuses its description
  /// first.
  int creation() const { return GetParam() == "lenient" ? 2 : 1; }

  TcpForwarder network_{port_of_url(sandbox_.url())};
};

/// A request that `what` names: "import", "attachments", "authenticate" or a GraphQL operation.
bool is_request(const std::string& text, const std::string& what);

/// Strikes the request number `number` that `what` names.
TcpForwarder::RequestScript once_at(const std::string& what, NetworkFault fault, int number = 1);

/// Strikes each kind of request once: those in `numbers` at that number, else the first one; 0:
/// never.
TcpForwarder::RequestScript once_at_each(NetworkFault fault,
                                         const std::map<std::string, int>& numbers = {});

}  // namespace xrep::test
