#include "plan/labels.hpp"

#include "plan/text_limits.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

constexpr std::size_t kMaxLabel = 255;  // Jira's limit

std::string framework_label(const std::string& framework) {
  if (framework == "GoogleTest") return "gtest";
  if (framework == "Catch2") return "catch2";
  return label_of(framework);
}

bool starts_with(const std::string& text, const char* beginning) {
  return text.rfind(beginning, 0) == 0;
}

bool speaks_to_a_machine(const std::string& tag, const TestRecord& record) {
  return starts_with(tag, ".") || starts_with(tag, "!") || starts_with(tag, "xray:") ||
         starts_with(tag, "req:") ||
         std::find(record.keys.begin(), record.keys.end(), tag) != record.keys.end();
}

}  // namespace

std::string label_of(const std::string& text) {
  auto label = one_line(text);
  std::replace(label.begin(), label.end(), ' ', '_');
  return std::string(first_units(label, kMaxLabel));
}

std::vector<std::string> labels_of(const std::vector<std::string>& texts) {
  std::vector<std::string> labels;
  for (const auto& text : texts) {
    auto label = label_of(text);
    if (!label.empty() && std::find(labels.begin(), labels.end(), label) == labels.end()) {
      labels.push_back(std::move(label));
    }
  }
  return labels;
}

std::vector<std::string> labels_of(const Run& run, const TestRecord& record) {
  std::vector<std::string> texts;
  for (const auto& tag : record.tags) {
    if (!speaks_to_a_machine(tag, record)) texts.push_back(tag);
  }
  if (record.process < run.processes.size()) {
    texts.push_back(framework_label(run.processes[record.process].framework));
  }
  return labels_of(texts);
}

}  // namespace xrep::client
