#include "check/check.hpp"
#include "plan/text_limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace xrep::client {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kStateWidth = 9;

std::string verdict(const CheckReport& report) {
  const auto& facts = report.facts;
  const auto faults = std::count_if(
      facts.begin(), facts.end(), [](const Fact& fact) { return fact.state == FactState::wrong; });
  switch (exit_code_of(report)) {
    case 0:
      return "xrep push would work";
    case 75:
      return "no answer; check again";
    default:
      return std::to_string(faults) + (faults == 1 ? " fault" : " faults") +
             " to mend before xrep push works";
  }
}

}  // namespace

std::string table_of(const CheckReport& report) {
  std::size_t widest = 4;
  for (const auto& fact : report.facts) {
    widest = std::max(widest, text_length(one_line(fact.name)));
  }
  widest = std::min<std::size_t>(widest, 40) + 2;
  std::string text = padded("what", widest) + padded("state", kStateWidth) + "found\n";
  for (const auto& fact : report.facts) {
    text += padded(limited(one_line(fact.name), widest - 2, "…"), widest) +
            padded(word_for(fact.state), kStateWidth) + one_line(fact.found) + "\n";
    if (!fact.cure.empty()) {
      text += padded("", widest + kStateWidth) + "cure: " + one_line(fact.cure) + "\n";
    }
  }
  return text + "xrep: " + verdict(report) + "\n";
}

std::string json_of(const CheckReport& report) {
  Json facts = Json::array();
  for (const auto& fact : report.facts) {
    facts.push_back({{"name", fact.name},
                     {"state", word_for(fact.state)},
                     {"found", fact.found},
                     {"cure", fact.cure}});
  }
  const Json object = {{"would_push", exit_code_of(report) == 0}, {"facts", std::move(facts)}};
  return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xrep::client
