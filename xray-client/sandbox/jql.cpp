#include "jql.hpp"

#include "text.hpp"

#include <algorithm>
#include <optional>

namespace xrep::sandbox {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

/// Reads a query from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }

  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string word() {
    skip_blanks();
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_bare);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    std::string word(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return word;
  }

  std::optional<std::string> value() {
    if (take('"')) return quoted();
    std::string bare = word();
    if (bare.empty()) return std::nullopt;
    return bare;
  }

 private:
  void skip_blanks() {
    const std::size_t first = rest_.find_first_not_of(kBlanks);
    rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
  }

  std::optional<std::string> quoted() {
    std::string text;
    while (!rest_.empty()) {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return text;
      if (c == '\\' && !rest_.empty()) {
        c = rest_.front();
        rest_.remove_prefix(1);
      }
      text.push_back(c);
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

using Values = std::vector<std::string>;

std::optional<Values> read_values(Reader& reader, bool list) {
  Values values;
  if (list && !reader.take('(')) return std::nullopt;
  do {
    auto value = reader.value();
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  } while (list && reader.take(','));
  if (list && !reader.take(')')) return std::nullopt;
  return values;
}

Values* member_for(Jql& jql, const std::string& field, bool contains_operator) {
  if (contains_operator) return field == "summary" ? &jql.summaries : nullptr;
  if (field == "key" || field == "issuekey") return &jql.keys;
  if (field == "project") return &jql.projects;
  return field == "labels" ? &jql.labels : nullptr;
}

bool read_clause(Reader& reader, Jql& jql) {
  const std::string field = lower(reader.word());
  const bool contains_operator = reader.take('~');
  const bool equals = !contains_operator && reader.take('=');
  const bool in = !contains_operator && !equals && lower(reader.word()) == "in";
  if (!contains_operator && !equals && !in) return false;
  Values* member = member_for(jql, field, contains_operator);
  auto values = read_values(reader, in);
  if (!member || !values || !member->empty()) return false;
  *member = std::move(*values);
  return true;
}

// A text search finds words; between inner quotes it finds the phrase. Case does not count.
bool summary_matches(const std::string& summary, std::string_view wanted) {
  if (wanted.size() >= 2 && wanted.front() == '"' && wanted.back() == '"') {
    wanted = wanted.substr(1, wanted.size() - 2);
  }
  return lower(summary).find(lower(wanted)) != std::string::npos;
}

}  // namespace

tl::expected<Jql, std::string> parse_jql(std::string_view text) {
  Jql jql;
  Reader reader(text);
  do {
    if (!read_clause(reader, jql)) return tl::unexpected<std::string>("Invalid JQL query");
    if (reader.at_end()) break;
  } while (lower(reader.word()) == "and");
  const bool keys_fine = std::all_of(jql.keys.begin(), jql.keys.end(), is_issue_key);
  if (!reader.at_end() || !keys_fine) return tl::unexpected<std::string>("Invalid JQL query");
  return jql;
}

std::optional<std::string> check_jql(World& world, const Jql& jql) {
  for (const std::string& project : jql.projects) {
    if (!world.model.find_project(project)) {
      return "Error executing JQL: The value '" + project +
             "' does not exist for the field 'project'.";
    }
  }
  for (const std::string& key : jql.keys) {
    if (world.answers.unknown_key_fails_jql && !world.model.has_issue(key)) {
      return "Error executing JQL: An issue with key '" + key + "' does not exist for field 'key'.";
    }
  }
  return std::nullopt;
}

bool matches(const Jql& jql, const Issue& issue) {
  const auto allowed = [](const Values& wanted, const std::string& value) {
    return wanted.empty() || contains(wanted, value);
  };
  const auto has_label = [&](const std::string& label) { return contains(issue.labels, label); };
  const auto in_summary = [&](const std::string& text) {
    return summary_matches(issue.summary, text);
  };
  return allowed(jql.keys, issue.key) && allowed(jql.projects, issue.project) &&
         (jql.labels.empty() || std::any_of(jql.labels.begin(), jql.labels.end(), has_label)) &&
         (jql.summaries.empty() ||
          std::any_of(jql.summaries.begin(), jql.summaries.end(), in_summary));
}

}  // namespace xrep::sandbox
