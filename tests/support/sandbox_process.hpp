#pragma once

#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace xrep::test {

/// `xrep sandbox` as a process of its own, on a free port, with its own folder. When it goes away,
/// the documents that it was sent are checked against the outside schemas in XREP_SCHEMA_DIR, and
/// its GraphQL documents are kept for the test that checks those.
class SandboxProcess {
 public:
  explicit SandboxProcess(const std::string& profile);
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  const std::string& url() const { return url_; }

  /// What a client needs to reach it: address, credentials, project DEMO.
  std::map<std::string, std::string> environment() const;

  /// GET /sandbox/state.
  nlohmann::json state() const;

  /// From now on requests go wrong as the rules of docs/sandbox.md say.
  void faults(const nlohmann::json& rules) const;

  /// The body of GET `path`.
  std::string get(const std::string& path) const;

 private:
  TempDir folder_;
  std::unique_ptr<ChildProcess> process_;
  std::string url_;
};

/// The only Test Execution that `state` holds. Fails the test when there is not exactly one.
nlohmann::json only_execution(const nlohmann::json& state);

/// The run of the Test with this summary in `execution`; null if there is none.
nlohmann::json run_of(const nlohmann::json& state, const nlohmann::json& execution,
                      const std::string& summary);

}  // namespace xrep::test
