#include "cloud/cloud.hpp"

#include "cloud/answers.hpp"
#include "cloud/key_list.hpp"
#include "cloud/links.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr std::size_t kPage = kMostKeys;

json with_starts(json variables, const std::vector<std::size_t>& starts) {
  for (std::size_t i = 0; i < starts.size(); ++i) {
    variables["start" + std::to_string(i)] = starts[i];
  }
  return variables;
}

void add_statuses(const json& answer, Site& site) {
  for (const auto& status : list_at(answer, "getStatuses")) {
    site.test_statuses.push_back(text_at(status, "name"));
    if (text_at(status, "coverageStatus") == "NOK") {
      site.failing_statuses.push_back(site.test_statuses.back());
    }
  }
  for (const auto& status : list_at(answer, "getStepStatuses")) {
    site.step_statuses.push_back(text_at(status, "name"));
    const auto& failing = site.failing_statuses;
    const auto counts_as = text_at(object_at(status, "testStatus"), "name");
    if (std::find(failing.begin(), failing.end(), counts_as) != failing.end()) {
      site.failing_statuses.push_back(site.step_statuses.back());
    }
  }
}

}  // namespace

Cloud::Cloud(Session session, std::string jira_url, JiraAccess jira)
    : session_(std::move(session)), jira_url_(std::move(jira_url)), jira_(std::move(jira)) {}

Expected<Site> Cloud::connect(const std::string& project) {
  if (const auto in = sign_in(); !in) {
    return tl::make_unexpected(in.error());
  }
  auto site = read_site(project);
  if (!site && site.error().code == Errc::refused) {
    site.error().code = Errc::settings;
  }
  return site;
}

Expected<Site> Cloud::read_site(const std::string& project) {
  auto settings = session_.graphql(kPreflight, {{"project", project}}, Effect::reads);
  if (!settings && settings.error().code == Errc::refused) {
    // What nobody may need must not keep anything from being delivered.
    settings = session_.graphql(kPreflightAlone, {{"project", project}}, Effect::reads);
  }
  if (!settings && settings.error().code != Errc::refused) {
    return tl::make_unexpected(settings.error());
  }
  Site site;
  site.project = project;
  site.project_id =
      settings ? text_at(object_at(*settings, "getProjectSettings"), "projectId") : std::string();
  if (site.project_id.empty()) {
    return fail(Errc::refused,
                "project " + project + " was not found in Xray" +
                    (settings ? "" : " (" + settings.error().message + ")") +
                    "; check the setting project, that Xray is enabled for it, and that the API "
                    "key's user may see it");
  }
  const json& found = object_at(*settings, "getProjectSettings");
  coverage_link_type_ = text_at(object_at(found, "testCoverageSettings"), "issueLinkTypeId");
  site.environments = texts_of(list_at(found, "testEnvironments"));
  for (const auto& type : list_at(object_at(found, "testTypeSettings"), "testTypes")) {
    site.test_types.push_back({text_at(type, "name"), text_at(type, "kind")});
  }
  site.run_fields = run_fields_of(found);
  auto statuses = session_.graphql(kStatuses, {{"projectId", site.project_id}}, Effect::reads);
  if (!statuses && statuses.error().code == Errc::refused) {
    // The argument is younger than some sites.
    statuses = session_.graphql(kStatuses, json::object(), Effect::reads);
  }
  if (!statuses) {
    return tl::make_unexpected(statuses.error());
  }
  add_statuses(*statuses, site);
  return site;
}

Expected<void> Cloud::find_keys(const std::vector<std::string>& keys,
                                std::vector<RemoteTest>& tests) {
  const auto answer = session_.graphql(kTestsByJql, {{"jql", key_list(keys)}}, Effect::reads);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  for (const auto& test : list_at(object_at(*answer, "getTests"), "results")) {
    tests.push_back(test_of(test));
  }
  return {};
}

Expected<void> Cloud::find_keys_one_by_one(const std::vector<std::string>& keys,
                                           std::vector<RemoteTest>& tests) {
  for (const auto& key : keys) {
    auto found = find_keys({key}, tests);
    if (!found && found.error().code != Errc::refused) {
      return found;
    }
  }
  return {};
}

Expected<std::vector<RemoteTest>> Cloud::tests_by_key(const Site& site,
                                                      const std::vector<std::string>& keys) {
  std::vector<RemoteTest> tests;
  std::set<std::string> of_project;
  std::vector<std::string> of_others;
  for (std::size_t first = 0; first < keys.size(); first += kPage) {
    const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
    const std::vector<std::string> group(
        begin, begin + static_cast<std::ptrdiff_t>(std::min(kPage, keys.size() - first)));
    auto found = find_keys(group, tests);
    if (!found && found.error().code != Errc::refused) {
      return tl::make_unexpected(found.error());
    }
    // One key that does not exist fails the whole search, and nothing says which.
    for (const auto& key : found ? std::vector<std::string>() : group) {
      if (key.substr(0, key.rfind('-')) == site.project) {
        of_project.insert(key);
      } else {
        of_others.push_back(key);
      }
    }
  }
  auto done = find_keys_one_by_one(of_others, tests);
  if (done && !of_project.empty()) {
    done = each_test(site, [&](const RemoteTest& test) {
      if (of_project.count(test.key) != 0) {
        tests.push_back(test);
      }
    });
  }
  return done ? Expected<std::vector<RemoteTest>>(std::move(tests))
              : tl::make_unexpected(done.error());
}

Expected<void> Cloud::each_test(const Site& site, const std::function<void(RemoteTest)>& visit) {
  return batching_.each_page(
      0,
      [&](const std::vector<std::size_t>& starts) {
        const auto text = test_pages_document(starts.size());
        return session_.graphql({"TestPages", text.c_str()},
                                with_starts({{"projectId", site.project_id}}, starts),
                                Effect::reads);
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

Expected<void> Cloud::each_run(const std::string& execution_id, std::size_t expected,
                               const std::function<void(RemoteRun)>& visit) {
  return batching_.each_page(
      expected,
      [&](const std::vector<std::size_t>& starts) {
        const auto text = run_pages_document(starts.size());
        return session_.graphql({"RunPages", text.c_str()},
                                with_starts({{"executions", json::array({execution_id})}}, starts),
                                Effect::reads);
      },
      [&](const json& run) { visit(run_of(run)); });
}

Expected<std::vector<RemoteIteration>> Cloud::iterations(const std::string& test_id,
                                                         const std::string& execution_id) {
  std::vector<RemoteIteration> iterations;
  for (std::size_t total = 1; iterations.size() < total;) {
    const auto answer = session_.graphql(
        kRunIterations,
        {{"test", test_id}, {"execution", execution_id}, {"start", iterations.size()}},
        Effect::reads);
    if (!answer) {
      return tl::make_unexpected(answer.error());
    }
    const json& page = object_at(object_at(*answer, "getTestRun"), "iterations");
    const json& results = list_at(page, "results");
    for (const auto& iteration : results) {
      iterations.push_back(iteration_of(iteration));
    }
    total = results.empty() ? 0 : number_at(page, "total");
  }
  return iterations;
}

Expected<void> Cloud::each_run_of(const std::vector<std::string>& test_ids,
                                  const std::string& execution_id,
                                  const std::function<void(RemoteRun)>& visit) {
  const std::size_t groups = (test_ids.size() + kPage - 1) / kPage;
  return batching_.each(groups, [&](std::size_t first, std::size_t count) -> Expected<void> {
    json variables = {{"executions", json::array({execution_id})}};
    for (std::size_t i = 0; i < count; ++i) {
      auto& tests = variables["tests" + std::to_string(i)] = json::array();
      const std::size_t begin = (first + i) * kPage;
      for (std::size_t n = begin; n < std::min(begin + kPage, test_ids.size()); ++n) {
        tests.push_back(test_ids[n]);
      }
    }
    const auto text = runs_of_tests_document(count);
    const auto answer =
        session_.graphql({"RunsOfTests", text.c_str()}, std::move(variables), Effect::reads);
    if (!answer) {
      return tl::make_unexpected(answer.error());
    }
    for (std::size_t i = 0; i < count; ++i) {
      const json& page = object_at(*answer, ("p" + std::to_string(i)).c_str());
      for (const auto& run : list_at(page, "results")) {
        visit(run_of(run));
      }
    }
    return {};
  });
}

Expected<std::vector<std::vector<RemoteIteration>>> Cloud::iterations_of(
    const std::vector<std::string>& test_ids, const std::string& execution_id, std::size_t steps) {
  std::vector<std::vector<RemoteIteration>> all(test_ids.size());
  const auto ask = [&](std::size_t first, std::size_t count) -> Expected<void> {
    json variables = {{"execution", execution_id}};
    for (std::size_t i = 0; i < count; ++i) {
      variables["test" + std::to_string(i)] = test_ids[first + i];
    }
    const auto text = iterations_of_document(count, steps);
    const auto answer =
        session_.graphql({"IterationsOf", text.c_str()}, std::move(variables), Effect::reads);
    if (!answer) {
      return tl::make_unexpected(answer.error());
    }
    for (std::size_t i = 0; i < count; ++i) {
      const json& run = object_at(*answer, ("r" + std::to_string(i)).c_str());
      for (const auto& iteration : list_at(object_at(run, "iterations"), "results")) {
        all[first + i].push_back(iteration_of(iteration));
      }
    }
    return {};
  };
  // At most 10,000 items in one answer, counted over nested lists (GraphQL API page).
  const std::size_t at_once = std::max<std::size_t>(1, 10'000 / (kMostIterations * (1 + steps)));
  for (std::size_t first = 0; first < test_ids.size(); first += at_once) {
    const std::size_t count = std::min(at_once, test_ids.size() - first);
    auto asked = batching_.each(
        count, [&](std::size_t from, std::size_t some) { return ask(first + from, some); });
    if (!asked) {
      return tl::make_unexpected(asked.error());
    }
  }
  return all;
}

}  // namespace xrep::client::cloud
