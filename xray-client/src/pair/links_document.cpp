#include "pair/links_document.hpp"

#include "cloud/json_text.hpp"
#include "plan/links_file.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using Json = nlohmann::ordered_json;
using cloud::json_text;

std::string text_at(const Json& link, const char* member) {
  const auto found = link.find(member);
  return found != link.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// {"test": "A.B", "key": "CALC-1"}
std::string line_of(const Json& link) {
  std::string line;
  for (const auto& [name, value] : link.items()) {
    line += (line.empty() ? "{" : ", ") + json_text(name) + ": " + json_text(value);
  }
  return line + "}";
}

std::string list_of(const Json& links, const char* name, const char* key) {
  std::vector<const Json*> sorted;
  for (const auto& link : links) {
    sorted.push_back(&link);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Json* a, const Json* b) {
    const auto order = text_at(*a, name).compare(text_at(*b, name));
    return order != 0 ? order < 0 : text_at(*a, key) < text_at(*b, key);
  });
  std::string text;
  for (const auto* link : sorted) {
    text += (text.empty() ? "\n    " : ",\n    ") + line_of(*link);
  }
  return text.empty() ? "[]" : "[" + text + "\n  ]";
}

}  // namespace

LinksDocument::LinksDocument() : content_(Json::object()) {}

Expected<LinksDocument> LinksDocument::parse(const std::string& text,
                                             const std::filesystem::path& file) {
  if (const auto links = parse_links(text, file); !links) {
    return tl::make_unexpected(links.error());
  }
  LinksDocument document;
  document.content_ = Json::parse(text);
  return document;
}

bool LinksDocument::add(const char* list, const char* name, const char* key, const LinkEdit& edit) {
  auto& links = content_[list];
  if (links.is_null()) {
    links = Json::array();
  }
  const bool known = std::any_of(links.begin(), links.end(), [&](const Json& link) {
    return text_at(link, name) == edit.name && text_at(link, key) == edit.key;
  });
  if (!known) {
    links.push_back({{name, edit.name}, {key, edit.key}});
  }
  return !known;
}

bool LinksDocument::remove(const LinkEdit& edit) {
  const auto found = content_.find("tests");
  if (found == content_.end()) {
    return false;
  }
  Json kept = Json::array();
  for (auto& link : *found) {
    const bool named = text_at(link, "test") == edit.name &&
                       (edit.key.empty() || text_at(link, "key") == edit.key);
    if (!named) {
      kept.push_back(link);
    }
  }
  const bool changed = kept.size() != found->size();
  *found = std::move(kept);
  return changed;
}

bool LinksDocument::apply(const LinkEdit& edit) {
  switch (edit.kind) {
    case LinkEdit::Kind::add_link:
      return add("tests", "test", "key", edit);
    case LinkEdit::Kind::add_set:
      return add("suites", "suite", "set", edit);
    case LinkEdit::Kind::remove_link:
      break;
  }
  return remove(edit);
}

std::string LinksDocument::text() const {
  std::string text;
  for (const auto& [name, value] : content_.items()) {
    const auto members = name == "suites" ? std::pair("suite", "set") : std::pair("test", "key");
    text += (text.empty() ? "\n  " : ",\n  ") + json_text(name) + ": " +
            list_of(value, members.first, members.second);
  }
  return "{" + text + (text.empty() ? "}\n" : "\n}\n");
}

}  // namespace xrep::client
