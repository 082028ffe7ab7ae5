#include "network_test.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace xrep::test {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

json files_of(const json& evidence) {
  auto files = json::array();
  for (const auto& file : evidence) {
    files.push_back({file.at("filename"), file.at("size"), file.at("contentType")});
  }
  std::sort(files.begin(), files.end());
  return files;
}

json steps_of(const json& steps) {
  auto all = json::array();
  for (const auto& step : steps) {
    all.push_back({step.at("status"), files_of(step.at("evidence"))});
  }
  return all;
}

json run_content(const json& run) {
  auto iterations = json::array();
  for (const auto& iteration : run.at("iterations")) {
    iterations.push_back(
        {iteration.at("parameters"), iteration.at("status"), steps_of(iteration.at("steps"))});
  }
  return {{"status", run.at("status")},
          {"files", files_of(run.at("evidence"))},
          {"steps", steps_of(run.at("steps"))},
          {"iterations", iterations},
          {"defects", run.at("defects")}};
}

json names_of(const json& state, const json& keys) {
  auto names = json::array();
  for (const auto& key : keys) {
    names.push_back(state.at("tests").at(key.get<std::string>()).at("summary"));
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// What a request is about, or "" as long as that did not come.
std::string kind_of(const std::string& text) {
  for (const char* route : {"authenticate", "import", "attachments"}) {
    if (text.rfind("POST /api/v2/" + std::string(route), 0) == 0) {
      return route;
    }
  }
  const std::string before = "\"operationName\":\"";
  const auto begin = text.find(before);
  const auto end = text.find('"', begin == text.npos ? begin : begin + before.size());
  return end == text.npos ? "" : text.substr(begin + before.size(), end - begin - before.size());
}

}  // namespace

json content_of(const json& state) {
  auto executions = json::array();
  for (const auto& execution : state.at("executions")) {
    auto runs = json::array();
    for (const auto& run : execution.at("runs")) {
      const auto& test = state.at("tests").at(run.at("testKey").get<std::string>());
      runs.push_back({test.at("summary"), run_content(run)});
    }
    std::sort(runs.begin(), runs.end());
    executions.push_back({{"environments", execution.at("environments")}, {"runs", runs}});
  }
  auto tests = json::array();
  for (const auto& [key, test] : state.at("tests").items()) {
    tests.push_back(
        {test.at("summary"), test.at("definition"), test.at("type"), test.at("steps").size()});
  }
  std::sort(tests.begin(), tests.end());
  auto plans = json::array();
  for (const auto& [key, plan] : state.at("plans").items()) {
    plans.push_back({key, plan.at("executions").size(), names_of(state, plan.at("tests"))});
  }
  return {{"executions", executions}, {"tests", tests}, {"plans", plans}};
}

RunWriter NetworkTest::full_run() {
  RunWriter run(folder_.path() / "xray-results", "20260301-020000-1a2b3c4d");
  run.setting("test_plan", "DEMO-9").setting("environments", "linux");
  run.test("card", {{"identity", "shop.card"}})
      .event("key", {{"value", "DEMO-4"}})
      .event("defect", {{"value", "DEMO-3"}})
      .step(1, "Open", "passed")
      .step(2, "Pay", "failed")
      .file("shot.png", "image/png", std::string(200'000, 's'), 2)
      .finish("failed");
  run.test("Cart.Films")
      .file("trace.log", "text/plain", std::string(300'000, 't'))
      .file("video.mp4", "video/mp4", std::string(1'500'000, 'v'))
      .finish("passed");
  for (const char* currency : {"eur", "usd"}) {
    run.test(std::string("All/Price.Rounds/") + currency,
             {{"identity", "All/Price.Rounds"}, {"instance", currency}})
        .event("parameter", {{"name", "currency"}, {"value", currency}})
        .step(1, "Round", "passed")
        .file(std::string(currency) + ".log", "text/plain", currency, 1)
        .finish("passed");
  }
  run.end();
  return run;
}

Ended NetworkTest::over_network(std::vector<std::string> arguments,
                                const std::map<std::string, std::string>& environment) {
  auto all = environment_;
  for (const auto& [name, value] : environment) {
    all[name] = value;
  }
  return run_program(std::move(arguments), all);
}

Ended NetworkTest::push(const RunWriter& run, const std::vector<std::string>& options) {
  std::vector<std::string> arguments{XREP_COMMAND, "push", run.path().string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return over_network(std::move(arguments));
}

int NetworkTest::push_to_the_end() {
  constexpr int kMost = 40;
  int times = 0;
  for (int code = 75; code == 75 && times < kMost; ++times) {
    const auto ended = over_network({XREP_COMMAND, "push"});
    code = ended.exit_code;
    EXPECT_TRUE(code == 0 || code == 75) << ended.out << ended.err;
  }
  EXPECT_LT(times, kMost);
  return times;
}

json NetworkTest::wanted(const RunWriter& run) const {
  const TempDir elsewhere;
  const auto copy = elsewhere.path() / run.path().filename();
  fs::copy(run.path(), copy, fs::copy_options::recursive);
  fs::permissions(copy, fs::perms::owner_all);
  return wanted({XREP_COMMAND, "push", copy.string()});
}

json NetworkTest::wanted(std::vector<std::string> arguments) const {
  const SandboxProcess sound(GetParam());
  const TempDir elsewhere;
  auto environment = sound.environment();
  environment["XRAY_SEARCH_LAG"] = "2s";
  const auto ended = test::run({std::move(arguments), environment, elsewhere.path()});
  auto content = content_of(sound.state());
  EXPECT_EQ(content.at("executions").size(), 1U) << ended.out << ended.err;
  return content;
}

int NetworkTest::answered(const std::string& what) const {
  const auto counts = json::parse(sandbox_.get("/sandbox/requests")).at("counts");
  return counts.value(what, 0);
}

bool is_request(const std::string& text, const std::string& what) {
  return kind_of(text) == what;
}

TcpForwarder::RequestScript once_at(const std::string& what, NetworkFault fault, int number) {
  auto seen = std::make_shared<int>(0);
  return [=](int, const std::string& text) {
    return is_request(text, what) && ++*seen == number ? fault : NetworkFault{};
  };
}

TcpForwarder::RequestScript once_at_each(NetworkFault fault,
                                         const std::map<std::string, int>& numbers) {
  auto seen = std::make_shared<std::map<std::string, int>>();
  return [=](int, const std::string& text) {
    const auto kind = kind_of(text);
    const auto found = numbers.find(kind);
    const int number = found == numbers.end() ? 1 : found->second;
    return !kind.empty() && ++(*seen)[kind] == number ? fault : NetworkFault{};
  };
}

}  // namespace xrep::test
