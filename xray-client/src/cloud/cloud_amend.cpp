// Changes of Test Runs that keep what an import would replace.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"

#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

/// One mutation: its kind and its variables, whose names get a number.
struct Field {
  Amendment kind;
  json variables;
};

void add_fields(std::vector<Field>& fields, const RunAmendment& run) {
  fields.push_back({Amendment::status, {{"run", run.run_id}, {"status", run.status}}});
  fields.push_back({Amendment::comment, {{"run", run.run_id}, {"comment", run.comment}}});
  for (const auto& step : run.steps) {
    json data = {{"status", step.status}, {"actualResult", step.actual}};
    fields.push_back(
        {Amendment::step, {{"run", run.run_id}, {"step", step.id}, {"data", std::move(data)}}});
  }
}

}  // namespace

Expected<void> Cloud::amend(const std::vector<RunAmendment>& amendments) {
  std::vector<Field> fields;
  for (const auto& run : amendments) {
    add_fields(fields, run);
  }
  return batching_.each(fields.size(), [&](std::size_t first, std::size_t count) -> Expected<void> {
    json variables = json::object();
    std::vector<Amendment> kinds;
    for (std::size_t i = 0; i < count; ++i) {
      const Field& field = fields[first + i];
      kinds.push_back(field.kind);
      for (const auto& item : field.variables.items()) {
        variables[item.key() + std::to_string(i)] = item.value();
      }
    }
    const auto text = amend_document(kinds);
    const auto answer =
        session_.graphql({"AmendRuns", text.c_str()}, std::move(variables), Effect::changes);
    return answer ? Expected<void>() : tl::make_unexpected(answer.error());
  });
}

}  // namespace xrep::client::cloud
