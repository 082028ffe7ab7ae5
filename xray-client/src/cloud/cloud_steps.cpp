// The steps of Tests.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr std::size_t kPage = 100;

RemoteTestSteps test_steps_of(const json& issue) {
  RemoteTestSteps steps;
  steps.test_id = text_at(issue, "issueId");
  steps.labels = texts_of(list_at(object_at(issue, "jira"), "labels"));
  for (const auto& step : list_at(issue, "steps")) {
    steps.actions.push_back(text_at(step, "action"));  // one that calls another Test has none
  }
  return steps;
}

}  // namespace

Expected<void> Cloud::each_steps(const std::vector<std::string>& test_ids,
                                 const std::function<void(RemoteTestSteps)>& visit) {
  const auto ask = [&](std::size_t first, std::size_t count) -> Expected<void> {
    json variables = json::object();
    for (std::size_t i = 0; i < count; ++i) {
      auto& ids = variables["tests" + std::to_string(i)] = json::array();
      const std::size_t begin = (first + i) * kPage;
      for (std::size_t at = begin; at < std::min(begin + kPage, test_ids.size()); ++at) {
        ids.push_back(test_ids[at]);
      }
    }
    const auto text = steps_of_tests_document(count);
    auto answer =
        session_.graphql({"StepsOfTests", text.c_str()}, std::move(variables), Effect::reads);
    if (!answer) {
      // So looks an answer that is larger than we accept, too: long steps of very many Tests.
      const bool split = answer.error().code == Errc::in_doubt && count > 1;
      return fail(split ? Errc::refused : answer.error().code, answer.error().message);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const json& page = object_at(*answer, ("p" + std::to_string(i)).c_str());
      for (const auto& issue : list_at(page, "results")) {
        visit(test_steps_of(issue));
      }
    }
    return {};
  };
  return batching_.each((test_ids.size() + kPage - 1) / kPage, ask);
}

Expected<void> Cloud::add_steps(const std::vector<NewStep>& steps) {
  json variables = json::object();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string n = std::to_string(i);
    variables["test" + n] = steps[i].test_id;
    const auto& step = steps[i].step;
    variables["step" + n] = {
        {"action", step.action}, {"data", step.data}, {"result", step.expected}};
  }
  const auto text = add_steps_document(steps.size());
  const auto answer =
      session_.graphql({"AddSteps", text.c_str()}, std::move(variables), Effect::changes);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (text_at(object_at(*answer, ("s" + std::to_string(i)).c_str()), "id").empty()) {
      return fail(Errc::in_doubt, "adding steps to a Test gave no id for one of them");
    }
  }
  return {};
}

}  // namespace xrep::client::cloud
