#include "adf.hpp"

namespace xrep::sandbox {
namespace {

using nlohmann::json;

// Deeper than any document that is not meant to exhaust the stack.
constexpr int kDeepest = 50;

bool append_node(const json& node, int depth, std::string& text) {
  if (depth > kDeepest || !node.is_object()) return false;
  const auto type = node.find("type");
  if (type == node.end() || !type->is_string()) return false;
  if (*type == "text") {
    const auto value = node.find("text");
    // Jira refuses an empty text node.
    if (value == node.end() || !value->is_string() || value->get_ref<const std::string&>().empty())
      return false;
    text += value->get_ref<const std::string&>();
    return true;
  }
  if (*type == "hardBreak") text += '\n';
  const auto content = node.find("content");
  if (content == node.end()) return true;
  if (!content->is_array()) return false;
  for (const json& child : *content) {
    if (!append_node(child, depth + 1, text)) return false;
  }
  const bool is_block = *type == "paragraph" || *type == "heading" || *type == "codeBlock";
  if (is_block) text += '\n';
  return true;
}

}  // namespace

std::optional<std::string> text_of_document(const json& document) {
  const bool is_document = document.is_object() && document.value("type", json()) == "doc" &&
                           document.value("version", json()) == 1 &&
                           document.value("content", json()).is_array();
  std::string text;
  if (!is_document || !append_node(document, 0, text)) return std::nullopt;
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace xrep::sandbox
