#include <xrep/reporters/catch2_names.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace xrep::reporters {
namespace {

constexpr std::string_view kInstanceMark = " - ";

std::string place_of(const Catch2Case& test) {
  return std::string(test.file) + ":" + std::to_string(test.line);
}

std::string with_class(const Catch2Case& test) {
  return std::string(test.class_name) + "\n" + std::string(test.name);
}

// JUnit reports of Catch2 write dots for "::", and imported Tests are known by those names.
std::string dotted(std::string_view class_name) {
  std::string result;
  while (!class_name.empty()) {
    const auto colons = class_name.find("::");
    result += class_name.substr(0, colons);
    if (colons == std::string_view::npos) {
      break;
    }
    result += '.';
    class_name.remove_prefix(colons + 2);
  }
  return result;
}

std::string_view common_prefix(std::string_view a, std::string_view b) {
  const auto limit = std::min(a.size(), b.size());
  std::size_t length = 0;
  while (length < limit && a[length] == b[length]) {
    ++length;
  }
  return a.substr(0, length);
}

bool by_place(const Catch2Case* a, const Catch2Case* b) {
  return std::tie(a->line, a->file) < std::tie(b->line, b->file);
}

bool same_place(const Catch2Case& a, const Catch2Case& b) {
  return a.line == b.line && a.file == b.file;
}

// The instances of one template are test cases of their own, registered at the same place under
// names that differ after " - ".
std::unordered_map<std::string, std::size_t> find_templates(
    const std::vector<Catch2Case>& registered) {
  std::vector<const Catch2Case*> cases;
  cases.reserve(registered.size());
  for (const auto& test : registered) {
    cases.push_back(&test);
  }
  std::sort(cases.begin(), cases.end(), by_place);

  std::unordered_map<std::string, std::size_t> templates;
  for (auto first = cases.begin(); first != cases.end();) {
    auto next = std::next(first);
    auto prefix = (*first)->name;
    for (; next != cases.end() && same_place(**first, **next); ++next) {
      prefix = common_prefix(prefix, (*next)->name);
    }
    const auto mark = prefix.rfind(kInstanceMark);
    if (next - first > 1 && mark != std::string_view::npos) {
      templates.emplace(place_of(**first), mark);
    }
    first = next;
  }
  return templates;
}

template <class NameOf>
std::unordered_set<std::string> find_shared(const std::vector<Catch2Case>& registered,
                                            const NameOf& name_of) {
  std::vector<std::string> names;
  names.reserve(registered.size());
  for (const auto& test : registered) {
    names.push_back(name_of(test));
  }
  std::sort(names.begin(), names.end());
  std::unordered_set<std::string> shared;
  for (auto name = std::adjacent_find(names.begin(), names.end()); name != names.end();
       name = std::adjacent_find(std::next(name), names.end())) {
    shared.insert(*name);
  }
  return shared;
}

}  // namespace

Catch2Names::Catch2Names(std::string executable, const std::vector<Catch2Case>& registered)
    : executable_(std::move(executable)),
      templates_(find_templates(registered)),
      shared_names_(
          find_shared(registered, [](const Catch2Case& test) { return std::string(test.name); })) {
  if (!shared_names_.empty()) {
    shared_names_in_class_ = find_shared(registered, with_class);
  }
}

Catch2TestNames Catch2Names::names(const Catch2Case& test, std::string_view tags) const {
  Catch2TestNames names;
  names.name = std::string(test.name);
  if (shared_names_.count(names.name) != 0) {
    if (!test.class_name.empty()) {
      names.name += " (" + std::string(test.class_name) + ")";
    }
    if (shared_names_in_class_.count(with_class(test)) != 0) {
      names.name += " " + std::string(tags);
    }
  }
  auto base = test.name;
  if (!templates_.empty()) {
    const auto found = templates_.find(place_of(test));
    if (found != templates_.end()) {
      base = test.name.substr(0, found->second);
      names.instance = std::string(test.name.substr(found->second + kInstanceMark.size()));
    }
  }
  names.identity = executable_ + "." +
                   (test.class_name.empty() ? std::string("global") : dotted(test.class_name)) +
                   "." + std::string(base);
  names.suite = test.class_name.empty() ? executable_ : std::string(test.class_name);
  return names;
}

}  // namespace xrep::reporters
