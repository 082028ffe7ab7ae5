#include "cloud/cloud.hpp"

#include "cloud/answers.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr std::size_t kPage = 100;

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

}  // namespace xrep::client::cloud
