#pragma once

#include "plan/entry_source.hpp"
#include "support/temp_dir.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// Events of several processes, at any times, in the files that docs/run-directory.md describes.
namespace xrep::client::events {

using nlohmann::json;

/// One process of a run.
class Recorded {
 public:
  Recorded(const std::filesystem::path& run, int pid, const std::string& executable)
      : file_(run / ("events-" + std::to_string(pid) + "-0a0b0c0d.jsonl")) {
    std::filesystem::create_directories(run / "attachments");
    event("run_started", 1, {{"format", 1}, {"pid", pid}, {"executable", executable}});
  }

  const std::filesystem::path& file() const { return file_; }

  Recorded& event(const std::string& name, int time, json members = json::object()) {
    members["e"] = name;
    members["t"] = time;
    std::ofstream(file_, std::ios::app) << members.dump() << "\n";
    return *this;
  }

  /// Starts test `n`; what names it beside `name` is in `members`.
  Recorded& start(int n, int time, const std::string& name, json members = json::object()) {
    members["n"] = n;
    members["name"] = name;
    return event("test_started", time, std::move(members));
  }

  Recorded& key(int n, int time, const std::string& key) {
    return event("key", time, {{"n", n}, {"value", key}});
  }

  Recorded& finish(int n, int time, const std::string& result) {
    return event("test_finished", time, {{"n", n}, {"result", result}});
  }

  /// A whole test that has the time to itself; each key is one of the test.
  Recorded& test(int time, const std::string& name, const std::string& result,
                 const std::vector<std::string>& keys = {}, const json& members = json::object()) {
    const int n = ++own_;
    start(n, time, name, members);
    for (const auto& text : keys) {
      key(n, time + 1, text);
    }
    return finish(n, time + 2, result);
  }

  void end(int time) { event("run_ended", time); }

 private:
  std::filesystem::path file_;
  int own_ = 1000;  ///< numbers of whole tests, away from those that a test gives itself
};

inline ImportPlan plan_of(const std::filesystem::path& run, const Settings& settings) {
  RunReader reader;
  ReadError error;
  ImportPlan plan;
  if (!reader.open({run}, error) || !make_plan(std::move(reader), settings, plan, error)) {
    throw std::runtime_error(error.message);
  }
  return plan;
}

}  // namespace xrep::client::events
