#include <xrep/reporters/catch2_names.hpp>
#include <xrep/reporters/text.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
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
void append_dotted(std::string_view class_name, std::string& result) {
  while (!class_name.empty()) {
    const auto colons = class_name.find("::");
    result += class_name.substr(0, colons);
    if (colons == std::string_view::npos) {
      break;
    }
    result += '.';
    class_name.remove_prefix(colons + 2);
  }
}

// As Catch2 prints them.
std::string bracketed(const std::vector<std::string_view>& tags) {
  std::string text;
  for (const auto tag : tags) {
    text += "[" + std::string(tag) + "]";
  }
  return text;
}

std::string_view common_prefix(std::string_view a, std::string_view b) {
  const auto limit = std::min(a.size(), b.size());
  std::size_t length = 0;
  while (length < limit && a[length] == b[length]) {
    ++length;
  }
  return a.substr(0, length);
}

bool by_place(const Catch2Case& a, const Catch2Case& b) {
  return std::tie(a.line, a.file) < std::tie(b.line, b.file);
}

bool same_place(const Catch2Case& a, const Catch2Case& b) {
  return a.line == b.line && a.file == b.file;
}

// The instances of one template are test cases of their own, registered at the same place under
// names that differ after " - ".
std::unordered_map<std::string, std::size_t> find_templates(const Catch2Cases& registered) {
  std::vector<Catch2Case> cases;
  cases.reserve(registered.size());
  for (std::size_t i = 0; i < registered.size(); ++i) {
    cases.push_back(registered[i]);
  }
  std::sort(cases.begin(), cases.end(), by_place);

  std::unordered_map<std::string, std::size_t> templates;
  for (auto first = cases.begin(); first != cases.end();) {
    auto next = std::next(first);
    auto prefix = first->name;
    for (; next != cases.end() && same_place(*first, *next); ++next) {
      prefix = common_prefix(prefix, next->name);
    }
    const auto mark = prefix.rfind(kInstanceMark);
    if (next - first > 1 && mark != std::string_view::npos) {
      templates.emplace(place_of(*first), mark);
    }
    first = next;
  }
  return templates;
}

// Hashes that were there before. Sorting or keeping the names themselves would cost more than to
// record the tests.
class SeenHashes {
 public:
  explicit SeenHashes(std::size_t size) {
    std::size_t slots = 1;
    while (slots < 2 * size) {
      slots *= 2;
    }
    slots_.resize(slots);
  }

  // False: it was there.
  bool insert(std::size_t hash) {
    const auto print = static_cast<std::uint32_t>(hash >> (sizeof(hash) * 4)) | 1U;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
      if (slots_[slot] == print) {
        return false;
      }
      if (slots_[slot] == 0) {
        slots_[slot] = print;
        return true;
      }
    }
  }

 private:
  std::vector<std::uint32_t> slots_;
};

// What one look at each name tells; few programs need a closer one.
struct Survey {
  bool may_have_templates = false;
  std::unordered_set<std::size_t> repeated;  ///< hashes of names that several may have
};

Survey survey(const Catch2Cases& registered) {
  const std::hash<std::string_view> hash;
  Survey result;
  SeenHashes seen(registered.size());
  for (std::size_t i = 0; i < registered.size(); ++i) {
    const std::string_view name = registered[i].name;
    if (const std::size_t hashed = hash(name); !seen.insert(hashed)) {
      result.repeated.insert(hashed);
    }
    result.may_have_templates =
        result.may_have_templates || name.find(kInstanceMark) != std::string_view::npos;
  }
  return result;
}

std::vector<Catch2Case> cases_with(const std::unordered_set<std::size_t>& hashes,
                                   const Catch2Cases& registered) {
  const std::hash<std::string_view> hash;
  std::vector<Catch2Case> cases;
  for (std::size_t i = 0; i < registered.size(); ++i) {
    const Catch2Case test = registered[i];
    if (hashes.count(hash(test.name)) != 0) {
      cases.push_back(test);
    }
  }
  return cases;
}

template <class NameOf>
std::unordered_set<std::string> find_shared(const std::vector<Catch2Case>& cases,
                                            const NameOf& name_of) {
  std::vector<std::string> names;
  names.reserve(cases.size());
  for (const auto& test : cases) {
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

Catch2Cases::Catch2Cases(std::size_t size, std::function<Catch2Case(std::size_t)> at)
    : size_(size), at_(std::move(at)) {}

Catch2Cases::Catch2Cases(std::initializer_list<Catch2Case> cases)
    : size_(cases.size()),
      at_([list = std::vector<Catch2Case>(cases)](std::size_t i) { return list[i]; }) {}

Catch2Names::Catch2Names(std::string executable, const Catch2Cases& registered)
    : executable_(std::move(executable)), global_(executable_ + ".global.") {
  const Survey found = survey(registered);
  if (found.may_have_templates) {
    templates_ = find_templates(registered);
  }
  if (!found.repeated.empty()) {
    const auto suspects = cases_with(found.repeated, registered);
    shared_names_ =
        find_shared(suspects, [](const Catch2Case& test) { return std::string(test.name); });
    shared_names_in_class_ = find_shared(suspects, with_class);
  }
}

Catch2TestNames Catch2Names::names(const Catch2Case& test,
                                   const std::vector<std::string_view>& tags) const {
  Catch2TestNames result;
  names(test, tags, result);
  return result;
}

void Catch2Names::tell_apart(const Catch2Case& test, const std::vector<std::string_view>& tags,
                             std::string& name) const {
  if (shared_names_.count(name) == 0) {
    return;
  }
  if (!test.class_name.empty()) {
    name += " (" + std::string(test.class_name) + ")";
  }
  if (shared_names_in_class_.count(with_class(test)) != 0) {
    name += " " + bracketed(tags);
  }
}

void Catch2Names::names(const Catch2Case& test, const std::vector<std::string_view>& tags,
                        Catch2TestNames& names) const {
  names.name.assign(test.name);
  if (!shared_names_.empty()) {
    tell_apart(test, tags, names.name);
  }
  names.instance.clear();
  auto base = test.name;
  if (!templates_.empty()) {
    const auto found = templates_.find(place_of(test));
    if (found != templates_.end()) {
      base = test.name.substr(0, found->second);
      names.instance.assign(test.name.substr(found->second + kInstanceMark.size()));
    }
  }
  if (test.class_name.empty()) {
    names.identity.assign(global_);
  } else {
    names.identity.assign(executable_);
    names.identity += '.';
    append_dotted(test.class_name, names.identity);
    names.identity += '.';
  }
  names.identity += trimmed(base);  // so do Catch2's JUnit reports
  names.suite.assign(test.class_name.empty() ? std::string_view(executable_) : test.class_name);
}

}  // namespace xrep::reporters
