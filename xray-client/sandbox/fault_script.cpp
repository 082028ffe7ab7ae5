#include "fault_script.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace xrep::sandbox {
namespace {

using nlohmann::json;
using Fault = std::optional<std::string>;
using Names = std::vector<std::string>;

struct ActionSpec {
  const char* name;
  FaultAction action;
  Names required;
  Names optional;
};

const std::vector<ActionSpec>& actions() {
  using A = FaultAction;
  static const Names answer = {"headers", "body", "type", "retry_after", "retry_after_date"};
  static const std::vector<ActionSpec> all = {
      {"status", A::status, {"status"}, answer},
      {"commit_then_status", A::commit_then_status, {"status"}, answer},
      {"drop", A::drop, {}, {}},
      {"commit_then_drop", A::commit_then_drop, {}, {}},
      {"html", A::html, {}, {}},
      {"commit_then_html", A::commit_then_html, {}, {}},
      {"delay", A::delay, {"ms"}, {}},
      {"slow", A::slow, {"ms"}, {}},
      {"truncate", A::truncate, {}, {}},
      {"lose", A::lose, {}, {"parts", "tests"}},
      {"hide", A::hide, {"ms"}, {}},
      {"refuse_test", A::refuse_test, {"tests"}, {}},
      {"max_body", A::max_body, {"bytes"}, {}}};
  return all;
}

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Fault number_of(const json& rule, const char* member, std::int64_t least, std::int64_t& value) {
  const auto found = rule.find(member);
  if (found == rule.end()) return std::nullopt;
  if (!found->is_number_integer() || found->get<std::int64_t>() < least) {
    return std::string(member) + " must be a whole number from " + std::to_string(least) + " on";
  }
  value = found->get<std::int64_t>();
  return std::nullopt;
}

Fault text_of(const json& rule, const char* member, std::string& value) {
  const auto found = rule.find(member);
  if (found == rule.end()) return std::nullopt;
  if (!found->is_string()) return std::string(member) + " must be a text";
  value = found->get<std::string>();
  return std::nullopt;
}

Fault texts_of(const json& rule, const char* member, Names& values) {
  const auto found = rule.find(member);
  if (found == rule.end()) return std::nullopt;
  const bool fine =
      found->is_array() && !found->empty() &&
      std::all_of(found->begin(), found->end(), [](const json& item) { return item.is_string(); });
  if (!fine) return std::string(member) + " must be a list of texts that is not empty";
  values = found->get<Names>();
  return std::nullopt;
}

Fault read_members(const json& json_rule, const ActionSpec& spec) {
  static const Names common = {"on", "after", "times", "do"};
  for (const auto& item : json_rule.items()) {
    const std::string& name = item.key();
    if (holds(common, name) || holds(spec.required, name) || holds(spec.optional, name)) continue;
    return "\"" + std::string(spec.name) + "\" has no member \"" + name + "\"";
  }
  for (const std::string& name : spec.required) {
    if (!json_rule.contains(name)) {
      return "\"" + std::string(spec.name) + "\" needs the member \"" + name + "\"";
    }
  }
  return std::nullopt;
}

Fault read_when(const json& json_rule, FaultRule& rule) {
  if (auto fault = text_of(json_rule, "on", rule.on)) return fault;
  const bool of_imports =
      rule.action == FaultAction::refuse_test || rule.action == FaultAction::max_body;
  if (rule.on.empty() && of_imports) rule.on = "import";
  if (rule.on.empty()) return "\"on\" must name an operation, a route or *";
  const bool of_bulk = rule.action == FaultAction::refuse_test && rule.on == "bulk";
  if (of_imports && !of_bulk && rule.on != "import" && rule.on != "*") {
    return "it is for imports only";
  }
  if (auto fault = number_of(json_rule, "after", 0, rule.after)) return fault;
  return number_of(json_rule, "times", -1, rule.times);
}

Fault read_headers(const json& json_rule, FaultRule& rule) {
  const auto headers = json_rule.find("headers");
  if (headers == json_rule.end()) return std::nullopt;
  if (!headers->is_object()) return "headers must be an object of texts";
  for (const auto& item : headers->items()) {
    // A line break would end the header and begin another one.
    const bool fine =
        item.value().is_string() && !item.key().empty() &&
        item.key().find_first_of(": \r\n") == std::string::npos &&
        item.value().get_ref<const std::string&>().find_first_of("\r\n") == std::string::npos;
    if (!fine) return "header \"" + item.key() + "\" must be a text of one line";
    rule.headers.emplace_back(item.key(), item.value().get<std::string>());
  }
  return std::nullopt;
}

Fault read_body(const json& json_rule, FaultRule& rule) {
  const auto body = json_rule.find("body");
  const bool is_text = body != json_rule.end() && body->is_string();
  if (body != json_rule.end()) rule.body = is_text ? body->get<std::string>() : body->dump();
  rule.type = body == json_rule.end() || is_text ? "text/html" : "application/json";
  return text_of(json_rule, "type", rule.type);
}

Fault read_answer(const json& json_rule, FaultRule& rule) {
  std::int64_t status = 0;
  if (auto fault = number_of(json_rule, "status", 200, status)) return fault;
  if (json_rule.contains("status") && status > 599) return "status must be below 600";
  rule.status = static_cast<int>(status);
  for (auto [member, value] : {std::pair{"retry_after", &rule.retry_after},
                               std::pair{"retry_after_date", &rule.retry_after_date}}) {
    std::int64_t seconds = 0;
    if (auto fault = number_of(json_rule, member, 0, seconds)) return fault;
    if (json_rule.contains(member)) *value = seconds;
  }
  if (auto fault = read_headers(json_rule, rule)) return fault;
  return read_body(json_rule, rule);
}

Fault read_parts(const json& json_rule, LostParts& parts) {
  Names names = {"results"};
  if (auto fault = texts_of(json_rule, "parts", names)) return fault;
  // Nothing of a result that is lost as a whole is kept.
  parts.results = holds(names, "results");
  parts.status = holds(names, "status");
  parts.steps = holds(names, "steps");
  parts.iterations = holds(names, "iterations");
  parts.evidence = holds(names, "evidence") || parts.results;
  parts.comment = holds(names, "comment");
  static const Names known = {"results", "status", "steps", "iterations", "evidence", "comment"};
  for (const std::string& name : names) {
    if (!holds(known, name)) return "there is no part \"" + name + "\"";
  }
  return std::nullopt;
}

tl::expected<FaultRule, std::string> rule_of(const json& json_rule) {
  const std::string name =
      json_rule.is_object() && json_rule.contains("do") && json_rule.at("do").is_string()
          ? json_rule.at("do").get<std::string>()
          : std::string();
  const auto spec = std::find_if(actions().begin(), actions().end(),
                                 [&](const ActionSpec& action) { return action.name == name; });
  if (spec == actions().end()) {
    return tl::unexpected<std::string>("it is no object with a \"do\" that the sandbox knows");
  }
  FaultRule rule;
  rule.action = spec->action;
  std::int64_t milliseconds = 0;
  std::int64_t bytes = 0;
  Fault fault = read_members(json_rule, *spec);
  if (!fault) fault = read_when(json_rule, rule);
  if (!fault) fault = read_answer(json_rule, rule);
  if (!fault) fault = number_of(json_rule, "ms", 0, milliseconds);
  if (!fault) fault = number_of(json_rule, "bytes", 0, bytes);
  if (!fault) fault = texts_of(json_rule, "tests", rule.tests);
  if (!fault) fault = read_parts(json_rule, rule.parts);
  if (fault) return tl::unexpected(std::move(*fault));
  rule.time = std::chrono::milliseconds(milliseconds);
  rule.bytes = static_cast<std::uint64_t>(bytes);
  return rule;
}

}  // namespace

tl::expected<std::vector<FaultRule>, std::string> parse_fault_script(const std::string& text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_array()) {
    return tl::unexpected<std::string>("a fault script is a JSON list of rules");
  }
  std::vector<FaultRule> rules;
  for (const json& json_rule : document) {
    auto rule = rule_of(json_rule);
    if (!rule) {
      return tl::unexpected("rule " + std::to_string(rules.size() + 1) +
                            " of the fault script: " + rule.error());
    }
    rules.push_back(std::move(*rule));
  }
  return rules;
}

tl::expected<std::vector<FaultRule>, std::string> read_fault_script(
    const std::filesystem::path& path) {
  if (path.empty()) return std::vector<FaultRule>();
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return tl::unexpected("cannot read the fault script " + path.string() +
                          "; name a file that can be read");
  }
  auto rules = parse_fault_script(text);
  if (!rules) return tl::unexpected(path.string() + ": " + rules.error());
  return rules;
}

}  // namespace xrep::sandbox
