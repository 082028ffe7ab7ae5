#include "golden_document.hpp"

#include <algorithm>
#include <regex>
#include <sstream>
#include <vector>

namespace xrep::test {
namespace {

using nlohmann::json;

std::string without_what_differs(const std::string& text) {
  static const std::regex place(R"([^\s"]*?((gtest|catch2)_golden\.cpp):[0-9]+)");
  static const std::regex duration(R"(\b(in|after) [0-9]+(\.[0-9]+)? (ms|s|min))");
  return std::regex_replace(std::regex_replace(text, place, "$1:LINE"), duration, "$1 TIME");
}

// Sites name what has no verdict differently, and some have a status for crashes.
std::string usual(const std::string& status) {
  if (status == "TO DO") return "TODO";
  return status == "ABORTED" ? "FAILED" : status;
}

template <class Json>
std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::string() : found->template get<std::string>();
}

template <class Json>
json list_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? json::array() : json(*found);
}

template <class Json>
json step_results(const Json& in) {
  auto results = json::array();
  for (const auto& step : list_in(in, "steps")) {
    results.push_back({{"status", usual(step.at("status"))},
                       {"actualResult", without_what_differs(text_in(step, "actualResult"))}});
  }
  return results;
}

template <class Json>
json iteration_results(const Json& in) {
  auto results = json::array();
  for (const auto& iteration : list_in(in, "iterations")) {
    results.push_back({{"name", text_in(iteration, "name")},
                       {"parameters", list_in(iteration, "parameters")},
                       {"status", usual(iteration.at("status"))},
                       {"log", without_what_differs(text_in(iteration, "log"))},
                       {"steps", step_results(iteration)}});
  }
  return results;
}

template <class Json>
json result_in(const Json& in) {
  return {{"status", usual(in.at("status"))},
          {"comment", without_what_differs(text_in(in, "comment"))},
          {"steps", step_results(in)},
          {"iterations", iteration_results(in)}};
}

template <class Json>
json steps_of_test(const Json& in) {
  auto steps = json::array();
  for (const auto& step : list_in(in, "steps")) {
    steps.push_back({{"action", step.at("action")}, {"result", text_in(step, "result")}});
  }
  return steps;
}

json names_of(const json& evidence) {
  auto names = json::array();
  for (const auto& file : evidence) names.push_back(file.at("filename"));
  std::sort(names.begin(), names.end());  // no order is promised
  return names;
}

void add_files(json& files, const std::string& place, const json& evidence) {
  if (!evidence.empty()) files[place] = names_of(evidence);
}

void add_files_of_steps(json& files, const std::string& prefix, const json& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    add_files(files, prefix + "step " + std::to_string(i + 1), steps[i].at("evidence"));
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

json files_of(const json& run) {
  json files = json::object();
  add_files(files, "test", run.at("evidence"));
  add_files_of_steps(files, "", run.at("steps"));
  const json& iterations = run.at("iterations");
  for (std::size_t i = 0; i < iterations.size(); ++i) {
    add_files_of_steps(files, "iteration " + std::to_string(i + 1) + ", ",
                       iterations[i].at("steps"));
  }
  return files;
}

}  // namespace

OrderedJson normalised(const OrderedJson& document) {
  if (document.is_string()) return without_what_differs(document.get<std::string>());
  auto result = document;
  if (!document.is_structured()) return result;
  for (auto item = result.begin(); item != result.end(); ++item) {
    const bool time = document.is_object() && (item.key() == "start" || item.key() == "finish");
    *item = time ? OrderedJson("TIME") : normalised(*item);
  }
  return result;
}

json said_of(const OrderedJson& test) {
  json result = result_in(test);
  if (test.contains("testKey")) {
    result["test"] = test.at("testKey");
    return result;
  }
  const auto& info = test.at("testInfo");
  result["test"] = info.at("summary");
  result["type"] = info.at("type");
  result["definition"] = text_in(info, "definition");
  result["steps of the Test"] = steps_of_test(info);
  result["requirements"] = list_in(info, "requirementKeys");
  return result;
}

json shown_run(const json& state, const json& run, bool created) {
  json result = result_in(run);
  const json& test = state.at("tests").at(run.at("testKey").get<std::string>());
  result["test"] = created ? test.at("summary") : run.at("testKey");
  if (!created) return result;
  result["type"] = test.at("type");
  result["definition"] = test.at("definition");
  result["steps of the Test"] = steps_of_test(test);
  result["requirements"] = test.at("requirements");
  return result;
}

json beside_the_import(const json& run) {
  return {{"files", files_of(run)}, {"defects", run.at("defects")}};
}

std::string difference(const std::string& expected, const std::string& actual) {
  const auto a = lines_of(expected);
  const auto b = lines_of(actual);
  // Lengths of the longest common endings.
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string text;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      text += "  " + a[i++] + "\n";
      ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      text += "- " + a[i++] + "\n";
    } else {
      text += "+ " + b[j++] + "\n";
    }
  }
  return text;
}

}  // namespace xrep::test
