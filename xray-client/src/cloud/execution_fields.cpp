#include "cloud/import_document.hpp"
#include "cloud/json_text.hpp"
#include "plan/text_limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace xrep::client::cloud {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxSummary = 255;        // Jira's limit
constexpr std::size_t kMaxDescription = 32000;  // Jira's limit is 32,767

Json text_node(const std::string& text) {
  return {{"type", "text"}, {"text", text}};
}

Json link_node(const std::string& url) {
  auto node = text_node(url);
  node["marks"] = Json::array({{{"type", "link"}, {"attrs", {{"href", url}}}}});
  return node;
}

std::size_t find_url(const std::string& line, std::size_t from) {
  return std::min(line.find("https://", from), line.find("http://", from));
}

// An Atlassian document refuses empty text nodes.
Json paragraph(const std::string& line) {
  auto content = Json::array();
  std::size_t at = 0;
  while (at < line.size()) {
    const auto url = std::min(find_url(line, at), line.size());
    if (url > at) content.push_back(text_node(line.substr(at, url - at)));
    if (url == line.size()) break;
    const auto end = std::min(line.find_first_of(" \t<>\"", url), line.size());
    content.push_back(link_node(line.substr(url, end - url)));
    at = end;
  }
  return {{"type", "paragraph"}, {"content", content}};
}

Json document(const std::string& text) {
  auto content = Json::array();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) content.push_back(paragraph(line));
  }
  return {{"type", "doc"}, {"version", 1}, {"content", content}};
}

std::string summary_ending_in(const std::string& summary, const std::string& label) {
  const auto end = " " + label;
  return std::string(first_units(summary, kMaxSummary - std::min(kMaxSummary, text_length(end)))) +
         end;
}

}  // namespace

std::string execution_fields(const PlannedExecution& execution, bool document_description,
                             const std::vector<std::string>& drop) {
  const auto wanted = [&](const char* field) {
    return std::find(drop.begin(), drop.end(), field) == drop.end();
  };
  Json fields = {{"project", {{"key", execution.project}}}};
  if (wanted("labels")) {
    fields["summary"] = std::string(first_units(execution.summary, kMaxSummary));
    auto labels = execution.labels;
    labels.push_back(execution.run_label);
    fields["labels"] = labels;
  } else {
    fields["summary"] = summary_ending_in(execution.summary, execution.run_label);
  }
  if (!execution.description.empty() && wanted("description")) {
    const auto text = limited(execution.description, kMaxDescription, "\n[cut]");
    fields["description"] = document_description ? document(text) : Json(text);
  }
  if (!execution.version.empty() && wanted("fixVersions")) {
    fields["fixVersions"] = Json::array({{{"name", execution.version}}});
  }
  return json_text(fields);
}

}  // namespace xrep::client::cloud
