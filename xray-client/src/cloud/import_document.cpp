#include "cloud/import_document.hpp"

#include "cloud/comment.hpp"
#include "cloud/custom_fields.hpp"
#include "cloud/json_text.hpp"
#include "cloud/shown_result.hpp"
#include "plan/labels.hpp"
#include "plan/text_limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

// Only members on which all public readings of the import schema agree: an unknown one makes Xray
// refuse the whole batch without naming it.

namespace xrep::client::cloud {
namespace {

using Json = nlohmann::ordered_json;

Json step_results(const std::vector<PlannedStep>& steps, const StatusNames& names) {
  auto results = Json::array();
  for (const auto& step : steps) {
    Json result = {{"status", status_of(names.step, step)}};
    if (!step.actual.empty()) result["actualResult"] = step.actual;
    results.push_back(std::move(result));
  }
  return results;
}

Json iteration_results(const std::vector<PlannedIteration>& iterations, const StatusNames& names) {
  auto results = Json::array();
  for (const auto& iteration : iterations) {
    Json result = Json::object();
    if (!iteration.name.empty()) result["name"] = iteration.name;
    for (const auto& parameter : iteration.parameters) {
      result["parameters"].push_back({{"name", parameter.name}, {"value", parameter.value}});
    }
    // The GraphQL schema gives an iteration the status of a step, not of a test run.
    result["status"] = status_of(names.step, iteration);
    if (!iteration.log.empty()) result["log"] = iteration.log;
    result["steps"] = step_results(iteration.steps, names);
    results.push_back(std::move(result));
  }
  return results;
}

Json steps_of_new_test(const std::vector<PlannedStep>& steps) {
  auto result = Json::array();
  for (const auto& step : steps) {
    result.push_back({{"action", step.action}, {"data", step.data}, {"result", step.expected}});
  }
  return result;
}

std::vector<std::string> labels_of_new_test(const Entry& entry) {
  auto labels = entry.labels;
  if (std::find(labels.begin(), labels.end(), kOwnLabel) == labels.end()) {
    labels.emplace_back(kOwnLabel);
  }
  return labels;
}

Json test_info(const Entry& entry, const DocumentOptions& options) {
  Json info = {{"summary", entry.identity}, {"projectKey", options.project}};
  if (kind_of_new_test(entry) == TestKind::generic) {
    info["type"] = "Generic";
    info["definition"] = entry.identity;
  } else {
    info["type"] = "Manual";
    info["steps"] =
        steps_of_new_test(entry.iterations.empty() ? entry.steps : entry.iterations.front().steps);
  }
  if (options.with_requirements && !entry.requirements.empty())
    info["requirementKeys"] = entry.requirements;
  if (options.with_labels) info["labels"] = labels_of_new_test(entry);
  return info;
}

Json result_of(const Entry& entry, const Target& target, const DocumentOptions& options) {
  Json result = Json::object();
  if (target.exists) {
    result["testKey"] = target.key;
  } else {
    result["testInfo"] = test_info(entry, options);
  }
  if (entry.started > 0) {
    result["start"] = iso_time(entry.started);
    result["finish"] = iso_time(entry.finished);
  }
  result["status"] = status_of(options.statuses.test, entry);
  if (options.with_people && !entry.executed_by.empty()) result["executedBy"] = entry.executed_by;
  if (options.with_people && !entry.assignee.empty()) result["assignee"] = entry.assignee;
  const auto shown = shown_result(entry, target);
  const auto comment = comment_of(entry, shown);
  if (!comment.empty()) result["comment"] = comment;
  if (!shown.iterations.empty()) {
    result["iterations"] = iteration_results(shown.iterations, options.statuses);
  } else if (!shown.steps.empty()) {
    result["steps"] = step_results(shown.steps, options.statuses);
  }
  if (options.with_custom_fields && !entry.custom_fields.empty()) {
    auto fields = custom_fields_document(entry, options.run_fields);
    if (!fields.empty()) result["customFields"] = std::move(fields);
  }
  return result;
}

void append_evidence(const PlannedFile& file, Body& body) {
  body.append("{\"filename\":" + json_text(file.name));
  if (!file.media_type.empty()) body.append(",\"contentType\":" + json_text(file.media_type));
  body.append(",\"data\":\"");
  body.append_base64(file.file, file.size);
  body.append("\"}");
}

}  // namespace

const char* usual_status(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "PASSED";
    case Outcome::failed:
    case Outcome::crashed:
      return "FAILED";
    case Outcome::skipped:
    case Outcome::not_started:
      break;
  }
  return "TODO";
}

std::string status_name(const std::map<Outcome, std::string>& names, Outcome outcome) {
  const auto found = names.find(outcome);
  return found == names.end() || found->second.empty() ? usual_status(outcome) : found->second;
}

Json new_test_document(const Entry& entry, const DocumentOptions& options) {
  return test_info(entry, options);
}

Body entry_document(const Entry& entry, const Target& target, const DocumentOptions& options) {
  auto text = json_text(result_of(entry, target, options));
  text.pop_back();  // the closing brace: evidence follows, streamed from its files
  Body body;
  body.append(std::move(text));
  bool first = true;
  for (const auto& file : entry.files) {
    if (!is_inline(entry, file, target, options)) continue;
    body.append(first ? ",\"evidence\":[" : ",");
    append_evidence(file, body);
    first = false;
  }
  body.append(first ? "}" : "]}");
  return body;
}

Body import_document(const std::string& execution_key, const ImportInfo* info, Body tests) {
  Body body;
  body.append("{\"testExecutionKey\":" + json_text(execution_key));
  Json members = Json::object();
  if (info != nullptr && !info->revision.empty()) members["revision"] = info->revision;
  if (info != nullptr && !info->user.empty()) members["user"] = info->user;
  if (info != nullptr && info->started > 0) {
    members["startDate"] = iso_time(info->started);
    members["finishDate"] = iso_time(std::max(info->started, info->finished));
  }
  if (!members.empty()) body.append(",\"info\":" + json_text(members));
  body.append(",\"tests\":[");
  body.append(std::move(tests));
  body.append("]}");
  return body;
}

}  // namespace xrep::client::cloud
