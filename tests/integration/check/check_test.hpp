#pragma once

#include "support/run_writer.hpp"
#include "support/sandbox_test.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace xrep::test {

using Variables = std::map<std::string, std::string>;

/// What `xrep check` finds out about a sandbox.
class CheckTest : public SandboxTest {
 protected:
  struct Checked {
    Ended ended;
    nlohmann::json facts;

    /// The fact with this name; null if there is none.
    nlohmann::json fact(const std::string& name) const {
      for (const auto& fact : facts) {
        if (fact.at("name") == name) return fact;
      }
      return nullptr;
    }
    std::string state(const std::string& name) const {
      return fact(name).is_null() ? "absent" : fact(name).at("state").get<std::string>();
    }
    std::string found(const std::string& name) const {
      return fact(name).is_null() ? "absent" : fact(name).at("found").get<std::string>();
    }
    std::string cure(const std::string& name) const {
      return fact(name).is_null() ? "absent" : fact(name).at("cure").get<std::string>();
    }
    /// The names of all facts that are wrong.
    std::vector<std::string> wrong() const {
      std::vector<std::string> names;
      for (const auto& fact : facts) {
        if (fact.at("state") == "wrong") names.push_back(fact.at("name"));
      }
      return names;
    }
  };

  static Variables with_jira(Variables more = {}) {
    more.insert({{"JIRA_USER", "sandbox@example.com"}, {"JIRA_TOKEN", "sandbox-token"}});
    return more;
  }

  Ended check_table(std::vector<std::string> arguments = {}, const Variables& environment = {}) {
    arguments.insert(arguments.begin(), {XREP_COMMAND, "check"});
    auto ended = run_program(std::move(arguments), environment);
    expect_no_secret(ended);
    return ended;
  }

  Checked check(std::vector<std::string> arguments = {}, const Variables& environment = {}) {
    arguments.insert(arguments.begin(), "--json");
    Checked checked{check_table(std::move(arguments), environment), nullptr};
    checked.facts = nlohmann::json::parse(checked.ended.out).at("facts");
    return checked;
  }

  /// A recorded run in the results directory.
  RunWriter new_run() { return {folder_.path() / "xray-results", "20260301-020000-1a2b3c4d"}; }

  void links(const std::string& text) const { folder_.write("xray-links.json", text); }

  /// What the sandbox holds, without the list of requests.
  nlohmann::json contents() const {
    auto now = state();
    now.erase("requests");
    return now;
  }

 private:
  static void expect_no_secret(const Ended& ended) {
    for (const char* secret :
         {"sandbox-secret", "hush-secret", "sandbox-token", "hush-token", "sandbox@example.com",
          "c2FuZGJveEBleGFtcGxlLmNvbTpzYW5kYm94LXRva2Vu"}) {
      EXPECT_EQ(ended.out.find(secret), std::string::npos) << ended.out;
      EXPECT_EQ(ended.err.find(secret), std::string::npos) << ended.err;
    }
  }
};

}  // namespace xrep::test
