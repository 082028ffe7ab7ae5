#include "plan/test_links.hpp"

#include "plan/listed.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

bool is_wildcard(char c) {
  return c == '*' || c == '?';
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t literals_in(const std::string& pattern) {
  return static_cast<std::size_t>(std::count_if(pattern.begin(), pattern.end(), [](char c) {
    return !is_wildcard(c) && !continues_character(c);
  }));
}

std::size_t after_character(const std::string& text, std::size_t at) {
  for (++at; at < text.size() && continues_character(text[at]);) {
    ++at;
  }
  return at;
}

void add_once(std::vector<SourcedKey>& keys, SourcedKey key) {
  const auto same = [&](const SourcedKey& other) { return other.key == key.key; };
  if (std::none_of(keys.begin(), keys.end(), same)) {
    keys.push_back(std::move(key));
  }
}

}  // namespace

// On a mismatch the last star takes one character more; earlier ones never need to.
bool fits(const std::string& text, const std::string& pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string::npos;
  std::size_t star_end = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      star_end = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == '?') {
      ++in_pattern;
      at = after_character(text, at);
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
      ++in_pattern;
      ++at;
    } else if (star != std::string::npos) {
      in_pattern = star + 1;
      star_end = after_character(text, star_end);
      at = star_end;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in_pattern) == std::string::npos;
}

std::string contradiction(const std::string& test, const std::vector<std::string>& own,
                          const std::vector<SourcedKey>& linked) {
  std::string others;
  for (const auto& link : linked) {
    if (std::find(own.begin(), own.end(), link.key) == own.end()) {
      others += (others.empty() ? "" : ", ") + link.key + " (" + link.origin + ")";
    }
  }
  return others.empty() || own.empty()
             ? std::string()
             : test + " names " + listed(own) + " itself, the links file has " + others +
                   "; what the test names was taken";
}

TestLinks::TestLinks(std::string file, std::vector<Link> tests, std::vector<Link> suites)
    : file_(std::move(file)), tests_(std::move(tests)), suites_(std::move(suites)) {
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    const auto& name = tests_[i].name;
    // Names of Catch2 may hold wildcards, so that a pattern may be the very name of a test.
    by_name_[name].push_back(i);
    if (std::any_of(name.begin(), name.end(), is_wildcard)) {
      patterns_.push_back(i);
    }
  }
}

std::vector<SourcedKey> TestLinks::keys_of(const std::string& name,
                                           const std::string& identity) const {
  auto keys = of_name(name);
  if (keys.empty()) {
    keys = of_name(identity);
  }
  return keys.empty() ? of_patterns(name, identity) : keys;
}

std::vector<std::string> TestLinks::names_of(const std::string& key) const {
  std::vector<std::string> names;
  for (const auto& link : tests_) {
    if (link.key == key) {
      names.push_back(link.name);
    }
  }
  return names;
}

std::vector<std::string> TestLinks::sets_of(const std::string& suite) const {
  std::vector<std::string> sets;
  for (const auto& link : suites_) {
    const bool known = std::find(sets.begin(), sets.end(), link.key) != sets.end();
    if (!known && (link.name == suite || fits(suite, link.name))) {
      sets.push_back(link.key);
    }
  }
  return sets;
}

std::vector<SourcedKey> TestLinks::of_name(const std::string& name) const {
  std::vector<SourcedKey> keys;
  if (const auto found = by_name_.find(name); found != by_name_.end()) {
    for (const auto i : found->second) {
      add_once(keys, sourced(tests_[i]));
    }
  }
  return keys;
}

std::vector<SourcedKey> TestLinks::of_patterns(const std::string& name,
                                               const std::string& identity) const {
  std::vector<SourcedKey> keys;
  std::size_t most = 0;
  for (const auto i : patterns_) {
    const auto& pattern = tests_[i].name;
    const auto literals = literals_in(pattern);
    if (literals < most || (!fits(name, pattern) && !fits(identity, pattern))) {
      continue;
    }
    if (literals > most) {
      keys.clear();
    }
    most = literals;
    add_once(keys, sourced(tests_[i]));
  }
  return keys;
}

std::string TestLinks::origin_of(const Link& link) const {
  return file_ + ":" + std::to_string(link.line);
}

}  // namespace xrep::client
