#include "setting_values.hpp"

#include "issue_key.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace xrep::values {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

/// A number and what follows it; nothing if there is no number or it is too large.
struct Quantity {
  std::uint64_t number;
  std::string unit;
};

std::optional<Quantity> quantity(std::string_view text) {
  text = trimmed(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const auto used = static_cast<std::size_t>(end - text.data());
  return Quantity{number, lower(trimmed(text.substr(used)))};
}

using Unit = std::pair<std::string_view, std::uint64_t>;

template <std::size_t N>
std::optional<std::uint64_t> in_units(std::string_view text, const std::array<Unit, N>& units) {
  const auto parsed = quantity(text);
  if (!parsed) return std::nullopt;
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](const Unit& known) { return known.first == parsed->unit; });
  if (unit == units.end()) return std::nullopt;
  if (parsed->number > std::numeric_limits<std::uint64_t>::max() / unit->second) {
    return std::nullopt;
  }
  return parsed->number * unit->second;
}

bool has_blank(std::string_view text) {
  return text.find_first_of(kBlanks) != text.npos;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// 127.0.0.0/8, ::1 and localhost (RFC 6761, 6.3).
bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  const bool numeric = host.find_first_not_of("0123456789.") == host.npos;
  return numeric && host.substr(0, 4) == "127." && std::count(host.begin(), host.end(), '.') == 3;
}

std::string_view host_of(std::string_view authority) {
  if (!authority.empty() && authority.front() == '[') {
    return authority.substr(0, authority.find(']') + 1);
  }
  return authority.substr(0, authority.find(':'));
}

bool is_authority(std::string_view authority) {
  const auto host = host_of(authority);
  if (host.empty() || host.find_first_of("\\\"<>^`{|}") != host.npos) return false;
  const auto rest = authority.substr(host.size());
  if (rest.empty()) return true;
  unsigned port = 0;
  const auto digits = rest.substr(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return rest.front() == ':' && error == std::errc() && end == digits.data() + digits.size() &&
         port > 0 && port < 65536;
}

bool take_ending(std::string_view& text, std::string_view ending) {
  if (text.size() < ending.size() || text.substr(text.size() - ending.size()) != ending) {
    return false;
  }
  text.remove_suffix(ending.size());
  return true;
}

Wrong user_info() {
  return "a URL with a user name or password in it is refused (and not repeated here)";
}

template <class IsKey>
Wrong key(std::string_view text, std::string& value, IsKey is_key, const char* what) {
  const auto key = trimmed(text);
  if (key.empty() || is_key(key)) {
    value = key;
    return {};
  }
  std::string wrong = in_quotes(text) + " is not " + what;
  if (const auto capitals = upper(key); is_key(capitals)) {
    wrong += " (did you mean " + capitals + "?)";
  }
  return wrong;
}

}  // namespace

Wrong truth(std::string_view text, bool& value) {
  const auto word = lower(trimmed(text));
  const bool yes = word == "on" || word == "true" || word == "1" || word == "yes";
  const bool no = word == "off" || word == "false" || word == "0" || word == "no";
  if (!yes && !no) return in_quotes(text) + " is neither on nor off";
  value = yes;
  return {};
}

Wrong size(std::string_view text, std::uint64_t& bytes) {
  constexpr std::array<Unit, 11> kUnits{{{"", 1},
                                         {"b", 1},
                                         {"k", 1ULL << 10},
                                         {"kib", 1ULL << 10},
                                         {"kb", 1000},
                                         {"m", 1ULL << 20},
                                         {"mib", 1ULL << 20},
                                         {"mb", 1000000},
                                         {"g", 1ULL << 30},
                                         {"gib", 1ULL << 30},
                                         {"gb", 1000000000}}};
  const auto parsed = in_units(text, kUnits);
  if (!parsed) return in_quotes(text) + " is not a size";
  bytes = *parsed;
  return {};
}

Wrong count(std::string_view text, std::uint64_t& value) {
  constexpr std::array<Unit, 1> kUnits{{{"", 1}}};
  constexpr std::uint64_t kMost = 1'000'000;
  const auto parsed = in_units(text, kUnits);
  if (!parsed || *parsed > kMost) return in_quotes(text) + " is not a number up to 1000000";
  value = *parsed;
  return {};
}

Wrong duration(std::string_view text, std::chrono::seconds& value) {
  constexpr std::array<Unit, 7> kUnits{
      {{"", 1}, {"s", 1}, {"sec", 1}, {"m", 60}, {"min", 60}, {"h", 3600}, {"hour", 3600}}};
  constexpr std::uint64_t kDay = 24ULL * 3600;
  const auto parsed = in_units(text, kUnits);
  if (!parsed) return in_quotes(text) + " is not a time";
  if (*parsed < 1 || *parsed > kDay) return in_quotes(text) + " is not between 1 s and 24 h";
  value = std::chrono::seconds(*parsed);
  return {};
}

Wrong duration_or_none(std::string_view text, std::chrono::seconds& value) {
  if (trimmed(text) == "0") {
    value = std::chrono::seconds(0);
    return {};
  }
  return duration(text, value);
}

Wrong project_key(std::string_view text, std::string& value) {
  return key(text, value, is_project_key, "a project key");
}

Wrong issue_key(std::string_view text, std::string& value) {
  return key(text, value, is_issue_key, "an issue key");
}

Wrong base_url(std::string_view text, std::string& value) {
  auto url = trimmed(text);
  if (url.empty()) {
    value.clear();
    return {};
  }
  if (url.find('@') != url.npos) return user_info();
  if (url.find_first_of("?#") != url.npos) return "a base URL has no '?' and no '#'";
  const auto scheme_end = url.find("://");
  const auto scheme = lower(url.substr(0, scheme_end));
  if (scheme_end == url.npos || (scheme != "https" && scheme != "http") || has_blank(url)) {
    return in_quotes(url) + " is not an http(s) URL";
  }
  while (take_ending(url, "/")) continue;
  if (take_ending(url, "/api/v2")) {
    while (take_ending(url, "/")) continue;
  }
  const auto rest = url.size() > scheme_end + 3 ? url.substr(scheme_end + 3) : std::string_view();
  const auto authority = rest.substr(0, rest.find('/'));
  if (!is_authority(authority)) return in_quotes(url) + " names no host";
  value = scheme + "://" + std::string(rest);
  return {};
}

bool is_unencrypted(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (url.substr(0, kScheme.size()) != kScheme) return false;
  url.remove_prefix(kScheme.size());
  return !is_loopback(lower(host_of(url.substr(0, url.find('/')))));
}

Wrong proxy(std::string_view text, std::string& value) {
  const auto url = trimmed(text);
  if (url.find('@') != url.npos) return user_info();
  if (has_blank(url)) return in_quotes(url) + " is not a proxy";
  value = single_line(url);
  return {};
}

Wrong line(std::string_view text, std::string& value) {
  value = single_line(trimmed(text));
  return {};
}

Wrong word(std::string_view text, std::string& value) {
  const auto word = trimmed(text);
  if (has_blank(word)) return in_quotes(word) + " has a blank in it";
  value = single_line(word);
  return {};
}

namespace {

// Up to the next `;` that is not written `\;`, which it takes off the text.
std::string take_item(std::string_view& text) {
  std::string item;
  while (!text.empty()) {
    const bool escaped = text.substr(0, 2) == "\\;";
    if (escaped) text.remove_prefix(1);
    const char c = text.front();
    text.remove_prefix(1);
    if (c == ';' && !escaped) break;
    item += c;
  }
  return item;
}

}  // namespace

Wrong named_values(std::string_view text,
                   std::vector<std::pair<std::string, std::string>>& values) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const auto item = take_item(text);
    if (trimmed(item).empty()) continue;
    const auto sign = item.find('=');
    const auto name = single_line(trimmed(std::string_view(item).substr(0, sign)));
    const auto value = sign == item.npos ? "" : repair(trimmed(item.substr(sign + 1)));
    if (name.empty() || value.empty()) return in_quotes(item) + " is not NAME=VALUE";
    const auto known = std::find_if(pairs.begin(), pairs.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    if (known != pairs.end()) pairs.erase(known);
    pairs.emplace_back(name, value);
  }
  values = std::move(pairs);
  return {};
}

Wrong paragraphs(std::string_view text, std::string& value) {
  value = repair(text);
  return {};
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(",;"), text.size());
    if (const auto item = trimmed(text.substr(0, end)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

// Xray: names of Test Environments have 2 to 18 characters and no blanks (its documentation page
// "Test Environments").
Wrong environments(std::string_view text, std::vector<std::string>& values) {
  auto names = split(text);
  for (auto& name : names) {
    name = single_line(name);
    if (has_blank(name)) return in_quotes(name) + " has a blank in it";
    const auto length = characters(name);
    if (length < 2 || length > 18) {
      return in_quotes(name) + " has " + std::to_string(length) + " characters";
    }
  }
  values = std::move(names);
  return {};
}

Wrong labels(std::string_view text, std::vector<std::string>& values) {
  auto names = split(text);
  for (auto& name : names) {
    name = single_line(name);
    if (has_blank(name)) return in_quotes(name) + " has a blank in it";
    if (characters(name) > 255) return in_quotes(name) + " has more than 255 characters";
  }
  values = std::move(names);
  return {};
}

}  // namespace xrep::values
