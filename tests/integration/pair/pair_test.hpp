#pragma once

#include "support/run_writer.hpp"
#include "support/sandbox_test.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace xrep::test {

/// `xrep pair` on written run directories, from the folder that holds them.
class PairTest : public SandboxTest {
 protected:
  RunWriter new_run(const std::string& id = "20260301-020000-1a2b3c4d") {
    return {folder_.path() / "xray-results", id};
  }

  /// Adds a test with a suite, which passes.
  static void add(RunWriter& run, const std::string& name) {
    run.test(name, {{"suite", name.substr(0, name.find('.'))}}).finish("passed");
  }

  /// A run of three tests in two suites; the last one has the name of DEMO-7.
  void write_run() {
    auto run = new_run();
    for (const char* name : {"Cart.Fills", "Cart.Pays", "Price.RoundsToCents"}) {
      add(run, name);
    }
    run.end();
  }

  Ended pair(std::vector<std::string> arguments,
             const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), {XREP_COMMAND, "pair"});
    return run_program(std::move(arguments), environment);
  }

  Ended push(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {XREP_COMMAND, "push"});
    return run_program(std::move(arguments));
  }

  std::filesystem::path links_file() const { return folder_.path() / "xray-links.json"; }
  std::string links() const { return read_file(links_file()); }
  void links(const std::string& text) const { std::ofstream(links_file()) << text; }

  /// What stands beside the links file while something is created.
  std::filesystem::path journal() const { return folder_.path() / ".xray-links.json.pairing"; }

  /// The keys that the links file gives a test.
  std::vector<std::string> keys_of(const std::string& test) const {
    std::vector<std::string> keys;
    const auto document = nlohmann::json::parse(links());
    for (const auto& link : document.at("tests")) {
      if (link.at("test") == test) {
        keys.push_back(link.at("key"));
      }
    }
    return keys;
  }

  /// The Test that the links file gives a test; null unless there is exactly one.
  nlohmann::json test_of(const std::string& test) const {
    const auto keys = keys_of(test);
    return keys.size() == 1 ? state().at("tests").at(keys.front()) : nlohmann::json();
  }

  /// How many Tests have this summary.
  std::size_t tests_named(const std::string& summary) const {
    std::size_t count = 0;
    const auto now = state();
    for (const auto& test : now.at("tests")) {
      count += test.at("summary") == summary ? 1U : 0U;
    }
    return count;
  }

  std::size_t number_of_tests() const { return state().at("tests").size(); }

  /// How many requests of this name there were; all of them without a name.
  std::size_t requests(const std::string& name = {}) const {
    const auto counted = nlohmann::json::parse(sandbox_.get("/sandbox/requests"));
    return name.empty() ? counted.at("total").get<std::size_t>()
                        : counted.at("counts").value(name, std::size_t{0});
  }
};

}  // namespace xrep::test
