#include "cloud/cloud.hpp"

#include "cloud/answers.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr std::size_t kPage = 100;

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
    }
    result += c;
  }
  return result + '"';
}

std::string key_list(const std::vector<std::string>& keys, std::size_t first, std::size_t count) {
  std::string jql = "key in (";
  for (std::size_t i = 0; i < count; ++i) {
    jql += (i == 0 ? "" : ", ") + keys[first + i];
  }
  return jql + ")";
}

// Two operations answer lists page by page; a page that brings nothing ends the list whatever its
// total says.
Expected<void> each_page(const std::function<Expected<json>(std::size_t)>& page,
                         const std::function<void(const json&)>& visit) {
  for (std::size_t start = 0;;) {
    const auto answer = page(start);
    if (!answer) {
      return tl::make_unexpected(answer.error());
    }
    const json results = list_at(*answer, "results");
    for (const auto& item : results) {
      visit(item);
    }
    start += results.size();
    if (results.empty() || start >= number_at(*answer, "total")) {
      return {};
    }
  }
}

Expected<void> only_whether(Expected<json> answer) {
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  return {};
}

// The file's bytes travel as base64 inside the document and are never whole in memory.
Body evidence_request(const std::vector<EvidenceUpload>& files) {
  std::vector<EvidenceSlot> slots;
  slots.reserve(files.size());
  for (const auto& file : files) {
    slots.push_back({!file.step_id.empty(), !file.iteration_rank.empty()});
  }
  Body body;
  body.append(R"({"operationName":"AddEvidence","query":)" +
              json(add_evidence_document(slots)).dump() + R"(,"variables":{)");
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& file = files[i];
    const std::string n = std::to_string(i);
    std::string head = (i == 0 ? "\"run" : ",\"run") + n + "\":" + json(file.run_id).dump();
    if (slots[i].step) {
      head += ",\"step" + n + "\":" + json(file.step_id).dump();
    }
    if (slots[i].step && slots[i].iteration) {
      head += ",\"rank" + n + "\":" + json(file.iteration_rank).dump();
    }
    head += ",\"files" + n + "\":[{";
    if (!file.upload_id.empty()) {
      body.append(head + "\"attachmentId\":" + json(file.upload_id).dump() + "}]");
      continue;
    }
    const auto replace = json::error_handler_t::replace;
    body.append(head + "\"filename\":" + json(file.file->name).dump(-1, ' ', false, replace) +
                ",\"mimeType\":" + json(file.file->media_type).dump(-1, ' ', false, replace) +
                ",\"data\":\"");
    body.append_base64(file.file->file, file.file->size);
    body.append("\"}]");
  }
  body.append("}}");
  return body;
}

// Which of the fields that a project's screens may lack the message complains about.
std::vector<std::string> refused_fields(const std::string& message) {
  std::vector<std::string> fields;
  for (const char* field : {"labels", "fixVersions", "description"}) {
    if (message.find(field) != std::string::npos) {
      fields.emplace_back(field);
    }
  }
  // "Version name not valid" names the value, not the field.
  if (fields.empty() && message.find("ersion") != std::string::npos) {
    fields.emplace_back("fixVersions");
  }
  return fields;
}

std::string lost_field(const std::string& field, const PlannedExecution& execution,
                       const std::string& reason) {
  if (field == "fixVersions") {
    return "version " + execution.version + " was not set on the Test Execution: " + reason;
  }
  if (field == "labels") {
    return "labels were not set on the Test Execution (the run's own stands in its summary): " +
           reason;
  }
  return "the " + field + " of the Test Execution was not set: " + reason;
}

// True when leaving something out may help: `document` and `dropped` say what.
bool give_way(const Error& error, const PlannedExecution& execution, bool& document,
              std::vector<std::string>& dropped, std::vector<std::string>& not_done) {
  if (error.code != Errc::refused) {
    return false;
  }
  bool changed = false;
  for (const auto& field : refused_fields(error.message)) {
    if (field == "description" && document) {
      document = false;
      changed = true;
    } else if (std::find(dropped.begin(), dropped.end(), field) == dropped.end()) {
      dropped.push_back(field);
      not_done.push_back(lost_field(field, execution, error.message));
      changed = true;
    }
  }
  return changed;
}

}  // namespace

Cloud::Cloud(Session session, std::string jira_url)
    : session_(std::move(session)), jira_url_(std::move(jira_url)) {}

Expected<Site> Cloud::connect(const std::string& project) {
  if (const auto in = session_.authenticate(); !in) {
    return tl::make_unexpected(in.error());
  }
  const auto settings = session_.graphql(kPreflight, {{"project", project}}, Effect::reads);
  if (!settings && settings.error().code != Errc::refused) {
    return tl::make_unexpected(settings.error());
  }
  Site site;
  site.project_id =
      settings ? text_at(object_at(*settings, "getProjectSettings"), "projectId") : std::string();
  if (site.project_id.empty()) {
    return fail(Errc::settings,
                "project " + project + " was not found in Xray" +
                    (settings ? "" : " (" + settings.error().message + ")") +
                    "; check the setting project, that Xray is enabled for it, and that the API "
                    "key's user may see it");
  }
  auto statuses = session_.graphql(kStatuses, {{"projectId", site.project_id}}, Effect::reads);
  if (!statuses && statuses.error().code == Errc::refused) {
    // The argument is younger than some sites.
    statuses = session_.graphql(kStatuses, json::object(), Effect::reads);
  }
  if (!statuses) {
    return tl::make_unexpected(statuses.error());
  }
  for (const auto& status : list_at(*statuses, "getStatuses")) {
    site.test_statuses.push_back(text_at(status, "name"));
  }
  for (const auto& status : list_at(*statuses, "getStepStatuses")) {
    site.step_statuses.push_back(text_at(status, "name"));
  }
  return site;
}

Expected<std::vector<RemoteTest>> Cloud::tests_by_key(const std::vector<std::string>& keys) {
  std::vector<RemoteTest> tests;
  // One key that does not exist fails the whole JQL, so a refused group is halved.
  const std::function<Expected<void>(std::size_t, std::size_t)> ask =
      [&](std::size_t first, std::size_t count) -> Expected<void> {
    const auto answer =
        session_.graphql(kTestsByJql, {{"jql", key_list(keys, first, count)}}, Effect::reads);
    if (answer) {
      for (const auto& test : list_at(object_at(*answer, "getTests"), "results")) {
        tests.push_back(test_of(test));
      }
      return {};
    }
    if (answer.error().code != Errc::refused) {
      return tl::make_unexpected(answer.error());
    }
    if (count == 1) {
      return {};
    }
    const auto left = ask(first, count / 2);
    return left ? ask(first + count / 2, count - count / 2) : left;
  };
  for (std::size_t first = 0; first < keys.size(); first += kPage) {
    const auto asked = ask(first, std::min(kPage, keys.size() - first));
    if (!asked) {
      return tl::make_unexpected(asked.error());
    }
  }
  return tests;
}

Expected<void> Cloud::each_test(const Site& site, const std::function<void(RemoteTest)>& visit) {
  return each_page(
      [&](std::size_t start) -> Expected<json> {
        auto answer = session_.graphql(
            kTestsByProject, {{"projectId", site.project_id}, {"start", start}}, Effect::reads);
        return answer ? Expected<json>(object_at(*answer, "getTests")) : answer;
      },
      [&](const json& test) { visit(test_of(test)); });
}

RemoteExecution Cloud::execution_of(const json& issue) const {
  const json jira = object_at(issue, "jira");
  RemoteExecution execution;
  execution.id = text_at(issue, "issueId");
  execution.key = text_at(jira, "key");
  execution.link = browse_link(text_at(jira, "self"), jira_url_, execution.key);
  return execution;
}

Expected<std::optional<RemoteExecution>> Cloud::one_execution(const std::string& jql) {
  const auto answer = session_.graphql(kExecutions, {{"jql", jql}}, Effect::reads);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  // The oldest wins: whoever looks finds the same one.
  std::optional<RemoteExecution> oldest;
  for (const auto& issue : list_at(object_at(*answer, "getTestExecutions"), "results")) {
    auto execution = execution_of(issue);
    if (!oldest || execution.id.size() < oldest->id.size() ||
        (execution.id.size() == oldest->id.size() && execution.id < oldest->id)) {
      oldest = std::move(execution);
    }
  }
  return oldest;
}

Expected<std::optional<RemoteExecution>> Cloud::execution_by_key(const std::string& key) {
  auto found = one_execution("key = " + key);
  if (!found && found.error().code == Errc::refused) {
    return std::optional<RemoteExecution>();
  }
  return found;
}

Expected<std::optional<RemoteExecution>> Cloud::execution_by_label(const std::string& project,
                                                                   const std::string& label) {
  auto found = one_execution("project = " + quoted(project) + " AND labels = " + quoted(label));
  if (!found || *found) {
    return found;
  }
  // Where labels were refused the marker stands in the summary.
  return one_execution("project = " + quoted(project) + " AND summary ~ " + quoted(quoted(label)));
}

Expected<std::optional<std::string>> Cloud::plan_id(const std::string& key) {
  const auto answer = session_.graphql(kPlans, {{"jql", "key = " + key}}, Effect::reads);
  if (!answer) {
    if (answer.error().code == Errc::refused) {
      return std::optional<std::string>();
    }
    return tl::make_unexpected(answer.error());
  }
  const json plans = list_at(object_at(*answer, "getTestPlans"), "results");
  return plans.empty() ? std::optional<std::string>() : text_at(plans[0], "issueId");
}

Expected<CreatedExecution> Cloud::create_execution(const PlannedExecution& execution) {
  CreatedExecution created;
  bool document = true;
  std::vector<std::string> dropped;
  for (;;) {
    json variables = {
        {"jira", {{"fields", json::parse(execution_fields(execution, document, dropped))}}}};
    if (!execution.environments.empty()) {
      variables["environments"] = execution.environments;
    }
    auto answer = session_.graphql(kCreateExecution, std::move(variables), Effect::changes);
    if (answer) {
      const json result = object_at(*answer, "createTestExecution");
      created.execution = execution_of(object_at(result, "testExecution"));
      for (auto& warning : texts_of(list_at(result, "warnings"))) {
        created.not_done.push_back("Xray says of the Test Execution: " + warning);
      }
      break;
    }
    if (!give_way(answer.error(), execution, document, dropped, created.not_done)) {
      return tl::make_unexpected(answer.error());
    }
  }
  if (created.execution.key.empty() || created.execution.id.empty()) {
    return fail(Errc::in_doubt, "creating the Test Execution gave no key");
  }
  return created;
}

Expected<void> Cloud::add_environments(const std::string& execution_id,
                                       const std::vector<std::string>& environments) {
  return only_whether(session_.graphql(
      kAddEnvironments, {{"execution", execution_id}, {"environments", environments}},
      Effect::changes));
}

Expected<void> Cloud::link_to_plan(const std::string& plan_id, const std::string& execution_id) {
  return only_whether(
      session_.graphql(kLinkPlan, {{"plan", plan_id}, {"executions", json::array({execution_id})}},
                       Effect::changes));
}

Expected<void> Cloud::add_tests_to_plan(const std::string& plan_id,
                                        const std::vector<std::string>& test_ids) {
  return only_whether(
      session_.graphql(kAddTestsToPlan, {{"plan", plan_id}, {"tests", test_ids}}, Effect::changes));
}

Expected<std::string> Cloud::import(const Body& document) {
  const auto answer = session_.import_results(document);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  const std::string key = text_at(*answer, "key");
  if (key.empty()) {
    // Silent failures look like this.
    return fail(Errc::in_doubt, "the import of results gave no key of a Test Execution");
  }
  return browse_link(text_at(*answer, "self"), jira_url_, key);
}

Expected<std::vector<RemoteRun>> Cloud::runs(const std::string& execution_id) {
  std::vector<RemoteRun> runs;
  const auto read = each_page(
      [&](std::size_t start) -> Expected<json> {
        auto answer = session_.graphql(
            kRuns, {{"executions", json::array({execution_id})}, {"start", start}}, Effect::reads);
        return answer ? Expected<json>(object_at(*answer, "getTestRuns")) : answer;
      },
      [&](const json& run) { runs.push_back(run_of(run)); });
  if (!read) {
    return tl::make_unexpected(read.error());
  }
  return runs;
}

Expected<std::vector<RemoteIteration>> Cloud::iterations(const std::string& test_id,
                                                         const std::string& execution_id) {
  std::vector<RemoteIteration> iterations;
  const auto read = each_page(
      [&](std::size_t start) -> Expected<json> {
        auto answer = session_.graphql(
            kRunIterations, {{"test", test_id}, {"execution", execution_id}, {"start", start}},
            Effect::reads);
        return answer ? Expected<json>(object_at(object_at(*answer, "getTestRun"), "iterations"))
                      : answer;
      },
      [&](const json& iteration) { iterations.push_back(iteration_of(iteration)); });
  if (!read) {
    return tl::make_unexpected(read.error());
  }
  return iterations;
}

Expected<std::string> Cloud::upload(const PlannedFile& file) {
  return session_.upload(file);
}

Expected<std::vector<std::string>> Cloud::add_evidence(const std::vector<EvidenceUpload>& files) {
  const auto answer = session_.graphql("AddEvidence", evidence_request(files), Effect::changes);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  std::vector<std::string> warnings;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const json added = object_at(*answer, ("e" + std::to_string(i)).c_str());
    for (auto& warning : texts_of(list_at(added, "warnings"))) {
      warnings.push_back(files[i].file->name + ": " + warning);
    }
  }
  return warnings;
}

Expected<std::vector<std::string>> Cloud::add_defects(const std::string& run_id,
                                                      const std::vector<std::string>& keys) {
  const auto answer =
      session_.graphql(kAddDefects, {{"run0", run_id}, {"issues0", keys}}, Effect::changes);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  return texts_of(list_at(object_at(*answer, "d0"), "warnings"));
}

}  // namespace xrep::client::cloud
