#include "support/sandbox_process.hpp"

#include "support/outside_schemas.hpp"

#include <gtest/gtest.h>
#include <httplib.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace xrep::test {

using nlohmann::json;

SandboxProcess::SandboxProcess(const std::string& profile) {
  process_ = std::make_unique<ChildProcess>(
      Command{{XREP_COMMAND, "sandbox", "--port", "0", "--profile", profile, "--data",
               (folder_.path() / "data").string(), "--record", (folder_.path() / "sent").string()},
              {},
              {}});
  url_ = process_->wait_for_line("xrep sandbox: ");
  if (url_.empty()) {
    throw std::runtime_error("the sandbox did not start: " + process_->wait().err);
  }
}

SandboxProcess::~SandboxProcess() {
  process_->kill(SIGKILL);
  check_against_outside_schemas(folder_.path() / "sent");
  keep_graphql_documents(folder_.path() / "sent");
}

std::map<std::string, std::string> SandboxProcess::environment() const {
  return {{"XRAY_API_URL", url_},
          {"XRAY_PROJECT", "DEMO"},
          {"XRAY_CLIENT_ID", "sandbox"},
          {"XRAY_CLIENT_SECRET", "sandbox-secret"}};
}

std::string SandboxProcess::get(const std::string& path) const {
  httplib::Client client(url_);
  const auto answer = client.Get(path);
  if (!answer) {
    throw std::runtime_error("the sandbox does not answer " + path);
  }
  return answer->body;
}

void SandboxProcess::faults(const json& rules) const {
  httplib::Client client(url_);
  const auto answer = client.Post("/sandbox/faults", rules.dump(), "application/json");
  if (!answer || answer->status != 200) {
    throw std::runtime_error("the sandbox takes no faults: " +
                             (answer ? answer->body : std::string("no answer")));
  }
}

json SandboxProcess::state() const {
  return json::parse(get("/sandbox/state"));
}

json only_execution(const json& state) {
  EXPECT_EQ(state.at("executions").size(), 1U) << state.at("executions").dump(2);
  return state.at("executions").empty() ? json() : state.at("executions").front();
}

json run_of(const json& state, const json& execution, const std::string& summary) {
  for (const auto& run : execution.at("runs")) {
    if (state.at("tests").at(run.at("testKey").get<std::string>()).at("summary") == summary) {
      return run;
    }
  }
  return nullptr;
}

}  // namespace xrep::test
