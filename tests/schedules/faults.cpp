#include "faults.hpp"

#include <algorithm>

namespace xrep::schedules {

namespace {

using nlohmann::json;
using test::NetworkFault;
using Texts = std::vector<std::string>;

// Those that change something come more often: they are what can go wrong for good.
const Texts& places() {
  static const Texts all{"import",       "import",          "import",
                         "import",       "AddEvidence",     "AddEvidence",
                         "AddEvidence",  "CreateExecution", "attachments",
                         "LinkPlan",     "AddDefects",      "AddTestsToPlan",
                         "RunPages",     "RunPages",        "TestPages",
                         "IterationsOf", "Executions",      "RunIterations",
                         "TestsByJql",   "Plans",           "Preflight",
                         "Statuses",     "authenticate",    "StepsOfTests",
                         "AddSteps",     "AddSteps",        "*"};
  return all;
}

bool changes(const std::string& place) {
  static const Texts all{"import",         "AddEvidence", "CreateExecution",
                         "attachments",    "LinkPlan",    "AddDefects",
                         "AddTestsToPlan", "AddSteps",    "*"};
  return std::find(all.begin(), all.end(), place) != all.end();
}

json status_rule(Chance& chance) {
  const int status =
      chance.of(std::vector<int>{400, 401, 403, 408, 413, 429, 429, 500, 502, 503, 503, 504, 302});
  json rule = {{"do", "status"}, {"status", status}};
  if (status == 429 || (status == 503 && chance.percent(50))) {
    rule[chance.percent(50) ? "retry_after" : "retry_after_date"] = chance.below(2);
  }
  if (chance.percent(50)) {
    rule["body"] = chance.percent(50) ? json("<html>Gateway</html>") : json{{"error", "no"}};
  }
  return rule;
}

json unanswered_rule(Chance& chance) {
  const int status = chance.of(std::vector<int>{500, 502, 503, 504, 200});
  return {{"do", "commit_then_status"},
          {"status", status},
          {"body", status == 200 && chance.percent(50) ? "{}" : "<html>Time-out</html>"}};
}

int milliseconds_below(Chance& chance, std::chrono::milliseconds end) {
  return chance.between(1, std::max(2, static_cast<int>(end.count())));
}

// What a push compares after an import, and no more: not comments, nor the steps of iterations.
json lose_rule(Chance& chance, const std::string& place, const Recording& recording) {
  json rule = {{"do", "lose"}};
  if (place == "import") {
    rule["parts"] = {chance.of(Texts{"results", "status", "steps", "iterations", "evidence"})};
    Texts with_steps;
    for (const auto& result : recording.results) {
      if (!result.steps.empty()) {
        with_steps.push_back(result.key.empty() ? result.name : result.key);
      }
    }
    if (rule["parts"][0] == "steps" && with_steps.empty()) {
      rule["parts"] = {"status"};
    } else if (rule["parts"][0] == "steps") {
      rule["tests"] = with_steps;
    }
  } else {
    rule["parts"] = {"evidence"};
  }
  return rule;
}

// What is late has to be there before the client may believe that it is missing.
std::chrono::milliseconds patience(const Profile& profile, const std::string& place) {
  const bool searched =
      place == "import" || place == "*" || place == "CreateExecution" || place == "AddSteps";
  const auto most = profile.promised * 7 / 10;
  return searched ? std::max(most - profile.invisible, profile.promised / 10) : most;
}

json late_rule(Chance& chance, const Profile& profile, const std::string& place) {
  if (changes(place)) {
    return {{"do", "delay"}, {"ms", milliseconds_below(chance, patience(profile, place))}};
  }
  // Nothing waits for reads but the client.
  if (chance.percent(50)) {
    return {{"do", "slow"}, {"ms", 1}};
  }
  return {{"do", "hide"}, {"ms", milliseconds_below(chance, profile.promised * 7 / 10)}};
}

json draw_rule(Chance& chance, const Profile& profile, const Recording& recording) {
  if (chance.percent(5)) {
    return {{"do", "max_body"}, {"bytes", chance.between(2'000, 200'000)}, {"on", "import"}};
  }
  const std::string place = chance.of(places());
  const bool loses = place == "import" || place == "AddEvidence" || place == "attachments";
  json rule;
  switch (chance.below(loses ? 10 : 9)) {
    case 0:
    case 1:
      rule = status_rule(chance);
      break;
    case 2:
      rule = unanswered_rule(chance);
      break;
    case 3:
      rule = {{"do", "drop"}};
      break;
    case 4:
      rule = {{"do", "commit_then_drop"}};
      break;
    case 5:
      rule = {{"do", "html"}};
      break;
    case 6:
      rule = {{"do", "commit_then_html"}};
      break;
    case 7:
      rule = {{"do", "truncate"}};
      break;
    case 8:
      rule = late_rule(chance, profile, place);
      break;
    default:
      rule = lose_rule(chance, place, recording);
      break;
  }
  rule["on"] = place;
  return rule;
}

json refusal(Chance& chance, const Recording& recording) {
  const auto& result = chance.of(recording.results);
  return {{"do", "refuse_test"}, {"tests", {result.key.empty() ? result.name : result.key}}};
}

}  // namespace

Profile profile_of(const std::string& name) {
  using std::chrono::milliseconds;
  return name == "strict" ? Profile{name, milliseconds(2000), milliseconds(1500)}
                          : Profile{name, milliseconds(1000), milliseconds(0)};
}

json draw_faults(Chance& chance, const Profile& profile, const Recording& recording) {
  auto rules = json::array();
  const int count = chance.below(7);
  for (int i = 0; i < count; ++i) {
    json rule = chance.percent(6) && !recording.results.empty()
                    ? refusal(chance, recording)
                    : draw_rule(chance, profile, recording);
    const bool any = rule.value("on", "") == "*";
    rule["after"] = any ? chance.below(25) : chance.percent(60) ? 0 : chance.below(4);
    rule["times"] = chance.percent(70) ? 1 : chance.between(2, 7);
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::string name_of(const json& rule) {
  std::string name = rule.at("do");
  if (name == "status" || name == "commit_then_status") {
    name += " " + std::to_string(rule.at("status").get<int>());
  }
  return name;
}

NetworkFaults draw_network_faults(Chance& chance) {
  using Kind = NetworkFault::Kind;
  NetworkFaults faults;
  if (!chance.percent(30)) {
    return faults;
  }
  const int count = chance.between(1, 3);
  for (int i = 0; i < count; ++i) {
    const auto kind = chance.of(std::vector<Kind>{
        Kind::refuse, Kind::reset_request, Kind::reset_request, Kind::swallow_request_reset,
        Kind::reset_answer, Kind::reset_answer, Kind::cut_answer, Kind::cut_answer, Kind::stall});
    const int scale = chance.of(std::vector<int>{1, 300, 3'000, 30'000});
    faults[chance.between(1, 8)] = {kind, static_cast<std::size_t>(chance.below(scale))};
  }
  return faults;
}

const char* name_of(NetworkFault::Kind kind) {
  using Kind = NetworkFault::Kind;
  switch (kind) {
    case Kind::none:
      return "none";
    case Kind::refuse:
      return "network refuse";
    case Kind::reset_request:
      return "network reset_request";
    case Kind::swallow_request_reset:
      return "network swallow_request_reset";
    case Kind::reset_answer:
      return "network reset_answer";
    case Kind::cut_answer:
      return "network cut_answer";
    case Kind::stall:
      break;
  }
  return "network stall";
}

}  // namespace xrep::schedules
