#include "cloud/answers.hpp"
#include "delivery/other_result.hpp"
#include "plan/outcome.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace xrep::client {

namespace {

using nlohmann::json;

constexpr std::array kOutcomes{Outcome::passed, Outcome::failed, Outcome::skipped, Outcome::crashed,
                               Outcome::not_started};

template <class Result>
json status_json(const Result& result) {
  return {{"status", result.status}, {"outcome", word_for(result.outcome)}};
}

template <class Result>
void read_status(Result& result, const json& line) {
  result.status = cloud::text_at(line, "status");
  const auto word = cloud::text_at(line, "outcome");
  const auto* const found = std::find_if(kOutcomes.begin(), kOutcomes.end(), [&](Outcome outcome) {
    return word == word_for(outcome);
  });
  result.outcome = found == kOutcomes.end() ? Outcome::not_started : *found;
}

json steps_json(const std::vector<PlannedStep>& steps) {
  auto list = json::array();
  for (const auto& step : steps) {
    list.push_back(status_json(step));
    list.back()["actual"] = step.actual;
  }
  return list;
}

std::vector<PlannedStep> steps_at(const json& line) {
  std::vector<PlannedStep> steps;
  for (const auto& item : cloud::list_at(line, "steps")) {
    read_status(steps.emplace_back(), item);
    steps.back().actual = cloud::text_at(item, "actual");
  }
  return steps;
}

}  // namespace

json to_json(const OtherResult& other) {
  json line = status_json(other);
  line["comment"] = other.comment;
  line["steps"] = steps_json(other.steps);
  line["keeps_its_run"] = other.keeps_its_run;
  auto& iterations = line["iterations"] = json::array();
  for (const auto& iteration : other.iterations) {
    json item = status_json(iteration);
    item["steps"] = steps_json(iteration.steps);
    auto& parameters = item["parameters"] = json::array();
    for (const auto& parameter : iteration.parameters) {
      parameters.push_back({{"name", parameter.name}, {"value", parameter.value}});
    }
    iterations.push_back(std::move(item));
  }
  return line;
}

OtherResult other_result_of(const json& line) {
  OtherResult other;
  read_status(other, line);
  other.comment = cloud::text_at(line, "comment");
  other.steps = steps_at(line);
  other.keeps_its_run = line.is_object() && line.value("keeps_its_run", json()) == json(true);
  for (const auto& item : cloud::list_at(line, "iterations")) {
    auto& iteration = other.iterations.emplace_back();
    read_status(iteration, item);
    iteration.steps = steps_at(item);
    for (const auto& parameter : cloud::list_at(item, "parameters")) {
      iteration.parameters.push_back(
          {cloud::text_at(parameter, "name"), cloud::text_at(parameter, "value")});
    }
  }
  return other;
}

}  // namespace xrep::client
