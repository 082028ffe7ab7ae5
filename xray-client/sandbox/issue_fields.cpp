#include "issue_fields.hpp"

#include "import_check.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;
using Fault = std::optional<std::string>;

std::string off_screen(const std::string& field) {
  return field + ": Field '" + field +
         "' cannot be set. It is not on the appropriate screen, or unknown.";
}

Fault check_fields_known(const json& fields, const Project& project) {
  static const std::set<std::string> known = {"project", "summary", "description", "labels",
                                              "fixVersions"};
  std::string refused;
  for (const auto& item : fields.items()) {
    if (known.count(item.key()) != 0 && !contains(project.fields_off_screen, item.key())) continue;
    refused += (refused.empty() ? "" : "; ") + off_screen(item.key());
  }
  if (refused.empty()) return std::nullopt;
  return refused;
}

bool are_texts(const json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_string(); });
}

}  // namespace

tl::expected<IssueTexts, std::string> issue_texts_of(const json& fields, const Project& project) {
  if (auto fault = check_fields_known(fields, project)) return tl::unexpected(*fault);
  const json summary = fields.value("summary", json(""));
  if (!summary.is_string()) {
    return tl::unexpected<std::string>("summary: Operation value must be a string");
  }
  if (auto fault = check_summary(summary)) return tl::unexpected(*fault);
  const json labels = fields.value("labels", json::array());
  if (!are_texts(labels)) {
    return tl::unexpected<std::string>("labels: data was not an array of strings");
  }
  if (auto fault = check_labels(labels)) return tl::unexpected(*fault);
  IssueTexts texts{summary, {}};
  merge_once(texts.labels, labels.get<Texts>());
  return texts;
}

Project* project_in(World& world, const json& fields) {
  const json project = fields.value("project", json());
  const json key = project.is_object() ? project.value("key", json()) : json();
  const auto found = key.is_string() ? world.model.projects.find(key.get<std::string>())
                                     : world.model.projects.end();
  return found == world.model.projects.end() ? nullptr : &found->second;
}

}  // namespace xrep::sandbox
