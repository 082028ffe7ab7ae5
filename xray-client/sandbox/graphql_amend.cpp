// Single values of a Test Run: its status, its comment, the result of one of its steps.

#include "graphql_operations.hpp"
#include "statuses.hpp"

#include <tl/expected.hpp>

#include <algorithm>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Answer = tl::expected<json, std::string>;

constexpr std::size_t kMostActualResult = 8192;

Answer amend_status(World& world, Run& run, const std::string& status) {
  if (!is_run_status(world.answers, status)) {
    return tl::unexpected("Status " + status + " does not exist.");
  }
  run.status = status;
  return json(run.id);
}

Answer amend_step(Run& run, const std::string& id, const json& data) {
  const auto step = std::find_if(run.steps.begin(), run.steps.end(),
                                 [&](const StepResult& one) { return one.id == id; });
  if (step == run.steps.end()) {
    return tl::unexpected("Test Run " + run.id + " has no step " + id + ".");
  }
  const std::string status = data.value("status", step->status);
  const std::string actual = data.value("actualResult", step->actual_result);
  if (!is_step_status(status)) return tl::unexpected("Step status " + status + " does not exist.");
  if (actual.size() > kMostActualResult) {
    return tl::unexpected<std::string>(
        "Test Step Actual Result should not have more than 8192 characters.");
  }
  step->status = status;
  step->actual_result = actual;
  return json{{"warnings", json::array()}};
}

}  // namespace

Outcome amend_runs(World& world, const json& variables) {
  return answer_each("a", count_numbered(variables, "run"), [&](const std::string& n) -> Answer {
    Run* run = world.model.find_run(variables.at("run" + n).get<std::string>());
    if (!run) {
      return tl::unexpected("Test Run with id " + variables.at("run" + n).get<std::string>() +
                            " not found.");
    }
    if (variables.contains("status" + n)) {
      return amend_status(world, *run, variables.at("status" + n));
    }
    if (variables.contains("comment" + n)) {
      run->comment = variables.at("comment" + n);
      return json(run->comment);
    }
    if (!variables.contains("step" + n) || !variables.contains("data" + n)) {
      return tl::unexpected<std::string>("Nothing to change in Test Run " + run->id + ".");
    }
    return amend_step(*run, variables.at("step" + n), variables.at("data" + n));
  });
}

}  // namespace xrep::sandbox
