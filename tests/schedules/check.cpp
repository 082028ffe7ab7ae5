#include "check.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace xrep::schedules {

using nlohmann::json;

namespace {

/// Collects what is wrong with one thing.
class Findings {
 public:
  Findings(std::string what, Violations& all) : what_(std::move(what)), all_(all) {}

  void add(const std::string& text) { all_.push_back(what_ + ": " + text); }

  void same(const std::string& name, const std::string& wanted, const std::string& there) {
    if (wanted != there) {
      add(name + " is \"" + there + "\" instead of \"" + wanted + "\"");
    }
  }

  void same(const std::string& name, std::size_t wanted, std::size_t there) {
    same(name, std::to_string(wanted), std::to_string(there));
  }

 private:
  std::string what_;
  Violations& all_;
};

// The initial status has two names.
std::string plain(const std::string& status) {
  return status == "TO DO" ? "TODO" : status;
}

std::string text_of(const Files& files) {
  std::string text;
  for (const auto& [name, size] : files) {
    text += (text.empty() ? "" : ", ") + name + " (" + std::to_string(size) + ")";
  }
  return text;
}

Files files_of(const json& evidence) {
  Files files;
  for (const auto& file : evidence) {
    files.emplace(file.at("filename"), file.at("size"));
  }
  return files;
}

void check_steps(const std::vector<ExpectedStep>& wanted, const json& steps, Findings& findings) {
  findings.same("number of steps", wanted.size(), steps.size());
  for (std::size_t i = 0; i < std::min(wanted.size(), steps.size()); ++i) {
    const auto number = "step " + std::to_string(i + 1);
    findings.same(number, wanted[i].status, plain(steps[i].at("status")));
    findings.same("files of " + number, text_of(wanted[i].files),
                  text_of(files_of(steps[i].at("evidence"))));
  }
}

/// What Xray shows of iterations whose Test was not extended: files of the steps that it lacks are
/// on the test.
ExpectedResult as_shown(ExpectedResult wanted, const json& iterations) {
  const std::size_t there = iterations.empty() ? 0 : iterations[0].at("steps").size();
  if (wanted.steps_at_first == 0 || there != static_cast<std::size_t>(wanted.steps_at_first)) {
    return wanted;
  }
  for (auto& [value, iteration] : wanted.iterations) {
    for (std::size_t i = there; i < iteration.steps.size(); ++i) {
      wanted.files.insert(iteration.steps[i].files.begin(), iteration.steps[i].files.end());
    }
    iteration.steps.resize(std::min(there, iteration.steps.size()));
  }
  return wanted;
}

void check_iterations(const ExpectedResult& wanted, const json& iterations, Findings& findings) {
  findings.same("number of iterations", wanted.iterations.size(), iterations.size());
  std::set<std::string> seen;
  for (const auto& iteration : iterations) {
    const auto& parameters = iteration.at("parameters");
    const std::string value =
        parameters.empty() ? "" : parameters[0].at("value").get<std::string>();
    const auto found = wanted.iterations.find(value);
    if (found == wanted.iterations.end() || !seen.insert(value).second) {
      findings.add("the iteration \"" + value + "\" should not be there");
      continue;
    }
    findings.same("iteration " + value, found->second.status, plain(iteration.at("status")));
    check_steps(found->second.steps, iteration.at("steps"), findings);
  }
}

std::string status_of(const std::string& outcome, const std::string& profile) {
  if (outcome == "crashed") {
    return profile == "lenient" ? "ABORTED" : "FAILED";
  }
  return outcome == "passed" ? "PASSED" : outcome == "failed" ? "FAILED" : "TODO";
}

void check_run(const ExpectedResult& recorded, const json& run, const std::string& profile,
               Findings& findings) {
  const auto wanted = as_shown(recorded, run.at("iterations"));
  findings.same("status", status_of(wanted.outcome, profile), plain(run.at("status")));
  findings.same("files", text_of(wanted.files), text_of(files_of(run.at("evidence"))));
  const std::string comment = run.at("comment");
  for (const auto& word : wanted.words) {
    if (comment.find(word) == comment.npos) {
      findings.add("the comment lacks " + word);
    }
  }
  findings.same("defects", json(wanted.defects).dump(), run.at("defects").dump());
  if (wanted.iterations.empty()) {
    check_steps(wanted.steps, run.at("steps"), findings);
  }
  check_iterations(wanted, run.at("iterations"), findings);
}

std::vector<json> tests_named(const json& state, const std::string& name) {
  std::vector<json> found;
  for (const auto& test : state.at("tests")) {
    if (test.at("summary") == name) {
      found.push_back(test);
    }
  }
  return found;
}

std::vector<json> runs_of(const json& execution, const std::string& key) {
  std::vector<json> found;
  for (const auto& run : execution.at("runs")) {
    if (run.at("testKey") == key) {
      found.push_back(run);
    }
  }
  return found;
}

std::string key_of(const ExpectedResult& result, const json& state) {
  const auto tests = tests_named(state, result.name);
  return !result.key.empty() ? result.key
         : tests.empty()     ? std::string()
                             : tests.front().at("key").get<std::string>();
}

// Each step once and in order, whatever became of the requests that added them.
void check_steps_of_test(const ExpectedResult& result, const json& test, Findings& findings) {
  const json& steps = test.at("steps");
  const auto count = static_cast<int>(steps.size());
  if (count != result.steps_at_first && count != result.steps_recorded) {
    findings.add("it has " + std::to_string(count) + " steps; created with " +
                 std::to_string(result.steps_at_first) + ", recorded " +
                 std::to_string(result.steps_recorded));
  }
  for (int i = 0; i < count; ++i) {
    const auto name = "Step " + std::to_string(i + 1);
    findings.same(name, name, steps[static_cast<std::size_t>(i)].at("action"));
  }
}

void check_new_test(const ExpectedResult& result, const json& state, Violations& all) {
  Findings findings("Test " + result.name, all);
  const auto tests = tests_named(state, result.name);
  findings.same("number of Tests", std::size_t{result.refused ? 0U : 1U}, tests.size());
  if (tests.size() == 1) {
    findings.same("requirements", json(result.requirements).dump(),
                  tests.front().at("requirements").dump());
    if (result.steps_at_first > 0) {
      check_steps_of_test(result, tests.front(), findings);
    }
  }
}

void check_tests(const Recording& recording, const json& before, const json& state,
                 Violations& all) {
  std::size_t wanted = before.at("tests").size();
  for (const auto& result : recording.results) {
    if (result.key.empty()) {
      check_new_test(result, state, all);
      wanted += result.refused ? 0 : 1;
    }
  }
  Findings findings("Tests", all);
  findings.same("number", wanted, state.at("tests").size());
  for (const auto& [key, test] : before.at("tests").items()) {
    if (state.at("tests").value(key, json()) != test) {
      findings.add(key + " was changed: " + state.at("tests").value(key, json()).dump());
    }
  }
}

void check_plan(const Recording& recording, const json& execution, const json& state,
                Violations& all) {
  Findings findings("Test Plan", all);
  const json& plan = state.at("plans").at("DEMO-9");
  const auto keys = recording.plan.empty() ? json::array() : json::array({execution.at("key")});
  findings.same("its executions", keys.dump(), plan.at("executions").dump());
  for (const auto& result : recording.results) {
    const bool planned = !recording.plan.empty() && !result.refused;
    const auto count =
        std::count(plan.at("tests").begin(), plan.at("tests").end(), json(key_of(result, state)));
    if (planned && count != 1) {
      findings.add(result.name + " is in it " + std::to_string(count) + " times");
    }
  }
}

const ExpectedResult* result_named(const Recording& recording, const std::string& name) {
  const auto found =
      std::find_if(recording.results.begin(), recording.results.end(),
                   [&](const ExpectedResult& result) { return result.name == name; });
  return found == recording.results.end() ? nullptr : &*found;
}

void check_delivered(const Recording& recording, const json& report, const json& state,
                     const std::string& profile, Violations& all) {
  for (const auto& item : report.at("results")) {
    if (item.at("state") != "delivered") {
      continue;
    }
    const auto* const wanted = result_named(recording, item.at("test"));
    Findings findings("said to be delivered: " + item.at("test").get<std::string>(), all);
    if (wanted == nullptr) {
      findings.add("nobody recorded it");
      continue;
    }
    const auto runs = state.at("executions").empty()
                          ? std::vector<json>()
                          : runs_of(state.at("executions").front(), key_of(*wanted, state));
    findings.same("number of results", std::size_t{1}, runs.size());
    if (runs.size() == 1) {
      // Defects are linked last.
      json run = runs.front();
      run["defects"] = wanted->defects;
      check_run(*wanted, run, profile, findings);
    }
  }
}

std::int64_t written_at(const std::filesystem::path& file) {
  struct ::stat data {};
  ::stat(file.c_str(), &data);
  return data.st_mtim.tv_sec * 1000 + data.st_mtim.tv_nsec / 1'000'000;
}

}  // namespace

Violations check_all(const Recording& recording, const json& before, const json& state,
                     const std::string& profile) {
  Violations all;
  const std::size_t refused = static_cast<std::size_t>(
      std::count_if(recording.results.begin(), recording.results.end(),
                    [](const ExpectedResult& result) { return result.refused; }));
  check_tests(recording, before, state, all);
  Findings site("site", all);
  const json& executions = state.at("executions");
  if (executions.empty() && refused == recording.results.size()) {
    return all;
  }
  site.same("number of Test Executions", std::size_t{1}, executions.size());
  if (executions.size() != 1) {
    return all;
  }
  const json& execution = executions.front();
  site.same("number of results", recording.results.size() - refused, execution.at("runs").size());
  for (const auto& result : recording.results) {
    Findings findings(result.name, all);
    const auto runs = runs_of(execution, key_of(result, state));
    findings.same("number of results", std::size_t{result.refused ? 0U : 1U}, runs.size());
    if (runs.size() == 1 && !result.refused) {
      check_run(result, runs.front(), profile, findings);
    }
  }
  site.same("environments", json(recording.environments).dump(),
            execution.at("environments").dump());
  check_plan(recording, execution, state, all);
  return all;
}

Violations check_report(const Recording& recording, const std::string& out, const json* state,
                        const std::string& profile) {
  Violations all;
  Findings findings("--json", all);
  const json report = json::parse(out, nullptr, false);
  if (!report.is_object()) {
    findings.add("it is no object: " + out);
    return all;
  }
  const auto count = [&](const char* name) { return report.at(name).get<std::size_t>(); };
  // Until they reached Xray together, a push may tell of the first directory alone.
  if (report.at("directories").size() == recording.directories.size()) {
    findings.same("planned", recording.results.size(), count("planned"));
  }
  findings.same("delivered + refused + pending", count("planned"),
                count("delivered") + count("refused") + count("pending"));
  if (state != nullptr) {
    check_delivered(recording, report, *state, profile, all);
  }
  return all;
}

Violations check_creations(const json& state, const std::filesystem::path& sent) {
  Violations all;
  std::map<std::string, std::int64_t> created;
  for (const auto& test : state.at("tests")) {
    created[test.at("summary")] = test.at("created");
  }
  for (const auto& item : std::filesystem::directory_iterator(sent)) {
    const std::string name = item.path().filename().string();
    if (name.find("-import.json") == name.npos) {
      continue;
    }
    std::ifstream file(item.path());
    const json document = json::parse(file, nullptr, false);
    for (const auto& entry : document.value("tests", json::array())) {
      const std::string summary = entry.value("testInfo", json::object()).value("summary", "");
      // Times are cut to milliseconds.
      const auto known = created.find(summary);
      if (known != created.end() && written_at(item.path()) > known->second + 2) {
        all.push_back(summary + ": " + name + " would have created its Test a second time, " +
                      std::to_string(written_at(item.path()) - known->second) +
                      " ms after the first");
      }
    }
  }
  return all;
}

std::int64_t extended_tests(const Recording& recording, const json& state) {
  return std::count_if(
      recording.results.begin(), recording.results.end(), [&](const ExpectedResult& result) {
        const auto tests = tests_named(state, result.name);
        return result.steps_at_first < result.steps_recorded && !tests.empty() &&
               tests.front().at("steps").size() == static_cast<std::size_t>(result.steps_recorded);
      });
}

std::vector<std::string> changes_since(const json& state, std::size_t count) {
  static const std::set<std::string> reads{
      "authenticate",  "Preflight",  "PreflightAlone", "Statuses", "TestsByJql",
      "TestPages",     "Executions", "StepsOfTests",   "Plans",    "RunPages",
      "RunIterations", "Runs",       "IterationsOf"};
  std::vector<std::string> changes;
  const json& requests = state.at("requests");
  for (std::size_t i = count; i < requests.size(); ++i) {
    const std::string operation = requests[i].at("operation");
    if (reads.count(operation) == 0) {
      changes.push_back(operation.empty() ? requests[i].at("path").get<std::string>() : operation);
    }
  }
  return changes;
}

}  // namespace xrep::schedules
