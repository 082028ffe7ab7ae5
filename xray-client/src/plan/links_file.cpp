#include "plan/links_file.hpp"

#include "json_file.hpp"
#include "plan/import_plan.hpp"
#include "platform/file.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFileName = "xray-links.json";
constexpr std::uint64_t kMaxSize = 16;  // MiB

constexpr const char* kShape =
    R"({"tests": [{"test": "Suite.Test", "key": "CALC-1"}], "suites": [{"suite": "Suite", "set": "CALC-2"}]})";

/// Characters of a text for the parser, which tells no positions: whoever holds `line` knows on
/// which line it is.
class LineCounter {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  LineCounter(const char* at, std::size_t* line) : at_(at), line_(line) {}

  reference operator*() const { return *at_; }
  LineCounter& operator++() {
    *line_ += *at_ == '\n' ? 1U : 0U;
    ++at_;
    return *this;
  }
  bool operator==(const LineCounter& other) const { return at_ == other.at_; }
  bool operator!=(const LineCounter& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* line_;
};

/// A parsed file with what JSON itself does not keep.
struct Document {
  json content;
  std::map<std::string, std::vector<std::size_t>> lines;  ///< of the entries of each list
  std::string problem;
};

// The second of two members with one name would silently replace the first.
Document parse(const std::string& text) {
  Document document;
  std::size_t line = 1;
  std::string list;
  std::set<std::string> members;
  const auto look = [&](int depth, json::parse_event_t event, const json& parsed) {
    using Event = json::parse_event_t;
    const bool starts =
        event == Event::object_start || event == Event::array_start || event == Event::value;
    if (event == Event::key && depth == 1) {
      list = parsed.get<std::string>();
      if (!document.lines.emplace(list, std::vector<std::size_t>()).second) {
        document.problem = ":" + std::to_string(line) + ": a second " + in_quotes(list) +
                           "; put its links into the first";
      }
    } else if (depth == 2 && starts) {
      document.lines[list].push_back(line);
      members.clear();
    } else if (event == Event::key && depth == 3 &&
               !members.insert(parsed.get<std::string>()).second) {
      document.problem = ":" + std::to_string(line) + ": a second " +
                         in_quotes(parsed.get<std::string>()) +
                         " in one link; make two links of it";
    }
    return true;
  };
  document.content = json::parse(LineCounter(text.data(), &line),
                                 LineCounter(text.data() + text.size(), &line), look);
  return document;
}

/// The member names of the links of one list.
struct Members {
  const char* name;
  const char* key;
  const char* target;  ///< what `key` is the key of
};

std::string wrong_in(const json& entry, const Members& members) {
  const std::string form = std::string(R"(; a link looks like {")") + members.name +
                           R"(": "…", ")" + members.key +
                           R"(": "CALC-12", "note": "…"}, the note may be missing)";
  if (!entry.is_object()) {
    return "is no link" + form;
  }
  for (const auto& [name, value] : entry.items()) {
    if (name != members.name && name != members.key && name != "note") {
      return "unknown member " + in_quotes(name) + form;
    }
    if (!value.is_string()) {
      return in_quotes(name) + " is no text" + form;
    }
  }
  for (const char* needed : {members.name, members.key}) {
    if (!entry.contains(needed) || entry.at(needed).get_ref<const std::string&>().empty()) {
      return in_quotes(needed) + " is missing" + form;
    }
  }
  const auto& key = entry.at(members.key).get_ref<const std::string&>();
  if (!is_issue_key(key)) {
    return in_quotes(key) + " is not the key of " + members.target +
           ": a key looks like CALC-12; correct it";
  }
  return {};
}

std::string fault_of_link(const std::string& shown, const std::string& list, std::size_t line,
                          std::size_t number, const std::string& wrong) {
  return shown + ":" + std::to_string(line) + ": link " + std::to_string(number) + " of " +
         in_quotes(list) + ": " + wrong;
}

Expected<std::vector<Link>> links_in(const Document& document, const std::string& shown,
                                     const std::string& list, const Members& members) {
  std::vector<Link> links;
  const auto found = document.content.find(list);
  if (found == document.content.end()) {
    return links;
  }
  if (!found->is_array()) {
    return fail(Errc::settings,
                shown + ": " + in_quotes(list) + " must be a list of links, as in " + kShape);
  }
  const auto& lines = document.lines.at(list);
  for (std::size_t i = 0; i < found->size(); ++i) {
    const json& entry = (*found)[i];
    if (const auto wrong = wrong_in(entry, members); !wrong.empty()) {
      return fail(Errc::settings, fault_of_link(shown, list, lines.at(i), i + 1, wrong));
    }
    links.push_back({entry.at(members.name), entry.at(members.key), lines.at(i)});
  }
  return links;
}

Expected<TestLinks> links_of(const Document& document, const fs::path& file) {
  const std::string shown = single_line(file.string());
  if (!document.problem.empty()) {
    return fail(Errc::settings, shown + document.problem);
  }
  if (!document.content.is_object()) {
    return fail(Errc::settings, shown + ": must hold an object, as in " + kShape);
  }
  for (const auto& member : document.content.items()) {
    if (member.key() != "tests" && member.key() != "suites") {
      return fail(Errc::settings, shown + ": unknown member " + in_quotes(member.key()) +
                                      "; known are 'tests' and 'suites'");
    }
  }
  auto tests = links_in(document, shown, "tests", {"test", "key", "an Xray Test"});
  auto suites = links_in(document, shown, "suites", {"suite", "set", "a Test Set"});
  if (!tests || !suites) {
    return tl::make_unexpected(tests ? suites.error() : tests.error());
  }
  return TestLinks(single_line(file.filename().string()), std::move(*tests), std::move(*suites));
}

}  // namespace

Expected<TestLinks> read_links(const fs::path& file) {
  std::string problem;
  const std::string text = read_small_file(file, kMaxSize, problem);
  if (!problem.empty()) {
    return fail(Errc::settings, "the links file " + problem);
  }
  return parse_links(text, file);
}

Expected<TestLinks> parse_links(const std::string& text, const fs::path& file) {
  try {
    return links_of(parse(text), file);
  } catch (const json::parse_error& error) {
    return fail(Errc::settings, single_line(file.string()) + ": not valid JSON at " +
                                    position(text, error.byte) +
                                    "; look for a comma, quote or bracket there that is missing "
                                    "or too much");
  }
}

fs::path links_path(const Settings& settings, const fs::path& folder) {
  return settings.links.empty() ? find_upwards(folder, kFileName) : settings.links;
}

Expected<fs::path> trusted_links_path(const Settings& settings, const fs::path& folder) {
  auto file = links_path(settings, folder);
  if (!settings.links.empty() || file.empty()) {
    return file;
  }
  if (const auto why = xrep::platform::why_not_trusted(file); !why.empty()) {
    return fail(Errc::settings, single_line(file.string()) + ": refused, because " + why +
                                    "; mend its owner and mode, or name it in XRAY_LINKS");
  }
  return file;
}

Expected<TestLinks> links_for(const Settings& settings, const fs::path& folder) {
  const auto file = trusted_links_path(settings, folder);
  if (!file) {
    return tl::make_unexpected(file.error());
  }
  return file->empty() ? TestLinks() : read_links(*file);
}

}  // namespace xrep::client
