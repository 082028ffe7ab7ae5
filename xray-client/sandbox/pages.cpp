#include "pages.hpp"

#include "execution_page.hpp"
#include "html.hpp"

#include <algorithm>
#include <vector>

namespace xrep::sandbox {
namespace {

constexpr std::size_t kMostRows = 1000;

std::string title(const char* type, const Issue& issue) {
  return "<p class=\"empty\">" + std::string(type) + "</p><h1><span class=\"key\">" +
         escape(issue.key) + "</span> " + escape(issue.summary) + "</h1>";
}

std::string heading(const char* text, std::size_t count) {
  return "<h2>" + std::string(text) + " <span class=\"count\">" + std::to_string(count) +
         "</span></h2>";
}

std::string table(const std::string& header, const std::vector<std::string>& rows) {
  if (rows.empty()) return "<p class=\"empty\">None yet.</p>";
  std::string html = "<div class=\"card scroll\"><table><tr>" + header + "</tr>";
  for (std::size_t i = 0; i < std::min(rows.size(), kMostRows); ++i) {
    html += "<tr>" + rows[i] + "</tr>";
  }
  html += "</table></div>";
  if (rows.size() > kMostRows) {
    html += "<p class=\"empty\">" + std::to_string(rows.size() - kMostRows) +
            " more are in <a href=\"/sandbox/state\">/sandbox/state</a>.</p>";
  }
  return html;
}

std::string key_and_summary(const Issue& issue) {
  return "<td class=\"tight\">" + link_to(issue.key) + "</td><td>" + escape(issue.summary) +
         "</td>";
}

std::string execution_row(const Execution& execution) {
  const std::vector<StatusCount> counts = count_statuses(execution.runs);
  std::string numbers;
  for (const StatusCount& part : counts) {
    numbers +=
        (numbers.empty() ? "" : ", ") + std::to_string(part.count) + " " + escape(part.status);
  }
  return key_and_summary(execution.issue) + "<td class=\"tight\">" + status_bar(counts) +
         "</td><td>" + numbers + "</td><td>" + links_to(execution.plans) + "</td>";
}

std::string executions_table(const std::vector<const Execution*>& executions) {
  std::vector<std::string> rows;
  rows.reserve(executions.size());
  for (const Execution* execution : executions) rows.push_back(execution_row(*execution));
  return table("<th>Key</th><th>Summary</th><th>Results</th><th></th><th>Test Plan</th>", rows);
}

std::string test_row(const Test& test) {
  return key_and_summary(test.issue) + "<td class=\"tight\">" + escape(test.type.name) +
         "</td><td>" + escape(test.definition) + "</td>";
}

std::string tests_table(const std::vector<const Test*>& tests) {
  std::vector<std::string> rows;
  rows.reserve(tests.size());
  for (const Test* test : tests) rows.push_back(test_row(*test));
  return table("<th>Key</th><th>Summary</th><th>Type</th><th>Definition</th>", rows);
}

std::vector<const Test*> tests_of(Model& model, const std::vector<std::string>& keys) {
  std::vector<const Test*> tests;
  for (const std::string& key : keys) {
    if (const Test* test = model.find_test(key)) tests.push_back(test);
  }
  return tests;
}

template <typename Item>
std::string container_table(const std::map<IssueId, Item>& items) {
  std::vector<std::string> rows;
  rows.reserve(items.size());
  for (const auto& [id, item] : items) {
    rows.push_back(key_and_summary(item.issue) + "<td class=\"tight\">" +
                   std::to_string(item.tests.items().size()) + "</td>");
  }
  return table("<th>Key</th><th>Summary</th><th>Tests</th>", rows);
}

std::string plain_issues_table(const Model& model) {
  std::vector<std::string> rows;
  for (const auto& [id, plain] : model.plain_issues) {
    rows.push_back(key_and_summary(plain.issue) + "<td class=\"tight\">" + escape(plain.type) +
                   "</td>");
  }
  return table("<th>Key</th><th>Summary</th><th>Type</th>", rows);
}

std::string index_page(const Model& model) {
  std::vector<const Execution*> executions;
  for (auto it = model.executions.rbegin(); it != model.executions.rend(); ++it) {
    executions.push_back(&it->second);
  }
  std::vector<const Test*> tests;
  for (const auto& [id, test] : model.tests) tests.push_back(&test);
  return frame(
      "xrep sandbox",
      "<h1>What arrived</h1>" + heading("Test Executions", executions.size()) +
          executions_table(executions) + heading("Tests", tests.size()) + tests_table(tests) +
          heading("Test Plans", model.plans.size()) + container_table(model.plans) +
          heading("Test Sets", model.sets.size()) + container_table(model.sets) +
          heading("Stories and bugs", model.plain_issues.size()) + plain_issues_table(model));
}

std::string steps_of(const Test& test) {
  if (test.steps.empty()) return {};
  std::vector<std::string> rows;
  for (const TestStep& step : test.steps) {
    rows.push_back("<td class=\"number\">" + std::to_string(rows.size() + 1) + "</td><td>" +
                   escape(step.action) + "</td><td>" + escape(step.data) + "</td><td>" +
                   escape(step.result) + "</td>");
  }
  return heading("Steps", rows.size()) +
         table("<th>#</th><th>Action</th><th>Data</th><th>Expected</th>", rows);
}

std::string results_of(Model& model, const Test& test) {
  std::vector<std::string> rows;
  for (auto it = model.executions.rbegin(); it != model.executions.rend(); ++it) {
    const Run* run = model.find_run(it->second, test.issue.key);
    if (!run) continue;
    rows.push_back("<td class=\"tight\">" + badge(run->status) + "</td>" +
                   key_and_summary(it->second.issue) + "<td class=\"tight\">" + escape(run->start) +
                   "</td>");
  }
  return heading("Results", rows.size()) +
         table("<th>Status</th><th>Test Execution</th><th></th><th>Started</th>", rows);
}

std::string test_page(Model& model, const Test& test) {
  std::string facts =
      "<div class=\"facts\"><span>Type <b>" + escape(test.type.name) + "</b></span>";
  if (!test.definition.empty()) {
    facts += "<span>Definition <b>" + escape(test.definition) + "</b></span>";
  }
  if (!test.folder.empty()) {
    facts += "<span>Folder <b>" + escape(test.folder) + "</b></span>";
  }
  for (const std::string& label : test.issue.labels) {
    facts += "<span>Label <b>" + escape(label) + "</b></span>";
  }
  for (const std::string& key : test.requirements) {
    facts += "<span>Covers <b>" + link_to(key) + "</b></span>";
  }
  return frame(test.issue.key, title("Test", test.issue) + facts + "</div>" + steps_of(test) +
                                   results_of(model, test));
}

std::string plan_page(Model& model, const Plan& plan) {
  std::vector<const Execution*> executions;
  for (const std::string& key : plan.executions) {
    if (const Execution* execution = model.find_execution(key)) executions.push_back(execution);
  }
  return frame(plan.issue.key,
               title("Test Plan", plan.issue) + heading("Test Executions", executions.size()) +
                   executions_table(executions) + heading("Tests", plan.tests.items().size()) +
                   tests_table(tests_of(model, plan.tests.items())));
}

std::string set_page(Model& model, const TestSet& set) {
  return frame(set.issue.key, title("Test Set", set.issue) +
                                  heading("Tests", set.tests.items().size()) +
                                  tests_table(tests_of(model, set.tests.items())));
}

std::string plain_page(const Model& model, const PlainIssue& plain) {
  std::vector<const Test*> tests;
  for (const auto& [id, test] : model.tests) {
    if (contains(test.requirements, plain.issue.key)) tests.push_back(&test);
  }
  return frame(plain.issue.key, title(plain.type.c_str(), plain.issue) +
                                    heading("Tests that cover it", tests.size()) +
                                    tests_table(tests));
}

}  // namespace

std::optional<std::string> page_for(Model& model, const std::string& path) {
  constexpr const char* kBrowse = "/browse/";
  if (path == "/") return index_page(model);
  if (path.compare(0, 8, kBrowse) != 0) return std::nullopt;
  const std::string key = path.substr(8);
  if (const Execution* execution = model.find_execution(key)) {
    return execution_page(model, *execution);
  }
  if (const Test* test = model.find_test(key)) return test_page(model, *test);
  if (const Plan* plan = model.find_plan(key)) return plan_page(model, *plan);
  if (const PlainIssue* plain = model.find_plain_issue(key)) return plain_page(model, *plain);
  const auto id = model.ids.find(key);
  const auto set = id == model.ids.end() ? model.sets.end() : model.sets.find(id->second);
  if (set == model.sets.end()) return std::nullopt;
  return set_page(model, set->second);
}

std::string missing_page() {
  return frame("Not found",
               "<h1>There is no such page</h1><p>Everything that arrived is on the "
               "<a href=\"/\">first page</a>.</p>");
}

}  // namespace xrep::sandbox
